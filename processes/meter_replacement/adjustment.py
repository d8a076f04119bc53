"""How much gas and money an adjustment is: pure arithmetic, shown step by step, rounded once at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

DAYS_OF_A_MONTH = Decimal(30)
_HUNDRED = Decimal(100)
_CENT = Decimal("0.01")
_LITRE = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the sheet: what, by which formula, with which result."""

    label: str
    formula: str
    value: str


@dataclass(frozen=True, slots=True)
class Adjustment:
    """`volume` in m³ and `amount` in CNY, positive when the customer owes it, negative when it is given back."""

    volume: Decimal
    amount: Decimal
    steps: tuple[Step, ...]


class NothingToComputeWith(Exception):
    """A month, a day or a price is missing that the method needs."""


def by_error(*, volumes: Sequence[Decimal], error_percent: Decimal, price: Decimal) -> Adjustment:
    """A meter that ran wrong: what it registered, corrected by its error (supply contract, article 9 paragraph 1).

    An error of +5 % has shown 105 m³ for 100; of −100 % it has shown nothing, which no correction can undo.
    """
    if not volumes or error_percent <= -_HUNDRED:
        raise NothingToComputeWith
    registered = sum(volumes, Decimal(0))
    true = registered / (1 + error_percent / _HUNDRED)
    volume = true - registered
    months = " + ".join(_text(one) for one in volumes)
    steps = (
        Step("已计气量 m³", months, _text(registered)),
        Step("实际气量 m³", f"{_text(registered)} ÷ (1 + {_text(error_percent)}%)", _text(true.quantize(_LITRE))),
        Step("退补气量 m³", f"{_text(true.quantize(_LITRE))} − {_text(registered)}", _text(volume.quantize(_LITRE))),
    )
    return _priced(volume, price, steps)


def by_comparison(*, volumes: Sequence[Decimal], days: int, registered: Decimal, price: Decimal) -> Adjustment:
    """A meter that stood still: the compared months' daily volume for the days it stood (paragraphs 2 and 3)."""
    if not volumes or days <= 0:
        raise NothingToComputeWith
    daily = sum(volumes, Decimal(0)) / (len(volumes) * DAYS_OF_A_MONTH)
    expected = daily * days
    volume = expected - registered
    months = " + ".join(_text(one) for one in volumes)
    steps = (
        Step("日均气量 m³", f"({months}) ÷ ({len(volumes)} × {DAYS_OF_A_MONTH})", _text(daily.quantize(_LITRE))),
        Step("应计气量 m³", f"日均 × {days} 天", _text(expected.quantize(_LITRE))),
        Step("退补气量 m³", f"应计 − 已计 {_text(registered)}", _text(volume.quantize(_LITRE))),
    )
    return _priced(volume, price, steps)


def none_due() -> Adjustment:
    """Within the tolerance, or not a matter of this sheet."""
    return Adjustment(Decimal(0), Decimal("0.00"), (Step("退补", "按规则不退补", "0"),))


def _priced(volume: Decimal, price: Decimal, steps: tuple[Step, ...]) -> Adjustment:
    if price <= 0:
        raise NothingToComputeWith
    amount = (volume * price).quantize(_CENT, ROUND_HALF_UP)
    last = Step("退补金额 元", f"退补气量 × {_text(price)} 元/m³，四舍五入到分", _text(amount))
    return Adjustment(volume.quantize(_LITRE), amount, (*steps, last))


def _text(number: Decimal) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
