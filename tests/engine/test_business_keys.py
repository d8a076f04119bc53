"""A rule is read, never formatted."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.business_keys import BadRule, business_key

DAY = dt.date(2026, 3, 7)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("BZ-{year}-{number:06d}", "BZ-2026-000042"),
        ("{key}/{month}{day}/{number}", "installation/0307/42"),
        ("", "installation-2026-000042"),
        ("固定", "固定"),
    ],
)
def test_a_rule_is_filled_in(rule, expected):
    assert business_key(rule, key="installation", number=42, on=DAY) == expected


@pytest.mark.parametrize("rule", ["{number:0999999999d}", "{year.x}", "{key!r}", "{0}", "{", "}", "{other}", "x" * 201])
def test_anything_else_in_braces_is_refused(rule):
    with pytest.raises(BadRule):
        business_key(rule, key="installation", number=42, on=DAY)
