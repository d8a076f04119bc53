"""What is owed, in parts: each with its day, its amount and a notice number of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


def agreed(seen: Mapping[str, Any], amount: Decimal) -> Sequence[Mapping[str, Any]]:
    """The parts as they were agreed: all at once, equal ones by their number, or the ones that were listed."""
    if seen["payment_mode"] != "instalments":
        return [{"due_on": seen["full_due_on"], "amount": amount}]
    if listed := seen.get("parts"):
        return list(listed)
    count, first = seen.get("part_count"), seen.get("first_due_on")
    if not count or not first:
        raise NotWhole("请填期数与首期到期日，或逐期列出。")
    every = int(seen.get("every_days") or 30)
    return equal_parts(amount=amount, count=int(count), first_due=_day(first), every_days=every)


@dataclass(frozen=True, slots=True)
class Split:
    """A payment: what stays with its part, what goes on to which other one."""

    kept: Decimal
    surplus: Decimal
    next_notice_no: str


def split(
    *, paid: Decimal, notice_no: str, parts: Sequence[Mapping[str, Any]], received: Mapping[str, Decimal]
) -> Split:
    """What is beyond the part goes to the next one still owed, else to an earlier one; the last open one keeps it."""
    owed = {str(one["notice_no"]): Decimal(str(one["amount"])) - received[str(one["notice_no"])] for one in parts}
    names = list(owed)
    here = names.index(notice_no)
    others = [name for name in names[here + 1 :] + names[:here] if owed[name] > 0]
    surplus = paid - max(owed[notice_no], Decimal(0))
    if surplus <= 0 or not others:
        return Split(paid, Decimal(0), "")
    return Split(paid - surplus, surplus, others[0])


def _day(value: object) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])
