"""What is owed, in parts: each with its day, its amount and a notice number of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Any

CENT = Decimal("0.01")


class NotWhole(Exception):
    """The parts are not the whole, in Chinese."""


def equal_parts(*, amount: Decimal, count: int, first_due: dt.date, every_days: int = 30) -> list[dict[str, Any]]:
    """`count` parts that differ by less than a cent times their number; the last one takes the rest."""
    part = (amount / count).quantize(CENT, ROUND_DOWN)
    amounts = [part] * (count - 1) + [amount - part * (count - 1)]
    return [
        {"due_on": (first_due + dt.timedelta(days=every_days * number)).isoformat(), "amount": one}
        for number, one in enumerate(amounts)
    ]


def numbered(*, parts: Sequence[Mapping[str, Any]], amount: Decimal, notice_no: str) -> list[dict[str, Any]]:
    """The parts in the order of their days, numbered after the notice; raises NotWhole unless they sum to `amount`."""
    amounts = [Decimal(str(one["amount"])) for one in parts]
    if not parts or any(one <= 0 for one in amounts):
        raise NotWhole("每期金额须大于 0。")
    if sum(amounts) != amount:
        raise NotWhole(f"各期合计 {sum(amounts)} 元，应为 {amount} 元。")
    ordered = sorted(parts, key=lambda one: str(one["due_on"]))
    return [
        {"no": number, "notice_no": notice_no if len(parts) == 1 else f"{notice_no}-{number}",
         "due_on": str(one["due_on"])[:10], "amount": Decimal(str(one["amount"]))}
        for number, one in enumerate(ordered, start=1)
    ]  # fmt: skip
