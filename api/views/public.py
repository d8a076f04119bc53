"""What anybody may do without a log-in."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import Throttled
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.errors import lang
from api.refusals import ApiRefusal, NotFound
from api.shapes import public as shapes
from engine.documents.commands import free_attachments
from exchange import public
from people.models import Unit, today
from processes.installation import web_applications

NO_FILE = {
    "zh": "请以 multipart/form-data 的 file 字段上传一个文件，文件名须为 UTF-8 编码。",
    "en": "Send one file as the field file of multipart/form-data, its name in UTF-8.",
}
IN_THE_FUTURE = {"zh": "完成日期不能晚于今天。", "en": "The day must not lie in the future."}
NO_BRANCH = {"zh": "请选择受理单位。", "en": "Choose the branch that shall handle the application."}


class PublicView(APIView):
    """No session is looked at: a page of another site gains nothing by calling it."""

    authentication_classes: list[type] = []
    permission_classes = [AllowAny]


def origin_of(request: Request) -> str:
    """The address as the trusted proxy tells it."""
    return str(request.META.get("REMOTE_ADDR", ""))


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
                variables=data["variables"],
                branch=data["branch"],
                origin=origin_of(request),
                scans=free_attachments(ids=data.get("papers", ()), purpose=public.PURPOSE),
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
        number = body.validated_data["application_no"]
        public.count_try(act="progress", origin=origin_of(request), thing=number)
        found = web_applications.progress(**body.validated_data, lang=lang())
        if found is None:
            raise NotFound
        return Response({"stages": [{"name": one.name, "reached_on": one.reached_on} for one in found]})


class PublicUploadList(PublicView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        request={
            "multipart/form-data": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
        },
        responses={201: shapes.PublicUpload},
        summary="Upload a scanned paper or a photo (PDF, JPG, PNG, 10 MB); gone after a day unless it is sent",
    )
    def post(self, request: Request) -> Response:
        upload = request.FILES.get("file")
        if upload is None:
            raise ApiRefusal([{"field": "/file", "code": "required", "message": NO_FILE[lang()]}])
        saved = public.save_paper(name=str(upload.name), content=upload, origin=origin_of(request))
        return Response(saved, status=201)


class PublicRectified(PublicView):
    @extend_schema(
        request=shapes.RectifiedReport,
        responses={201: shapes.RectifiedReceipt},
        summary="Report a hazard rectified by the number of its notice and the last digits of the phone; no log-in",
    )
    def post(self, request: Request) -> Response:
        body = shapes.RectifiedReport(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        if data["website"]:  # no person sees this field
            raise NotFound
        if data["rectified_on"] > today():
            message = IN_THE_FUTURE[lang()]
            raise ApiRefusal([{"field": "/rectified_on", "code": "in_the_future", "message": message}])
        hazard = public.report_rectified(
            number=data["number"],
            digits=data["phone_digits"],
            report={
                "rectified_on": data["rectified_on"].isoformat(),
                "rectified_by": data["rectified_by"],
                "measures": data["measures"],
            },
            photos=data["photos"],
            origin=origin_of(request),
        )
        return Response({"hazard_no": hazard}, status=201)
