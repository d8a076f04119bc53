"""What time it is: one place, so that tests may live in another time."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

_CHINA = ZoneInfo("Asia/Shanghai")
_ahead = dt.timedelta()


def now() -> dt.datetime:
    """The current moment as an aware datetime in UTC, moved by what `move_to` says."""
    return dt.datetime.now(dt.UTC) + _ahead


def in_china(moment: dt.datetime) -> dt.datetime:
    """The same moment as diagrams and decisions see it, so that its date is the company's today."""
    return moment.astimezone(_CHINA)


def move_to(moment: dt.datetime) -> None:
    """From now on it is this moment and time goes on from there (tests and simulations only)."""
    global _ahead
    _ahead = moment - dt.datetime.now(dt.UTC)


def be_real() -> None:
    """The time is the machine's again."""
    global _ahead
    _ahead = dt.timedelta()


def seconds(number: float) -> dt.timedelta:
    """A duration."""
    return dt.timedelta(seconds=number)
