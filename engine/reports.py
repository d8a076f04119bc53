"""Monthly tables that processes offer: registered beside their service tasks, shown and exported by the one road."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine import clock
from engine.clock import in_china
from engine.refusals import BothLanguages, Invalid, NotFound
from engine.service_tasks import all_registered
from people.actors import Actor

Row = Mapping[str, Any]
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: text, or a number that the chart may draw and the last line may sum up."""

    key: str
    zh: str
    en: str
    number: bool = False
    summed: bool = False
    charted: bool = False
    alarming: bool = False
    """A number above zero is bad news."""


@dataclass(frozen=True, slots=True)
class Report:
    """A month's table of one process; `read` gives the rows that the actor may see of a month like 2026-11."""

    key: str
    definition: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    columns: Sequence[Column]
    read: Callable[[str, Actor], Sequence[Row]]


_registered: dict[str, Report] = {}


def monthly_report(report: Report) -> Report:
    """The same report, from now on known by its key."""
    _registered[report.key] = report
    return report


def reports() -> list[Report]:
    """Every report that this installation's processes offer, by key."""
    all_registered()  # the processes' modules are loaded with their service tasks
    return [_registered[key] for key in sorted(_registered)]


def report_named(key: str) -> Report:
    """The report of that key."""
    for report in reports():
        if report.key == key:
            return report
    raise NotFound(thing=BothLanguages("报表", "The report"))


def read_report(report: Report, *, month: str, actor: Actor) -> tuple[str, list[Row], Row]:
    """The month (this one when empty), its rows, and the sums of the columns that have one."""
    month = month or f"{in_china(clock.now()):%Y-%m}"
    if not _MONTH.fullmatch(month):
        raise Invalid(
            what=BothLanguages(f"月份形如 2026-11：{month[:20]}", f"a month looks like 2026-11: {month[:20]}")
        )
    rows = list(report.read(month, actor))
    sums = {
        column.key: sum((Decimal(str(row[column.key])) for row in rows), Decimal(0))
        for column in report.columns
        if column.summed
    }
    return month, rows, sums
