"""Attachments that people add and documents that the system prints."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.refusals import ApiRefusal
from api.shapes import instances as shapes
from engine.documents import commands, queries

NO_FILE = {
    "zh": "请以 multipart/form-data 的 file 字段上传一个文件，文件名须为 UTF-8 编码。",
    "en": "Send one file as the field file of multipart/form-data, its name in UTF-8.",
}
BINARY = {(200, "application/octet-stream"): bytes}


class AttachmentList(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        request={
            "multipart/form-data": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
        },
        responses={201: shapes.Attachment},
        summary="Upload a file; put its id into the form",
    )
    def post(self, request: Request) -> Response:
        upload = request.FILES.get("file")
        if upload is None:
            raise ApiRefusal([{"field": "/file", "code": "required", "message": NO_FILE[lang()]}])
        saved = commands.save_attachment(
            name=str(upload.name),
            content=upload,
            purpose=str(request.POST.get("purpose", "")).replace("\0", ""),
            actor=actor_of(request),
        )
        return Response(saved, status=201)


class AttachmentLimits(APIView):
    @extend_schema(responses=shapes.AttachmentLimits, summary="What may be uploaded")
    def get(self, request: Request) -> Response:
        return Response({"max_bytes": settings.ATTACHMENT_MAX_BYTES, "content_types": queries.content_types()})


class AttachmentDetail(APIView):
    @extend_schema(responses=shapes.Attachment, summary="One attachment's name, size, digest")
    def get(self, request: Request, attachment_id: str) -> Response:
        return Response(queries.attachment(attachment_id, actor_of(request)))


class AttachmentContent(APIView):
    @extend_schema(responses=BINARY, summary="The file itself")
    def get(self, request: Request, attachment_id: str) -> HttpResponse:
        return _file(queries.attachment_content(attachment_id, actor_of(request)), request)


class DocumentContent(APIView):
    @extend_schema(responses={(200, "application/pdf"): bytes}, summary="The PDF")
    def get(self, request: Request, document_id: str) -> HttpResponse:
        return _file(queries.document_content(document_id, actor_of(request)), request)


def _file(content: Any, request: Request) -> HttpResponse:
    """A download, shown in place only for kinds that a browser shows safely."""
    shown = content.content_type in {"application/pdf", "image/png", "image/jpeg"}
    disposition = "inline" if shown and "download" not in request.query_params else "attachment"
    response = FileResponse(content.open(), content_type=content.content_type)
    response["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(content.name)}"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]
