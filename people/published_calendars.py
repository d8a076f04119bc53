"""Working calendars as published, read from the data files beside this module."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "calendars_data" / "china.json"


@dataclass(frozen=True, slots=True)
class PublishedDay:
    """A holiday, or a weekend day that is worked."""

    day: dt.date
    is_working: bool
    name: str


@dataclass(frozen=True, slots=True)
class Published:
    """A published calendar: title, hours of a working day, days off the rule, where it is from."""

    title: str
    hours: list[list[str]]
    days: tuple[PublishedDay, ...]
    citation: str


@cache
def published() -> Published:
    """The calendar of the data file."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    days = [
        PublishedDay(day=dt.date.fromisoformat(day), is_working=kind == "working", name=holiday["name"])
        for year in data["years"]
        for holiday in year["holidays"]
        for kind in ("off", "working")
        for entry in holiday[kind]
        for day in _span(entry)
    ]
    citation = "\n".join(f"{year['year']}: {year['citation']}" for year in data["years"])
    return Published(title=data["title"], hours=data["hours"], days=tuple(days), citation=citation)


def _span(entry: str) -> list[str]:
    first, _, last = entry.partition("/")
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)
    return [(start + dt.timedelta(days=n)).isoformat() for n in range((end - start).days + 1)]
