"""Ranges from their text, for the function range()."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from bpmn.feel.cursor import Names
from bpmn.feel.grammar import parse
from bpmn.feel.problems import FeelSyntax, Null
from bpmn.feel.temporal_text import read_date, read_date_time, read_duration, read_temporal, read_time
from bpmn.feel.tree import AtLiteral, Call, Literal, Name, Negate, Node, RangeOf
from bpmn.feel.values import Range, kind, less, order_key

_READERS = {"date": read_date, "time": read_time, "date and time": read_date_time, "duration": read_duration}
_WITHOUT_START = re.compile(r"\s*[(\]]\s*\.\.(.+)([\])\[])\s*", re.DOTALL)
_WITHOUT_END = re.compile(r"\s*([\[(\]])(.+)\.\.\s*[)\[]\s*", re.DOTALL)


def read_range(text: str) -> Range:
    """The range of "[1..5)", "(..5]" or "[1..)", its ends literals; raises Null."""
    try:
        span = _without_start(text) or _without_end(text) or _with_both(text)
    except FeelSyntax:
        span = None
    if span is None:
        raise Null("invalid_text", text=text[:80], type="range")
    return span


def _without_start(text: str) -> Range | None:
    match = _WITHOUT_START.fullmatch(text)
    end = _end(_parsed(match[1])) if match else None
    return Range(None, end, False, match[2] == "]", unary=True) if match and order_key(end) is not None else None


def _without_end(text: str) -> Range | None:
    match = _WITHOUT_END.fullmatch(text)
    start = _end(_parsed(match[2])) if match else None
    return Range(start, None, match[1] == "[", False, unary=True) if match and order_key(start) is not None else None


def _with_both(text: str) -> Range | None:
    node = _parsed(text)
    if not isinstance(node, RangeOf) or node.unary or node.low is None or node.high is None:
        return None
    low, high = _end(node.low), _end(node.high)
    if kind(low) != kind(high) or order_key(low) is None or less(high, low) is not False:
        return None
    return Range(low, high, node.low_closed, node.high_closed)


def _parsed(text: str) -> Node:
    return parse(text, Names(("date and time",)))


def _end(node: Node) -> Any:
    """The value of a literal end; None for anything else."""
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, AtLiteral):
        return read_temporal(node.text)
    if isinstance(node, Negate):
        value = _end(node.operand)
        return -value if type(value) is Decimal else None
    if isinstance(node, Call) and isinstance(node.function, Name) and len(node.positional) == 1:
        argument, reader = node.positional[0], _READERS.get(node.function.name)
        if reader and isinstance(argument, Literal) and type(argument.value) is str:
            return reader(argument.value)
    return None
