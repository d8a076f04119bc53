"""Business keys by a definition's rule, such as `BZ-{year}-{number:06d}`."""

from __future__ import annotations

import datetime as dt
import re

DEFAULT = "{key}-{year}-{number:06d}"
_PART = re.compile(r"\{(key|year|month|day|number)(?::0?(\d{1,2})d)?\}")
LONGEST = 200


class BadRule(ValueError):
    """A rule with braces that name none of key, year, month, day, number."""


def business_key(rule: str, *, key: str, number: int, on: dt.date) -> str:
    """The rule filled in; raises `BadRule`. Only these parts are read: a designer's text is never a format string."""
    rule = rule or DEFAULT
    if set(_PART.sub("", rule)) & set("{}") or len(rule) > LONGEST:
        raise BadRule(rule)
    values = {
        "key": key,
        "year": f"{on.year}",
        "month": f"{on.month:02d}",
        "day": f"{on.day:02d}",
        "number": f"{number}",
    }
    return _PART.sub(lambda m: values[m[1]].zfill(int(m[2] or 0)), rule)
