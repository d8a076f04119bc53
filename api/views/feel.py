"""Trying an expression with the engine's own FEEL, before anything is deployed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.refusals import ApiRefusal, Forbidden
from api.shapes import feel as shapes
from api.shapes.problems import Problem
from bpmn import feel
from bpmn.feel.run import Run
from bpmn.feel.text import write
from bpmn.feel.values import kind, normalized

MOST_VARIABLES = 200
MOST_TEXT = 200_000
"""Characters of a trial's answer: it is read by a person."""


class FeelRefused(ApiRefusal):
    """The expression or its variables cannot be tried."""

    def __init__(self, field: str, code: str, message: str, *, position: int | None = None) -> None:
        super().__init__([{"field": field, "code": code, "message": message}])
        self.extra = {} if position is None else {"position": position}


class FeelEvaluation(APIView):
    @extend_schema(
        request=shapes.Trial,
        responses={200: shapes.Tried, 400: OpenApiResponse(Problem), 403: OpenApiResponse(Problem)},
        summary="Evaluate an expression with sample variables; nothing is kept",
    )
    def post(self, request: Request) -> Response:
        if not actor_of(request).may("design"):
            raise Forbidden
        body = shapes.Trial(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        variables = _given(asked["variables"])
        return Response(_tried(asked["expression"], asked["dialect"], variables, asked.get("now")))


def _given(variables: dict[str, Any]) -> dict[str, Any]:
    if len(variables) > MOST_VARIABLES:
        raise FeelRefused("/variables", "too_many", f"> {MOST_VARIABLES}")
    return {name: normalized(value) for name, value in variables.items()}


def _tried(expression: str, dialect: str, variables: dict[str, Any], now: dt.datetime | None) -> dict[str, Any]:
    source, taken_off = _source(expression)
    kinds = {name: kind(value) for name, value in variables.items() if value is not None}
    try:
        compiled = feel.compile_expression(source, dialect=dialect, names=variables)
        known = feel.analyze(source, dialect=dialect, names=variables, kinds=kinds)
        outcome = compiled.explain(variables, now=now or timezone.localtime())
        value, text = _shown(outcome.value), write(outcome.value, Run(), nested=True)
    except feel.FeelSyntax as e:
        raise FeelRefused("/expression", e.code, _told(e), position=e.position + taken_off) from None
    except feel.FeelBudget as e:
        raise FeelRefused("/expression", e.code, _told(e)) from None
    return {
        "value": value,
        "text": text,
        "kind": kind(outcome.value),
        "problems": list(_problems((*outcome.problems, *known.problems), taken_off)),
        "reads": sorted(compiled.reads),
    }


def _source(expression: str) -> tuple[str, int]:
    """The expression without the = that marks it in a diagram, and how many characters that took."""
    bare = expression.lstrip()
    if not bare.startswith("="):
        return expression, 0
    return bare[1:], len(expression) - len(bare) + 1


def _problems(problems: Iterable[feel.Problem], taken_off: int) -> Iterable[dict[str, Any]]:
    told = set()
    for p in problems:
        if (p.code, p.position) not in told:
            told.add((p.code, p.position))
            yield {"code": p.code, "position": p.position + taken_off, "message": _told(p)}


def _told(e: feel.Problem | feel.FeelSyntax | feel.FeelBudget) -> str:
    return e.message if lang() == "en" else e.message_zh


def _shown(value: Any) -> Any:
    """The value as JSON: what JSON has no word for is its FEEL text."""
    room = [MOST_TEXT]
    return _part(value, Run(), room)


def _part(value: Any, run: Run, room: list[int]) -> Any:
    if type(value) is list:
        _take(room, len(value))
        return [_part(item, run, room) for item in value]
    if type(value) is dict:
        _take(room, len(value))
        return {key: _part(item, run, room) for key, item in value.items()}
    if value is None or type(value) is bool:
        return value
    text = write(value, run)
    _take(room, len(text))
    return Decimal(text) if type(value) is Decimal else text


def _take(room: list[int], count: int) -> None:
    room[0] -= count
    if room[0] < 0:
        raise feel.FeelBudget("The result is too large to show.", "结果过大，无法显示。")
