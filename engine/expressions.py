"""The few FEEL expressions that the shell itself evaluates: titles, subjects, business keys."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from bpmn.feel import FeelBudget, FeelSyntax, compile_expression
from engine import clock

logger = logging.getLogger(__name__)


@lru_cache(maxsize=2_000)
def _compiled(source: str) -> Any:
    return compile_expression(source.removeprefix("="))


def value_of(source: str, variables: Mapping[str, Any]) -> Any:
    """What the expression gives; its own text without "=", None when it cannot be evaluated."""
    if not source.startswith("="):
        return source
    try:
        return _compiled(source).evaluate(variables, now=clock.in_china(clock.now()))
    except (FeelSyntax, FeelBudget, ArithmeticError, LookupError, TypeError, ValueError) as problem:
        logger.warning("expression %r gives nothing: %s", source, problem)
        return None


def text_of(source: str, variables: Mapping[str, Any]) -> str:
    """What the expression gives as text; "" when it gives nothing or cannot be evaluated."""
    value = value_of(source, variables)
    return "" if value is None else str(value)[:400]
