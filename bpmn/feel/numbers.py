"""Arithmetic on decimals of 34 digits."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow

from bpmn.feel.problems import Null

DIGITS = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[InvalidOperation, DivisionByZero, Overflow]
)
WHOLE_LIMIT = 10**18


def power(left: Decimal, right: Decimal) -> Decimal:
    """left to the power of right."""
    try:
        return DIGITS.power(left, right)
    except DecimalException:
        raise Null("out_of_range") from None


def whole(value: Decimal) -> int | None:
    """The integer that a number is, or None where it has a fraction or is huge."""
    if abs(value) > WHOLE_LIMIT:
        return None
    number = int(value)
    return number if number == value else None


def write_number(value: Decimal) -> str:
    """The digits of a number without an exponent."""
    text = format(value, "f")
    if value == 0:
        text = text.lstrip("-")
    return text
