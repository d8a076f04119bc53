"""The service tasks of a capacity change as a scenario in memory sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from tests.scenarios.scenario import Thrown

Data = Mapping[str, Any]
SUPPLY: dict[str, Any] = {
    "capacity_no": "ZR-1", "supply_point_id": 1, "site_id": 1, "customer_id": 1, "customer_name": "海棠餐饮",
    "site_address": "中山北路 118 号", "meter_type": "皮膜", "meter_size": "G25", "present_appliances": [],
}  # fmt: skip


def jobs() -> dict[str, Callable[[Data, Data, dt.datetime], Data]]:
    """By service task."""

    def find_supply(given: Data, seen: Data, now: dt.datetime) -> Data:
        if str(seen["meter_serial"]).startswith("NONE"):
            raise Thrown("METER_NOT_FOUND")
        return SUPPLY

    def record_fee(given: Data, seen: Data, now: dt.datetime) -> Data:
        due = seen.get("fee_balance") or seen["fee_total"]
        return {"fee_balance": due - Decimal(str(seen["paid_amount"]))}

    def nothing(given: Data, seen: Data, now: dt.datetime) -> Data:
        return {}

    return {
        "capacity_change.find_supply": find_supply,
        "capacity_change.post_fee": lambda given, seen, now: {"charge_no": "SF-1"},
        "capacity_change.record_fee": record_fee,
        "capacity_change.cancel_fee": nothing,
        "capacity_change.credit_fee": lambda given, seen, now: {"credited": seen["fee_total"]},
        "capacity_change.register": lambda given, seen, now: {"contract_no": "HT-1"},
    }
