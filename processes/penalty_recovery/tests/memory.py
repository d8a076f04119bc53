"""The service tasks of penalty recovery as a scenario in memory sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from engine.service_tasks import BpmnError
from processes.penalty_recovery import instalments, services
from processes.penalty_recovery.sheet import period_of
from tests.scenarios.scenario import Thrown

Data = Mapping[str, Any]
KNOWN: dict[str, Any] = {
    "customer_id": 1, "customer_name": "海棠餐饮", "contact_phone": "13805510001", "category": "commercial",
    "credit_rating": "B", "site_id": 1, "site_address": "中山北路 118 号", "supply_point_id": 1, "meter_type": "皮膜",
    "meter_size": "G25", "meter_qmax": Decimal(40), "meter_id": 1, "last_reading": Decimal(3600), "earlier_cases": 0,
    "evidence": [], "repeated": False,
}  # fmt: skip
TARIFF = "气价文件（示例）（2026-01-01 起）"


def jobs() -> dict[str, Callable[[Data, Data, dt.datetime], Data]]:
    """By service task; the computations are the real ones."""

    def look_up(given: Data, seen: Data, now: dt.datetime) -> Data:
        if str(seen["lead_serial"]).startswith("NONE"):
            raise Thrown("LEAD_NOT_FOUND")
        return KNOWN

    def evidence(given: Data, seen: Data, now: dt.datetime) -> Data:
        known = list(seen.get("evidence") or [])
        added = [*(given.get("files") or []), *(given.get("things") or [])]
        return {"evidence": known + [{"no": len(known) + n} for n, _ in enumerate(added, start=1)]}

    received: dict[str, Decimal] = {}

    def record(given: Data, seen: Data, now: dt.datetime) -> Data:
        notice_no = str(seen["instalment"]["notice_no"])
        known = {str(one["notice_no"]): received.get(str(one["notice_no"]), Decimal(0)) for one in seen["instalments"]}
        paid = Decimal(str(seen["paid_amount"]))
        split = instalments.split(paid=paid, notice_no=notice_no, parts=seen["instalments"], received=known)
        received[notice_no] = total = known[notice_no] + split.kept
        state = "paid" if total >= Decimal(str(seen["instalment"]["amount"])) else "open"
        carried = {"instalment_surplus": split.surplus, "next_notice_no": split.next_notice_no}
        return {"instalment_received": total, "instalment_result": state} | carried

    return {
        "penalty_recovery.look_up": look_up,
        "penalty_recovery.open_case": lambda given, seen, now: {"case_id": 1, "case_no": "WZ-1"},
        "penalty_recovery.record_evidence": evidence,
        "penalty_recovery.gather": _gather,
        "penalty_recovery.compute": _really(services.compute),
        "penalty_recovery.post_charge": lambda given, seen, now: {"charge_no": "SF-1"},
        "penalty_recovery.cancel_charge": lambda given, seen, now: {"recovery_outcome": "withdrawn", "charge_no": None},
        "penalty_recovery.plan": _really(services.plan),
        "penalty_recovery.record_instalment": record,
        "penalty_recovery.propose_credit": lambda given, seen, now: {"credit_request_ids": [1]},
        "penalty_recovery.close_case": lambda given, seen, now: {},
    }


def _gather(given: Data, seen: Data, now: dt.datetime) -> Data:
    terms, began = seen["terms"], seen.get("began_on")
    first, last = period_of(
        began_on=dt.date.fromisoformat(str(began)[:10]) if began else None,
        ended_on=dt.date.fromisoformat(str(seen["ended_on"])[:10]),
        default_days=int(terms["default_days"]),
    )
    days = (last - first).days + 1
    price = {"from": str(first), "until": str(last), "days": days, "price": Decimal("3.86"), "citation": TARIFF}
    return {
        "first_day": str(first), "last_day": str(last), "days": days, "period_source": "现场认定", "prices": [price],
        "billed_volume": Decimal(400), "billed_source": "账务", "appliances": [],
        "hours_per_day": terms["hours_per_day"],
        "before_volume": Decimal(3600), "before_days": 120, "year_ago_volume": Decimal(1800), "year_ago_days": days,
        "multiple": terms["multiple"], "violation_clause": terms["clause"],
    }  # fmt: skip


def _really(task: Callable[[dict[str, Any], Any], Data]) -> Callable[[Data, Data, dt.datetime], Data]:
    def run(given: Data, seen: Data, now: dt.datetime) -> Data:
        try:
            return task(dict(given), SimpleNamespace(variables=seen))
        except BpmnError as refusal:
            raise Thrown(refusal.code) from refusal

    return run
