"""What users of Camunda expect beyond the standard; known in the dialect "camunda" alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bpmn.feel.functions.lists import distinct_values
from bpmn.feel.functions.signature import BUILTINS, Builtin, builtin
from bpmn.feel.numbers import whole
from bpmn.feel.problems import Null
from bpmn.feel.regex import compile_pattern
from bpmn.feel.temporal import DATE_TIMES, date_of, make_date, month_days
from bpmn.feel.text import write
from bpmn.feel.values import equal

EXTRAS: dict[str, Builtin] = {}


@builtin("get or else", "value:any, default:any", among=EXTRAS)
def get_or_else(run: Any, value: Any, default: Any) -> Any:
    return default if value is None else value


@builtin("is defined", "value:any", among=EXTRAS)
def is_defined(run: Any, value: Any) -> bool:
    return value is not None


@builtin("assert", "value:any, condition:any, cause:string?", among=EXTRAS)
def assert_value(run: Any, value: Any, condition: Any, cause: str | None = None) -> Any:
    if condition is not True:
        raise Null("assert_failed", why=cause or "")
    return value


@builtin("is empty", "list:list", among=EXTRAS)
def is_empty(run: Any, items: list[Any]) -> bool:
    return not items


@builtin("is blank", "string:string", among=EXTRAS)
def is_blank(run: Any, string: str) -> bool:
    return not string.strip()


@builtin("trim", "string:string", among=EXTRAS)
def trim(run: Any, string: str) -> str:
    return string.strip()


@builtin("duplicate values", "list:list", among=EXTRAS)
def duplicate_values(run: Any, items: list[Any]) -> list[Any]:
    run.charge(len(items))
    later = [
        item for at, item in enumerate(items) if any(equal(item, other, _paid(run)) is True for other in items[:at])
    ]
    return distinct_values(run, later)


def _paid(run: Any) -> Any:
    run.charge(1)
    return run


@builtin("partition", "list:list, size:number", among=EXTRAS)
def partition(run: Any, items: list[Any], size: Decimal) -> list[list[Any]]:
    width = whole(size)
    if width is None or width < 1:
        raise Null("argument", name="partition", what="size")
    run.charge(len(items))
    return [items[at : at + width] for at in range(0, len(items), width)]


@builtin("extract", "string:string, pattern:string", among=EXTRAS)
def extract(run: Any, string: str, pattern: str) -> list[str]:
    found = compile_pattern(run, pattern, "").all(run, string)
    return [string[start:end] for start, end in found]


@builtin("last day of month", "date:date|date and time", among=EXTRAS)
def last_day_of_month(run: Any, value: Any) -> Any:
    day = date_of(value) if isinstance(value, DATE_TIMES) else value
    return make_date(day.year, day.month, month_days(day.year, day.month))


@builtin("cycle", "repetitions:number~, interval:days and time duration|years and months duration", among=EXTRAS)
def cycle(run: Any, repetitions: Decimal | None, interval: Any) -> str:
    times = None if repetitions is None else whole(repetitions)
    if repetitions is not None and (times is None or times < 1):
        raise Null("argument", name="cycle", what="repetitions")
    return f"R{times or ''}/{write(interval, run)}"


@builtin("cycle", "interval:days and time duration|years and months duration", among=EXTRAS)
def endless_cycle(run: Any, interval: Any) -> str:
    return f"R/{write(interval, run)}"


CAMUNDA: dict[str, Builtin] = {**BUILTINS, **EXTRAS}
