"""Which department answers for a complaint, and how soon."""

from __future__ import annotations

import pytest

from engine.runtime import kernel
from processes.complaint.tests.stories import complaint


@pytest.mark.parametrize(
    ("kind", "channel", "department", "level", "days"),
    [
        ("billing", "hotline", "营业收费部", "一般", 5),
        ("service", "counter", "客服部", "一般", 5),
        ("other", "letter", "客服部", "一般", 5),
        ("supply", "web", "调度中心", "重要", 2),
        ("construction", "media", "工程部", "重要", 2),
        ("metering", "regulator", "计量部", "重要", 2),
        ("safety", "regulator", "安全部", "紧急", 1),
    ],
)
def test_classification(kind, channel, department, level, days):
    seen = complaint(kernel, complaint_kind=kind, channel=channel, channel_no="1").variables()
    assert (seen["department"]["name"], seen["limit"]["level"]) == (department, level)
    assert (seen["due_at"] - seen["received_at"]).days == days
