"""Numeric functions."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)
from typing import Any

from bpmn.feel.functions.signature import builtin
from bpmn.feel.numbers import DIGITS, whole
from bpmn.feel.problems import Null
from bpmn.feel.temporal import DaysDuration, MonthsDuration

SCALE_MIN, SCALE_MAX = -6111, 6176


def _rounded(value: Decimal, scale: Decimal | None, rounding: str) -> Decimal:
    places = 0 if scale is None else whole(scale.to_integral_value(ROUND_DOWN))
    if places is None or not SCALE_MIN <= places <= SCALE_MAX:
        raise Null("out_of_range")
    exponent = -places
    own = value.as_tuple().exponent
    if isinstance(own, int) and own >= exponent:
        return value
    if value.adjusted() < exponent - 1:
        return _tiny(value, exponent, rounding)
    try:
        return value.quantize(Decimal((0, (1,), exponent)), rounding=rounding, context=DIGITS)
    except DecimalException:
        raise Null("out_of_range") from None


def _tiny(value: Decimal, exponent: int, rounding: str) -> Decimal:
    unit = Decimal((0, (1,), exponent))
    if value and (
        rounding == ROUND_UP or (rounding == ROUND_CEILING and value > 0) or (rounding == ROUND_FLOOR and value < 0)
    ):
        return unit.copy_sign(value)
    return Decimal(0)


def _registers(name: str, rounding: str, signature: str) -> None:
    @builtin(name, signature)
    def round_number(run: Any, n: Decimal, scale: Decimal | None = None) -> Decimal:
        return _rounded(n, scale, rounding)


_registers("decimal", ROUND_HALF_EVEN, "n:number, scale:number")
_registers("floor", ROUND_FLOOR, "n:number, scale:number?")
_registers("ceiling", ROUND_CEILING, "n:number, scale:number?")
_registers("round up", ROUND_UP, "n:number, scale:number")
_registers("round down", ROUND_DOWN, "n:number, scale:number")
_registers("round half up", ROUND_HALF_UP, "n:number, scale:number")
_registers("round half down", ROUND_HALF_DOWN, "n:number, scale:number")


@builtin("abs", "n:number", "n:days and time duration|years and months duration")
def absolute(run: Any, n: Any) -> Any:
    if isinstance(n, DaysDuration):
        return DaysDuration(abs(n.nanos))
    if isinstance(n, MonthsDuration):
        return MonthsDuration(abs(n.months))
    return abs(n)


@builtin("modulo", "dividend:number, divisor:number")
def modulo(run: Any, dividend: Decimal, divisor: Decimal) -> Decimal:
    if not divisor:
        raise Null("division_by_zero")
    try:
        rest = DIGITS.remainder(dividend, divisor)
    except DecimalException:
        raise Null("out_of_range") from None
    return DIGITS.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


@builtin("sqrt", "number:number")
def square_root(run: Any, number: Decimal) -> Decimal:
    if number < 0:
        raise Null("argument", name="sqrt", what="number")
    return DIGITS.sqrt(number)


@builtin("log", "number:number")
def logarithm(run: Any, number: Decimal) -> Decimal:
    if number <= 0:
        raise Null("argument", name="log", what="number")
    return DIGITS.ln(number)


@builtin("exp", "number:number")
def exponential(run: Any, number: Decimal) -> Decimal:
    if number > 14_200:
        raise Null("out_of_range")
    return DIGITS.exp(number)


def _parity(number: Decimal) -> Decimal:
    if number.adjusted() > 33 and isinstance(exponent := number.as_tuple().exponent, int) and exponent > 0:
        return Decimal(0)
    return abs(number) % 2 if number.adjusted() < 28 else DIGITS.remainder(abs(number), Decimal(2))


@builtin("odd", "number:number")
def odd(run: Any, number: Decimal) -> bool:
    return _parity(number) == 1


@builtin("even", "number:number")
def even(run: Any, number: Decimal) -> bool:
    return _parity(number) == 0
