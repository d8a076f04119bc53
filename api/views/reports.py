"""The processes' monthly tables: which there are, one month, and the month as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.files import FileView, list_file
from api.shapes import reports as shapes
from engine import reports
from ledger.context import audited
from ledger.recording import record

MONTH = OpenApiParameter("month", str, description="such as 2026-11; this month when it is left out")


class ReportList(APIView):
    @extend_schema(responses=shapes.ReportLine(many=True), summary="The monthly tables of the processes")
    def get(self, request: Request) -> Response:
        return Response([_line(report) for report in reports.reports()])


class ReportDetail(APIView):
    @extend_schema(parameters=[MONTH], responses=shapes.MonthlyReport, summary="One month, of what the reader may see")
    def get(self, request: Request, key: str) -> Response:
        report, actor = reports.report_named(key), actor_of(request)
        month, rows, sums = reports.read_report(report, month=request.query_params.get("month", ""), actor=actor)
        columns = [
            {
                "key": column.key, "title": _said(column), "number": column.number, "charted": column.charted,
                "alarming": column.alarming,
            }
            for column in report.columns
        ]  # fmt: skip
        body = {"month": month, "columns": columns, "rows": [_texts(report, row) for row in rows]}
        return Response(_line(report) | body | {"sums": _texts(report, sums) if sums else {}})


class ReportExport(FileView):
    @extend_schema(
        parameters=[MONTH, OpenApiParameter("format", str, enum=["csv", "xlsx"])],
        responses={(200, "text/csv"): bytes},
        summary="The month as CSV or Excel",
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        report, actor = reports.report_named(key), actor_of(request)
        month, rows, sums = reports.read_report(report, month=request.query_params.get("month", ""), actor=actor)
        lines = [[str(_texts(report, row).get(column.key, "")) for column in report.columns] for row in rows]
        if sums:
            last = _texts(report, sums)
            total = "Total" if lang() == "en" else "合计"
            lines.append([total, *(str(last.get(column.key, "")) for column in report.columns[1:])])
        with audited(actor=actor, reason="export"):
            record(kind="read", action="report_exported", body={"report": key, "month": month, "rows": len(rows)})
        heads = [_said(column) for column in report.columns]
        return list_file(f"{key}-{month}", heads, lines, kind=request.query_params.get("format", "csv"))


def _line(report: reports.Report) -> dict[str, Any]:
    english = lang() == "en"
    return {
        "key": report.key, "definition": report.definition, "title": report.en if english else report.zh,
        "about": report.about_en if english else report.about_zh,
    }  # fmt: skip


def _said(column: reports.Column) -> str:
    return column.en if lang() == "en" else column.zh


def _texts(report: reports.Report, row: reports.Row) -> dict[str, str]:
    return {column.key: str(row[column.key]) for column in report.columns if column.key in row}
