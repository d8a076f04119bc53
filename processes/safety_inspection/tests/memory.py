"""The service tasks of a safety inspection as a scenario in memory sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from tests.scenarios.scenario import Thrown

Data = Mapping[str, Any]
POINTS: list[dict[str, Any]] = [
    {
        "supply_point_id": number, "supply_point_no": f"GQ-{number}", "customer_name": f"商户 {number}",
        "contact_phone": "13805510001", "site_address": f"中山北路 {number} 号", "installation_id": number,
        "meter_serial": f"AL000{number}", "last_reading": 100,
    }
    for number in (1, 2, 3)
]  # fmt: skip


def jobs() -> dict[str, Callable[[Data, Data, dt.datetime], Data]]:
    """By service task."""

    def list_points(given: Data, seen: Data, now: dt.datetime) -> Data:
        if "无" in seen["area"]:
            raise Thrown("NO_SUPPLY_POINT")
        return {"inspection_no": "AJ-1", "points": POINTS, "point_count": len(POINTS)}

    def record_readings(given: Data, seen: Data, now: dt.datetime) -> Data:
        taken = [one for one in seen["records"] if one["visit_result"] == "inspected"]
        return {"readings_recorded": len(taken), "readings_refused": []}

    return {"safety_inspection.list_points": list_points, "safety_inspection.record_readings": record_readings}
