"""Ranges from their text, for the function range()."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bpmn.feel.cursor import Names
from bpmn.feel.problems import FeelSyntax, Null
from bpmn.feel.temporal_text import read_date, read_date_time, read_duration, read_time
from bpmn.feel.tree import AtLiteral, Call, Literal, Name, Negate, Node, RangeOf
from bpmn.feel.values import Range, kind, less

_READERS = {"date": read_date, "time": read_time, "date and time": read_date_time, "duration": read_duration}


def read_range(text: str) -> Range:
    """The range of "[1..5)"; its ends are literals; raises Null."""
    from bpmn.feel.grammar import parse

    refusal = Null("invalid_text", text=text[:80], type="range")
    try:
        node = parse(text, Names(("date and time",)))
    except FeelSyntax:
        raise refusal from None
    if not isinstance(node, RangeOf) or text.strip()[:1] not in ("[", "(", "]"):
        raise refusal
    low, high = (_end(end, refusal) for end in (node.low, node.high))
    if low is None and high is None:
        raise refusal
    if low is not None and high is not None and (kind(low) != kind(high) or less(high, low) is not False):
        raise refusal
    if (low is None and node.low_closed) or (high is None and node.high_closed):
        raise refusal
    return Range(low, high, node.low_closed, node.high_closed)


def _end(node: Node | None, refusal: Null) -> Any:
    if node is None:
        return None
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Negate) and isinstance(node.operand, Literal) and type(node.operand.value) is Decimal:
        return -node.operand.value
    text = _temporal(node)
    reader = _READERS.get(text[0])
    value = reader(text[1]) if reader else None
    if value is None:
        raise refusal
    return value


def _temporal(node: Node) -> tuple[str, str]:
    if isinstance(node, AtLiteral):
        from bpmn.feel.temporal_text import read_temporal

        value = read_temporal(node.text)
        of = kind(value)
        return ("duration" if "duration" in of else of), node.text
    if isinstance(node, Call) and isinstance(node.function, Name) and len(node.positional) == 1:
        argument = node.positional[0]
        if isinstance(argument, Literal) and type(argument.value) is str:
            return node.function.name, argument.value
    return "", ""
