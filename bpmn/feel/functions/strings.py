"""String functions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bpmn.feel.functions.signature import builtin
from bpmn.feel.problems import Null
from bpmn.feel.regex import compile_pattern


@builtin("substring", "string:string, start position:number, length:number?")
def substring(run: Any, string: str, start: Decimal, length: Decimal | None = None) -> str:
    first = int(start) if abs(start) < 10**9 else 0
    size = len(string)
    if first == 0 or abs(first) > size:
        raise Null("argument", name="substring", what="start position")
    begin = first - 1 if first > 0 else size + first
    if length is None:
        return string[begin:]
    if length < 1:
        raise Null("argument", name="substring", what="length")
    return string[begin : begin + int(min(length, Decimal(size)))]


@builtin("string length", "string:string")
def string_length(run: Any, string: str) -> Decimal:
    return Decimal(len(string))


@builtin("upper case", "string:string")
def upper_case(run: Any, string: str) -> str:
    run.charge(len(string) >> 4)
    return string.upper()


@builtin("lower case", "string:string")
def lower_case(run: Any, string: str) -> str:
    run.charge(len(string) >> 4)
    return string.lower()


@builtin("substring before", "string:string, match:string")
def substring_before(run: Any, string: str, match: str) -> str:
    before, found, _ = string.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after", "string:string, match:string")
def substring_after(run: Any, string: str, match: str) -> str:
    return string.partition(match)[2] if match else string


@builtin("contains", "string:string, match:string")
def contains(run: Any, string: str, match: str) -> bool:
    return match in string


@builtin("starts with", "string:string, match:string")
def starts_with(run: Any, string: str, match: str) -> bool:
    return string.startswith(match)


@builtin("ends with", "string:string, match:string")
def ends_with(run: Any, string: str, match: str) -> bool:
    return string.endswith(match)


@builtin("matches", "input:string, pattern:string, flags:string?~")
def matches(run: Any, string: str, pattern: str, flags: str | None = None) -> bool:
    return compile_pattern(run, pattern, flags or "").search(run, string, 0) is not None


@builtin("replace", "input:string, pattern:string, replacement:string, flags:string?~")
def replace(run: Any, string: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    return compile_pattern(run, pattern, flags or "").replace(run, string, replacement)


@builtin("split", "string:string, delimiter:string")
def split(run: Any, string: str, delimiter: str) -> list[str]:
    parts = compile_pattern(run, delimiter, "").split(run, string)
    run.charge(len(parts))
    return parts


@builtin("string join", "list:list, delimiter:string?~", "list:list, delimiter:string~, prefix:string~, suffix:string~")
def string_join(
    run: Any, items: list[Any], delimiter: str | None = None, prefix: str | None = None, suffix: str | None = None
) -> str:
    if any(item is not None and type(item) is not str for item in items):
        raise Null("argument", name="string join", what="list")
    run.charge(len(items))
    texts = [item for item in items if item is not None]
    run.charge((sum(map(len, texts)) + len(delimiter or "") * len(texts)) >> 4)
    return f"{prefix or ''}{(delimiter or '').join(texts)}{suffix or ''}"
