"""External tasks, for workers in any language with a token of their own."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import MachineAuthentication, machine_behind
from api.shapes import outside as shapes
from engine.outside import external_tasks as tasks

WAIT = "X-Wait-Seconds"
"""In an answer without tasks: how long the front of the house goes on asking before it passes the answer on."""


class _MachineView(APIView):
    authentication_classes = [MachineAuthentication]

    def given(self, request: Request, shape: type[serializers.Serializer]) -> dict[str, Any]:
        """The body, checked."""
        body = shape(data=request.data)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)


class FetchAndLock(_MachineView):
    @extend_schema(
        request=shapes.FetchAndLock, responses=shapes.ExternalTasks, summary="Fetch work of these topics under a lock"
    )
    def post(self, request: Request) -> Response:
        data = self.given(request, shapes.FetchAndLock)
        found = tasks.fetch_and_lock(
            machine=machine_behind(request),
            topics=data["topics"],
            worker_id=data["worker_id"],
            lock_seconds=data["lock_seconds"],
            most=data["max_tasks"],
        )
        return Response({"tasks": found}, headers={} if found else {WAIT: str(data["wait_seconds"])})


class CompleteExternalTask(_MachineView):
    @extend_schema(
        request=shapes.CompleteExternalTask, responses=shapes.ExternalTaskDone, summary="Complete with variables"
    )
    def post(self, request: Request, task_id: str) -> Response:
        data = self.given(request, shapes.CompleteExternalTask)
        lock = tasks.Lock(task_id, data["lock_token"])
        done = tasks.complete_external_task(
            lock=lock, machine=machine_behind(request), worker_id=data["worker_id"], variables=data["variables"]
        )
        return Response(done)


class FailExternalTask(_MachineView):
    @extend_schema(
        request=shapes.FailExternalTask, responses=shapes.ExternalTaskFailed, summary="Report a failed attempt"
    )
    def post(self, request: Request, task_id: str) -> Response:
        data = self.given(request, shapes.FailExternalTask)
        failed = tasks.fail_external_task(
            lock=tasks.Lock(task_id, data["lock_token"]),
            machine=machine_behind(request),
            worker_id=data["worker_id"],
            message=data["message"],
            retries=data.get("retries"),
            retry_after=data.get("retry_after_seconds"),
        )
        return Response(failed)


class ThrowBpmnError(_MachineView):
    @extend_schema(request=shapes.ThrowBpmnError, responses=shapes.ExternalTaskDone, summary="End with a BPMN error")
    def post(self, request: Request, task_id: str) -> Response:
        data = self.given(request, shapes.ThrowBpmnError)
        done = tasks.throw_bpmn_error(
            lock=tasks.Lock(task_id, data["lock_token"]),
            machine=machine_behind(request),
            worker_id=data["worker_id"],
            code=data["code"],
            message=data["message"],
            variables=data["variables"],
        )
        return Response(done)


class ExtendLock(_MachineView):
    @extend_schema(request=shapes.ExtendLock, responses=shapes.LockExtended, summary="Keep the lock longer")
    def post(self, request: Request, task_id: str) -> Response:
        data = self.given(request, shapes.ExtendLock)
        lock = tasks.Lock(task_id, data["lock_token"])
        return Response(
            tasks.extend_lock(lock=lock, machine=machine_behind(request), lock_seconds=data["lock_seconds"])
        )
