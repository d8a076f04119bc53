"""The service tasks as a scenario in memory sees them: what they give back, nothing of registers or paper."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Mapping
from decimal import Decimal
from itertools import count
from typing import Any

from tests.scenarios.scenario import PROCESSES, Job, Scenario, Thrown

Data = Mapping[str, Any]
DINER: dict[str, Any] = {
    "channel": "counter", "customer_name": "海棠餐饮", "category": "commercial", "contact_name": "王建国",
    "contact_phone": "13805510001", "site_address": "中山北路 118 号", "expected_monthly": 900,
    "appliances": [{"name": "炒菜灶", "rated_flow": 4.5, "quantity": 3}], "papers": ["licence"],
    "licence_no": "91340100MA2N0001XG",
}  # fmt: skip
MILL: dict[str, Any] = DINER | {
    "customer_name": "江城纺织", "category": "industrial",
    "appliances": [{"name": "锅炉", "rated_flow": 180, "quantity": 2}],
}  # fmt: skip
HAZARD: dict[str, Any] = {
    "customer_name": "海棠餐饮", "site_address": "中山北路 118 号", "hazard_kind": "ventilation",
    "hazard_place": "厨房",
    "hazard_description": "报警器未联动切断阀。",
}  # fmt: skip


def memory_jobs() -> dict[str, Job]:
    """A fresh set of them, with numbers of its own."""
    numbers = count(1)

    def render(given: Data, seen: Data, now: dt.datetime) -> Data:
        return {"document": {"id": "1", "number": f"{given['series']}-{next(numbers)}", "title": given["kind"]}}

    def register(given: Data, seen: Data, now: dt.datetime) -> Data:
        flow = sum(Decimal(str(a["rated_flow"])) * a["quantity"] for a in seen["appliances"])
        machines = sum(a["quantity"] for a in seen["appliances"])
        known = {"application_no": "BZ-1", "received_on": now.date().isoformat(), "rehearsal": False}
        return known | {"total_flow": flow, "appliance_count": machines}

    def issue_meter(given: Data, seen: Data, now: dt.datetime) -> Data:
        if seen["issued_size"] != seen["meter_size"]:
            raise Thrown("METER_NOT_FIT")
        return {}

    def record_payment(given: Data, seen: Data, now: dt.datetime) -> Data:
        received = Decimal(str(seen.get("fee_received") or 0)) + Decimal(str(seen["paid_amount"]))
        return {"fee_received": received, "fee_balance": max(seen["estimate_total"] - received, Decimal(0))}

    def nothing(given: Data, seen: Data, now: dt.datetime) -> Data:
        return {}

    def opened(given: Data, seen: Data, now: dt.datetime) -> Data:
        known = {"register": "registers_customer", "fields": ["phone"], "grade": "general", "proposer_unit": "same"}
        told = {"proposer": "customer_service", "record_title": "海棠餐饮", "fields_text": "联系电话", "conflicts": 0}
        told["request_count"] = seen.get("request_count", 1)
        later = {"effective_at": seen.get("effective_at") or now.isoformat(), "request_ids": [next(numbers)]}
        return known | told | later | {name: seen[name] for name in ("fields", "register", "grade") if seen.get(name)}

    def sum_up(given: Data, seen: Data, now: dt.datetime) -> Data:
        said = [one["decision"] for one in seen.get("signatures") or []] + [seen.get("manager_decision")]
        decision = "returned" if "return" in said else "refused" if "refuse" in said else "approved"
        return {"decision": decision, "return_reason": "请补充。" if decision == "returned" else ""}

    def apply_change(given: Data, seen: Data, now: dt.datetime) -> Data:
        all_of_it = next(applications) not in (seen.get("conflicting_rounds") or [])
        return {"applied_all": all_of_it, "return_reason": "" if all_of_it else "现值已变", "changed": []}

    applications = count(1)
    return {
        **of_the_folders(),
        "document.render": render,
        "data_change.open_proposal": opened,
        "data_change.propose_again": opened,
        "data_change.ask_reversal": opened,
        "data_change.record_decision": nothing,
        "data_change.sum_up": sum_up,
        "data_change.apply": apply_change,
        "data_change.withdraw": nothing,
        "installation.register_application": register,
        "installation.record_payment": record_payment,
        "installation.issue_meter": issue_meter,
        "installation.archive": nothing,
        "email.send": nothing,
        "sms.send": nothing,
        "notify.users": nothing,
        "notify.contact": nothing,
        "rectification.record_hazard": lambda given, seen, now: {"hazard_no": f"YH-{next(numbers)}"},
        "rectification.close_hazard": nothing,
    }


def of_the_folders() -> dict[str, Job]:
    """What every process's own `tests/memory.py` gives for its service tasks."""
    found: dict[str, Job] = {}
    for path in sorted(PROCESSES.glob("*/tests/memory.py")):
        found |= importlib.import_module(f"processes.{path.parents[1].name}.tests.memory").jobs()
    return found


def installation(runtime: Any, *, at: str | None = None, **variables: Any) -> Scenario:
    """A running installation; by default a diner's at the counter."""
    return Scenario("installation", runtime, memory_jobs(), at=at, **(DINER | variables))


def rectification(runtime: Any, **variables: Any) -> Scenario:
    """A running rectification of a hazard that an inspector reported."""
    return Scenario("rectification", runtime, memory_jobs(), **(HAZARD | variables))


def data_change(runtime: Any, **variables: Any) -> Scenario:
    """A running change: by default of a small customer's phone, proposed in its own branch."""
    proposal = {"request_ids": [1], "change_kind": "correction", "change_reason": "客户来函"}
    return Scenario("data_change", runtime, memory_jobs(), **(proposal | variables))
