"""JSON in and out: decimals stay exact, times keep their offset."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal, InvalidOperation
from typing import IO, Any

import orjson
from django.utils import timezone
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS
MOST_DIGITS = 300
MOST_LEVELS = 100


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
    """UTF-8 JSON of anything the queries answer with, whole numbers of any length included."""
    try:
        return orjson.dumps(value, default=plain, option=OPTIONS)
    except orjson.JSONEncodeError:
        return orjson.dumps(_long_numbers_written(value), default=plain, option=OPTIONS)


def _long_numbers_written(value: Any) -> Any:
    """The same value, its whole numbers beyond 64 bits as text that is written as it stands."""
    if isinstance(value, int) and value.bit_length() > 63:
        return orjson.Fragment(str(value).encode())
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _long_numbers_written(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {key: _long_numbers_written(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_long_numbers_written(item) for item in value]
    return value


def loads(data: bytes | str) -> Any:
    """Parsed JSON, every digit of its numbers kept; raises ValueError for what could not be kept or given back."""
    value = json.loads(data, parse_float=_decimal, parse_int=_whole, parse_constant=_refuse)
    _refuse_unkeepable(value)
    return value


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"the number {text[:40]} is out of range") from None
    if len(text) > MOST_DIGITS or (value and abs(value.adjusted()) > MOST_DIGITS):
        raise ValueError(f"the number {text[:40]} has more than {MOST_DIGITS} digits")
    return value


def _whole(text: str) -> int | Decimal:
    """An int where other programs keep it exactly too, else a Decimal."""
    return int(text) if len(text) <= 18 else _decimal(text)


def _refuse_unkeepable(value: Any) -> None:
    """Text that is no Unicode or holds NUL cannot be stored; nesting without end cannot be shown."""
    rest = [(value, 0)]
    while rest:
        item, depth = rest.pop()
        if depth > MOST_LEVELS:
            raise ValueError(f"more than {MOST_LEVELS} levels of nesting")
        if isinstance(item, str):
            _refuse_text(item)
        elif isinstance(item, dict):
            rest += [(part, depth + 1) for pair in item.items() for part in pair]
        elif isinstance(item, list):
            rest += [(part, depth + 1) for part in item]


def _refuse_text(text: str) -> None:
    if "\0" in text:
        raise ValueError(f"the text {text[:40]!r} holds the character U+0000")
    if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError(f"the text {text[:40]!r} holds half a surrogate pair")


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
