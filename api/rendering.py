"""JSON in and out: decimals stay exact, times keep their offset."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import IO, Any

import orjson
from django.utils import timezone
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer


def plain(value: Any) -> Any:
    """What orjson can write for a value that it does not know."""
    if isinstance(value, Decimal):
        return orjson.Fragment(format(value, "f").encode()) if value.is_finite() else None
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat() if value.tzinfo else value.isoformat()
    return str(value)


def dumps(value: Any) -> bytes:
    """UTF-8 JSON of anything the queries answer with."""
    return orjson.dumps(value, default=plain, option=orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS)


def loads(data: bytes | str) -> Any:
    """Parsed JSON; a number with a fraction becomes a Decimal. Raises ValueError with the position."""
    return json.loads(data, parse_float=Decimal, parse_constant=_refuse)


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else dumps(data)


class JSONParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            return loads(stream.read() or b"{}")
        except (ValueError, RecursionError) as e:
            raise ParseError(str(e)) from e
