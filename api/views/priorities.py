"""What goes first: the priority of a user task, of an instance."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.shapes.instances import Prioritize, ProcessInstance
from api.shapes.user_tasks import UserTask
from api.views.instances import shown_instance
from api.views.movement import asked_body
from engine import commands, queries


class PrioritizeUserTask(APIView):
    @extend_schema(request=Prioritize, responses=UserTask, summary="Say how urgent an open task is, with the reason")
    def post(self, request: Request, user_task_id: str) -> Response:
        actor = actor_of(request)
        asked = asked_body(request, Prioritize)
        commands.set_user_task_priority(user_task_id=user_task_id, actor=actor, **asked)
        return Response(queries.user_task(user_task_id, actor, lang=lang()))


class PrioritizeInstance(APIView):
    @extend_schema(
        request=Prioritize,
        responses=ProcessInstance,
        summary="Say how urgent an instance is: its tasks and jobs follow",
    )
    def post(self, request: Request, instance_id: str) -> Response:
        actor = actor_of(request)
        asked = asked_body(request, Prioritize)
        commands.set_process_instance_priority(instance_id=instance_id, actor=actor, **asked)
        return Response(shown_instance(instance_id, actor))
