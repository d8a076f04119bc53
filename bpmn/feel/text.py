"""Any value as the text that string() and string concatenation give."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bpmn.feel.numbers import write_number
from bpmn.feel.temporal_text import write_temporal
from bpmn.feel.values import PLAIN, Range


def write(value: Any, run: Any, *, nested: bool = False) -> str:
    """The text of a value; strings inside lists and contexts are quoted."""
    if type(value) is str:
        return quoted(value) if nested else value
    if value is None or type(value) is bool:
        return {None: "null", True: "true", False: "false"}[value]
    if type(value) is Decimal:
        return write_number(value)
    run.charge(1)
    return _write_structure(value, run)


def _write_structure(value: Any, run: Any) -> str:
    if type(value) is list:
        return f"[{', '.join(write(item, run, nested=True) for item in value)}]"
    if type(value) is dict:
        inside = ", ".join(f"{_key(key)}: {write(item, run, nested=True)}" for key, item in value.items())
        return "{" + inside + "}"
    if type(value) is Range:
        return _write_range(value, run)
    if type(value) in PLAIN and not hasattr(value, "call"):
        return write_temporal(value)
    return "function"


def _write_range(value: Range, run: Any) -> str:
    if value.unary:
        if value.low is None:
            return f"{'<=' if value.high_closed else '<'}{write(value.high, run, nested=True)}"
        op = "=" if value.high is not None else ">=" if value.low_closed else ">"
        return f"{op}{write(value.low, run, nested=True)}"
    ends = f"{write(value.low, run, nested=True)}..{write(value.high, run, nested=True)}"
    return f"{'[' if value.low_closed else '('}{ends}{']' if value.high_closed else ')'}"


def quoted(text: str) -> str:
    """A string as a literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key(key: str) -> str:
    return key if key.replace(" ", "").isalnum() else quoted(key)
