"""What anybody may do without a log-in."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.errors import lang
from api.refusals import ApiRefusal, NotFound
from api.shapes import public as shapes
from people.models import Unit
from processes.installation import web_applications

NO_BRANCH = {"zh": "请选择受理单位。", "en": "Choose the branch that shall handle the application."}


class PublicView(APIView):
    """No session is looked at: a page of another site gains nothing by calling it."""

    authentication_classes: list[type] = []
    permission_classes = [AllowAny]


class PublicApplicationList(PublicView):
    @extend_schema(responses=shapes.ApplicationForm, summary="The form for gas applications, and where to apply")
    def get(self, request: Request) -> Response:
        return Response({"form": web_applications.public_form(lang()), "branches": web_applications.branches()})

    @extend_schema(
        request=shapes.Application, responses={201: shapes.ApplicationReceipt}, summary="Apply for gas; no log-in"
    )
    def post(self, request: Request) -> Response:
        body = shapes.Application(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        if data["website"]:  # no person sees this field
            raise NotFound
        try:
            receipt = web_applications.apply(
                variables=data["variables"], branch=data["branch"], origin=request.META.get("REMOTE_ADDR", "")
            )
        except Unit.DoesNotExist:
            raise ApiRefusal([{"field": "/branch", "code": "required", "message": NO_BRANCH[lang()]}]) from None
        except web_applications.TooManyApplications:
            raise Throttled(wait=3600) from None
        return Response({"application_no": receipt.application_no, "code": receipt.code}, status=201)


class PublicProgress(PublicView):
    @extend_schema(
        request=shapes.ProgressQuery, responses=shapes.Progress, summary="How far an application is; no log-in"
    )
    def post(self, request: Request) -> Response:
        body = shapes.ProgressQuery(data=request.data)
        body.is_valid(raise_exception=True)
        found = web_applications.progress(**body.validated_data, lang=lang())
        if found is None:
            raise NotFound
        return Response({"stages": [{"name": one.name, "reached_on": one.reached_on} for one in found]})
