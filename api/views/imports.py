"""Imports: upload and dry run, import by the workers, what went wrong and the rows to mend."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import is_number, lang
from api.exchanged import attachment_file, problem_view, run_view, wish_of
from api.exporting import csv_file
from api.files import FileView
from api.refusals import ApiRefusal, Forbidden, NotFound
from api.shapes import exchange as shapes
from api.shapes.instances import Reason
from api.shapes.pages import page_body, page_of, whole
from exchange import listing, runs
from exchange.handling import handle
from exchange.kinds import KINDS
from exchange.layouts.columns import Column
from exchange.mending import template, wrong_rows
from exchange.models import ImportRun
from ledger.context import audited
from ledger.recording import record

CSV = {(200, "text/csv"): bytes}
FILTERS = [OpenApiParameter(name, str) for name in ("q", "kind", "state", "uploaded_by", "sort", "cursor")]
DAYS = [OpenApiParameter(name, str) for name in ("uploaded_at_from", "uploaded_at_until")]
NO_FILE = {
    "zh": "请以 multipart/form-data 的 file 字段上传一个文件。",
    "en": "Send one file as the field file of multipart/form-data.",
}
HEADS = {
    "zh": "编号,类别,文件名,SHA-256,批次号,状态,行数,合计,已导入,已跳过,未导入,提示,上传人,上传时间,确认人,完成时间",
    "en": "No.,Kind,File,SHA-256,Batch,State,Rows,Total,Imported,Skipped,Failed,Warnings,Uploaded by,Uploaded at,"
    "Confirmed by,Finished at",
}
HEAD_NAMES = (
    "id", "kind_label", "file_name", "digest", "batch_no", "state", "row_count", "total", "imported", "skipped",
    "failed", "warned", "uploaded_by", "uploaded_at", "confirmed_by", "finished_at",
)  # fmt: skip
PROBLEM_HEADS = {
    "zh": "行,列,级别,代码,问题与更正办法,该行内容,处理人,处理说明",
    "en": "Row,Column,Level,Code,What is wrong and how to mend it,What the row says,Dealt with by,Note",
}


def number(text: str) -> int:
    """An id of an address; raises NotFound for what is none."""
    if not is_number(text):
        raise NotFound
    return int(text)


class ImportKindList(APIView):
    @extend_schema(responses=page_of(shapes.ImportKind), summary="What may be imported, and the layouts of the files")
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        if not listing.may_look(actor):
            raise Forbidden
        return Response(
            whole(
                [
                    {
                        "key": kind.key,
                        "label": kind.named(lang()),
                        "may_import": actor.may(kind.permission),
                        "template": not kind.layouts[0].header,
                        "layouts": [
                            {
                                "key": layout.key,
                                "label": layout.en if lang() == "en" else layout.zh,
                                "encodings": [name.upper().removesuffix("-SIG") for name in layout.encodings],
                                "columns": [_column(column) for column in layout.detail if column.name != "record"],
                            }
                            for layout in kind.layouts
                        ],
                    }
                    for kind in KINDS.values()
                    if actor.may(kind.permission) or actor.may("audit")
                ]
            )
        )


def _column(column: Column) -> dict[str, Any]:
    label = column.en if lang() == "en" else column.zh
    return {
        "name": column.name,
        "label": label,
        "required": column.required,
        "choices": [words[min(1, len(words) - 1)] for words in column.choices],
    }


class ImportTemplate(APIView):
    @extend_schema(responses=CSV, summary="An empty file with the headings")
    def get(self, request: Request, kind: str) -> HttpResponse:
        content = template(KINDS[kind], lang()) if kind in KINDS and listing.may_look(actor_of(request)) else None
        if content is None:
            raise NotFound
        return attachment_file(f"{kind}.csv", content, "text/csv; charset=utf-8")


class ImportList(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(parameters=[*FILTERS, *DAYS], responses=page_of(shapes.ImportRun), summary="Past imports")
    def get(self, request: Request) -> Response:
        actor = _looking(request)
        page = listing.runs(actor, wish_of(request))
        page.results[:] = [run_view(run, actor) for run in page.results]
        return Response(page_body(request, page))

    @extend_schema(
        request={"multipart/form-data": shapes.UploadImport},
        responses={201: shapes.UploadedImport, 200: shapes.UploadedImport},
        summary="Upload a file: a dry run that changes nothing; 200 when the same bytes were uploaded before",
    )
    def post(self, request: Request) -> Response:
        upload, kind = request.FILES.get("file"), str(request.POST.get("kind", ""))
        if upload is None:
            raise ApiRefusal([{"field": "/file", "code": "required", "message": NO_FILE[lang()]}])
        if upload.size > runs.LARGEST:
            raise runs.FileTooLarge(str(runs.LARGEST // 1_000_000))
        actor = actor_of(request)
        known = ImportRun.objects.filter(kind=kind, digest=runs.digest_of(content := upload.read())).exists()
        run = runs.check_file(kind=kind, name=str(upload.name), content=content, actor=actor)
        shown = run_view(listing.visible_run(run.pk, actor), actor) | {"known": known}
        return Response(shown, status=200 if known else 201)


class ImportExport(FileView):
    @extend_schema(parameters=[*FILTERS, *DAYS], responses=CSV, summary="Past imports as a file")
    def get(self, request: Request) -> HttpResponse:
        actor = _looking(request)
        found = listing.all_runs(actor, wish_of(request))
        with audited(actor=actor):
            body = {"asked": request.query_params.dict(), "rows": len(found)}
            record(kind="read", action="imports_exported", table="exchange_importrun", body=body)
        rows = [[_plain(run_view(run, actor)[name]) for name in HEAD_NAMES] for run in found]
        return csv_file("imports", HEADS[lang()].split(","), rows)


def _plain(value: Any) -> Any:
    return value["full_name"] if isinstance(value, dict) else value


class ImportDetail(APIView):
    @extend_schema(responses=shapes.ImportRun, summary="One import: its file, totals and how far it is")
    def get(self, request: Request, run_id: str) -> Response:
        actor = _looking(request)
        return Response(run_view(listing.visible_run(number(run_id), actor), actor))


class ConfirmImport(APIView):
    @extend_schema(
        request=None, responses={202: shapes.ImportRun}, summary="Import it: the workers take row by row, once each"
    )
    def post(self, request: Request, run_id: str) -> Response:
        actor = actor_of(request)
        run = runs.order(run_id=number(run_id), actor=actor)
        return Response(run_view(listing.visible_run(run.pk, actor), actor), status=202)


class StopImport(APIView):
    @extend_schema(request=Reason, responses=shapes.ImportRun, summary="Take no more rows; what took effect stays")
    def post(self, request: Request, run_id: str) -> Response:
        body = Reason(data=request.data)
        body.is_valid(raise_exception=True)
        actor = actor_of(request)
        run = runs.stop(run_id=number(run_id), actor=actor, reason=body.validated_data["reason"])
        return Response(run_view(listing.visible_run(run.pk, actor), actor))


class ImportProblemList(APIView):
    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in ("level", "code", "cursor")],
        responses=page_of(shapes.ImportRowProblem),
        summary="What is wrong with which row and column, and how to mend it",
    )
    def get(self, request: Request, run_id: str) -> Response:
        run = listing.visible_run(number(run_id), _looking(request))
        page = listing.problems(run, wish_of(request))
        page.results[:] = [problem_view(problem, run) for problem in page.results]
        return Response(page_body(request, page))


class ImportProblemExport(FileView):
    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in ("level", "code")], responses=CSV,
        summary="The problems as a file",
    )  # fmt: skip
    def get(self, request: Request, run_id: str) -> HttpResponse:
        actor = _looking(request)
        run = listing.visible_run(number(run_id), actor)
        found = [problem_view(problem, run) for problem in listing.all_problems(run, wish_of(request))]
        _tell(actor, run, "import_problems_exported")
        names = ("row", "column", "level", "code", "message", "told", "handled_by", "note")
        rows = [[_plain(problem[name]) for name in names] for problem in found]
        return csv_file(f"import-{run.pk}-problems", PROBLEM_HEADS[lang()].split(","), rows)


class ImportWrongRows(APIView):
    @extend_schema(responses=CSV, summary="The rows that were kept out, each with its problem: mend and upload it")
    def get(self, request: Request, run_id: str) -> HttpResponse:
        actor = _looking(request)
        run = listing.visible_run(number(run_id), actor)
        content = wrong_rows(run, lang())
        _tell(actor, run, "import_rows_exported")
        return attachment_file(f"import-{run.pk}-rows.csv", content, "text/csv; charset=utf-8")


class ImportContent(APIView):
    @extend_schema(responses={(200, "application/octet-stream"): bytes}, summary="The file as it was uploaded")
    def get(self, request: Request, run_id: str) -> HttpResponse:
        actor = _looking(request)
        run = listing.visible_run(number(run_id), actor)
        _tell(actor, run, "import_file_read")
        return attachment_file(run.file_name, bytes(run.content), "application/octet-stream")


class PaymentProblemList(APIView):
    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in ("q", "code", "handled", "sort", "cursor")],
        responses=page_of(shapes.ImportRowProblem),
        summary="What finance has to clear up: unknown, partial, double and failed payments over all files",
    )
    def get(self, request: Request) -> Response:
        page = listing.work_list(actor_of(request), wish_of(request))
        page.results[:] = [problem_view(problem, problem.run) for problem in page.results]
        return Response(page_body(request, page))


class HandleProblems(APIView):
    @extend_schema(request=shapes.IdsWithNote, responses=shapes.Handled, summary="Mark problems as dealt with")
    def post(self, request: Request) -> Response:
        body = shapes.IdsWithNote(data=request.data)
        body.is_valid(raise_exception=True)
        ids = [int(pk) for pk in body.validated_data["ids"]]
        return Response({"count": handle(ids=ids, actor=actor_of(request), note=body.validated_data["note"])})


def _looking(request: Request) -> Any:
    actor = actor_of(request)
    if not listing.may_look(actor):
        raise Forbidden
    return actor


def _tell(actor: Any, run: ImportRun, action: str) -> None:
    with audited(actor=actor):
        record(kind="read", action=action, table="exchange_importrun", record=run.pk,
               body={"file_name": run.file_name, "digest": run.digest})  # fmt: skip
