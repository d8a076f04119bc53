"""Lists: results with the addresses of the neighbouring pages."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode

from rest_framework import serializers as s
from rest_framework.request import Request


@cache
def page_of(shape: type[s.Serializer]) -> type[s.Serializer]:
    """The shape of one page of `shape`."""
    attributes = {
        "results": shape(many=True),
        "next": s.CharField(allow_null=True),
        "previous": s.CharField(allow_null=True),
        "count": s.IntegerField(allow_null=True),
        "count_capped": s.BooleanField(),
    }
    return type(f"{shape.__name__}Page", (s.Serializer,), attributes)


def page_body(request: Request, page: Any) -> dict[str, Any]:
    """The body of a queries' Page (results, next, previous as opaque cursors, count, count_capped)."""
    return {
        "results": page.results,
        "next": _address(request, getattr(page, "next", None)),
        "previous": _address(request, getattr(page, "previous", None)),
        "count": getattr(page, "count", None),
        "count_capped": bool(getattr(page, "count_capped", False)),
    }


def whole(results: list[Any]) -> dict[str, Any]:
    """The body of a list that has one page only."""
    return {"results": results, "next": None, "previous": None, "count": len(results), "count_capped": False}


def _address(request: Request, cursor: str | None) -> str | None:
    if not cursor:
        return None
    query = {**request.query_params.dict(), "cursor": cursor}
    return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
