"""The service tasks of a request for access as a scenario in memory sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

Data = Mapping[str, Any]


def jobs() -> dict[str, Callable[[Data, Data, dt.datetime], Data]]:
    """By service task."""

    def opened(given: Data, seen: Data, now: dt.datetime) -> Data:
        told = {"grant_id": 1, "sensitivity": "contact", "access_rows": 1, "asker": "customer_service"}
        more = {"asker_unit": "same", "access_title": "海棠餐饮", "access_fields_text": "联系电话"}
        ends = {"access_ends_at": (now + dt.timedelta(days=7)).isoformat()}
        return told | more | ends | {name: seen[name] for name in ("sensitivity", "access_rows") if seen.get(name)}

    def nothing(given: Data, seen: Data, now: dt.datetime) -> Data:
        return {}

    quiet = ("record_decision", "grant", "close", "end", "lend", "take_back")
    return {"data_access.open_request": opened} | {f"data_access.{name}": nothing for name in quiet}
