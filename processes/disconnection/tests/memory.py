"""The service tasks of a disconnection as a scenario in memory sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from engine.service_tasks import BpmnError
from processes.disconnection.services import compute
from tests.scenarios.scenario import Thrown

Data = Mapping[str, Any]
ACCOUNT: dict[str, Any] = {
    "disconnection_no": "XH-1", "installation_id": 1, "meter_id": 1, "supply_point_id": 1, "site_id": 1,
    "customer_id": 1, "customer_name": "海棠餐饮", "site_address": "中山北路 118 号", "category": "commercial",
    "last_reading": 3630, "billed_reading": Decimal(3600), "price": Decimal("3.86"),
}  # fmt: skip


def jobs() -> dict[str, Callable[[Data, Data, dt.datetime], Data]]:
    """By service task."""

    def find_account(given: Data, seen: Data, now: dt.datetime) -> Data:
        if str(seen["meter_serial"]).startswith("NONE"):
            raise Thrown("METER_NOT_FOUND")
        return ACCOUNT | {"arrears": Decimal(500) if seen["meter_serial"].endswith(("OWES", "102")) else Decimal(0)}

    def record_payment(given: Data, seen: Data, now: dt.datetime) -> Data:
        rest = Decimal(seen.get("settlement_balance") or seen["arrears"]) - Decimal(str(seen["paid_amount"]))
        return {"arrears": rest, "settlement_balance": rest}

    def really_compute(given: Data, seen: Data, now: dt.datetime) -> Data:
        try:
            return compute(dict(given), SimpleNamespace(variables=seen))  # type: ignore[arg-type]
        except BpmnError as refusal:
            raise Thrown(refusal.code) from refusal

    def nothing(given: Data, seen: Data, now: dt.datetime) -> Data:
        return {}

    closed = {"closed_what": "合同、账户与客户已销户", "keep_until": "2056-11-23", "volume_no": "AJ-1"}
    return {
        "disconnection.find_account": find_account,
        "disconnection.record_payment": record_payment,
        "disconnection.remove_meter": nothing,
        "disconnection.store_meter": nothing,
        "disconnection.compute": really_compute,
        "disconnection.post": nothing,
        "disconnection.record_refund": lambda given, seen, now: {"arrears": Decimal(0)},
        "disconnection.close": lambda given, seen, now: closed,
    }
