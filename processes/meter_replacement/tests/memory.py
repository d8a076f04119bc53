"""The service tasks of meter replacement as a scenario in memory sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from engine.service_tasks import BpmnError
from processes.meter_replacement.services import compute
from tests.scenarios.scenario import Thrown

Data = Mapping[str, Any]
INSTALLED: dict[str, Any] = {
    "replacement_no": "HB-1", "installation_id": 1, "meter_id": 1, "supply_point_id": 1, "customer_id": 1,
    "customer_name": "海棠餐饮", "contact_phone": "13805510001", "category": "commercial",
    "site_address": "中山北路 118 号", "meter_type": "皮膜", "meter_size": "G25", "wanted_type": "皮膜",
    "wanted_size": "G25", "last_reading": 10230, "last_read_on": "2026-10-31",
}  # fmt: skip
MONTHS = [{"month": f"2026-{month:02d}", "volume": Decimal(900 + month)} for month in (10, 9, 8, 7)]


def jobs() -> dict[str, Callable[[Data, Data, dt.datetime], Data]]:
    """By service task."""

    def look_up(given: Data, seen: Data, now: dt.datetime) -> Data:
        if str(seen["meter_serial"]).startswith("NONE"):
            raise Thrown("METER_NOT_FOUND")
        return INSTALLED

    def issue(given: Data, seen: Data, now: dt.datetime) -> Data:
        if str(seen["new_serial"]).startswith("WRONG"):
            raise Thrown("METER_NOT_FIT")
        return {"new_meter_id": 2, "new_meter_refusal": None}

    def result(given: Data, seen: Data, now: dt.datetime) -> Data:
        year_ago = [{"month": "2025-11", "volume": Decimal(1100)}] if seen["meter_serial"].endswith("Y") else []
        return {
            "recent_months": MONTHS, "last_year_months": year_ago, "last_year_known": bool(year_ago),
            "price": Decimal("3.65"),
        }  # fmt: skip

    def really_compute(given: Data, seen: Data, now: dt.datetime) -> Data:
        try:
            return compute(dict(given), SimpleNamespace(variables=seen))  # type: ignore[arg-type]
        except BpmnError as refusal:
            raise Thrown(refusal.code) from refusal

    def nothing(given: Data, seen: Data, now: dt.datetime) -> Data:
        return {}

    return {
        "meter_replacement.look_up": look_up,
        "meter_replacement.issue_new_meter": issue,
        "meter_replacement.swap": lambda given, seen, now: {"new_installation_id": 2},
        "meter_replacement.reverse": lambda given, seen, now: {"installation_id": 3},
        "meter_replacement.send_to_test": lambda given, seen, now: {"test_id": 1},
        "meter_replacement.record_result": result,
        "meter_replacement.compute": really_compute,
        "meter_replacement.post": lambda given, seen, now: {"charge_no": "SF-1"},
        "meter_replacement.dispose": nothing,
    }
