"""Conversion functions: date, time, duration, number, string, not."""

from __future__ import annotations

import re
from datetime import time
from decimal import Decimal
from typing import Any

from bpmn.feel.functions.signature import builtin
from bpmn.feel.numbers import whole
from bpmn.feel.problems import Null
from bpmn.feel.temporal import (
    DATE_TIMES,
    SECOND,
    MonthsDuration,
    date_of,
    from_instant,
    instant,
    join,
    make_date,
    make_time,
    offset_zone,
    time_of,
    zone,
)
from bpmn.feel.temporal_text import read_date, read_date_time, read_duration, read_time
from bpmn.feel.text import write

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,5})?", re.ASCII)


def _zoned(run: Any, text: str) -> str:
    """The text, once looking for its zone in the system's files is paid for."""
    if "@" in text:
        run.charge(40)
    return text


def _required(value: Any, text: object, of: str) -> Any:
    if value is None:
        raise Null("invalid_text", text=text, type=of)
    return value


def _part(value: Decimal) -> int:
    number = whole(value)
    if number is None:
        raise Null("out_of_range")
    return number


@builtin("date", "from:string", "from:date|date and time")
def to_date(run: Any, source: Any) -> Any:
    if type(source) is str:
        return _required(read_date(source), source, "date")
    return date_of(source)


@builtin("date", "year:number, month:number, day:number")
def date_from_parts(run: Any, year: Decimal, month: Decimal, day: Decimal) -> Any:
    return _required(make_date(_part(year), _part(month), _part(day)), f"{year}-{month}-{day}", "date")


@builtin("time", "from:string", "from:time|date and time|date")
def to_time(run: Any, source: Any) -> Any:
    if type(source) is str:
        return _required(read_time(_zoned(run, source)), source, "time")
    if isinstance(source, time):
        return source
    return time_of(source) if isinstance(source, DATE_TIMES) else time(0, 0, 0, 0, offset_zone(0))


@builtin("time", "hour:number, minute:number, second:number, offset:days and time duration?~")
def time_from_parts(run: Any, hour: Decimal, minute: Decimal, second: Decimal, offset: Any = None) -> Any:
    tz = None
    if offset is not None:
        if abs(offset.nanos) > 18 * 3600 * SECOND:
            raise Null("out_of_range")
        tz = offset_zone(offset.nanos // SECOND)
    if not 0 <= second < 60:
        raise Null("out_of_range")
    micros = int(second % 1 * 1_000_000)
    return _required(
        make_time(_part(hour), _part(minute), int(second), micros, tz), f"{hour}:{minute}:{second}", "time"
    )


@builtin("date and time", "from:string", "from:date and time")
def to_date_time(run: Any, source: Any) -> Any:
    if type(source) is str:
        return _required(read_date_time(_zoned(run, source)), source, "date and time")
    return source if isinstance(source, DATE_TIMES) else join(source, time(0))


@builtin("date and time", "date:date|date and time, time:time")
def date_time_from_parts(run: Any, day: Any, at: time) -> Any:
    return join(date_of(day), at)


@builtin("date and time", "date:date and time, timezone:string")
def date_time_in_zone(run: Any, moment: Any, name: str) -> Any:
    run.charge(40)
    tz = _required(zone(name), name, "time zone")
    return _required(from_instant(instant(moment), tz), name, "date and time")


@builtin("duration", "from:string", "from:days and time duration|years and months duration")
def to_duration(run: Any, source: Any) -> Any:
    return _required(read_duration(source), source, "duration") if type(source) is str else source


@builtin("years and months duration", "from:date|date and time, to:date|date and time")
def months_between(run: Any, start: Any, end: Any) -> MonthsDuration:
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return MonthsDuration(months)


@builtin("string", "from:any")
def to_string(run: Any, source: Any) -> str | None:
    return None if source is None else write(source, run)


@builtin("number", "from:string", "from:number")
def to_number_plain(run: Any, source: Any) -> Decimal:
    return _read_number(source) if type(source) is str else source


@builtin("number", "from:string, grouping separator:string?~, decimal separator:string?~")
def to_number(run: Any, source: str, grouping: str | None = None, point: str | None = None) -> Decimal:
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", ".") or (point and grouping == point):
        raise Null("argument", name="number", what="separator")
    text = source.replace(grouping, "") if grouping else source
    if point:
        text = text.replace(".", "\0").replace(point, ".") if point != "." else text
    return _read_number(text)


def _read_number(text: str) -> Decimal:
    if len(text) > 10_000 or not _NUMBER.fullmatch(text):
        raise Null("invalid_text", text=text[:80], type="number")
    value = Decimal(text)
    if abs(value.adjusted()) > 6144:
        raise Null("out_of_range")
    return value


@builtin("not", "negand:any")
def negation(run: Any, negand: Any) -> bool | None:
    return not negand if type(negand) is bool else None
