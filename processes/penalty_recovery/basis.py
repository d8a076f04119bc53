"""What a sheet is computed from, and where each figure is shown: in a register, in a file of the case, in a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from processes.penalty_recovery import records
from processes.penalty_recovery.methods import METHODS
from processes.penalty_recovery.sheet import Incomplete, period_of

Seen = Mapping[str, Any]
INPUTS = (
    "methods", "chosen_method", "first_day", "last_day", "days", "period_source", "period_link", "prices", "multiple",
    "used_in_years", "billed_volume", "billed_source", "billed_link", "appliances", "hours_per_day", "meter_qmax",
    "year_ago_volume", "year_ago_days", "before_volume", "before_days", "predicted_volume", "similar_daily",
    "similar_ratio", "leak_rate", "clause_link",
)  # fmt: skip


def gathered(seen: Seen, *, instance_id: int) -> dict[str, Any]:
    """The variables from the registers and from the terms in force."""
    terms, began = seen["terms"], seen.get("began_on")
    first, last = period_of(
        began_on=_date(began) if began else None,
        ended_on=_date(seen["ended_on"]),
        default_days=int(terms["default_days"]),
    )
    days, point = (last - first).days + 1, int(seen["supply_point_id"])
    before_volume, before_days = records.before(point, first)
    decided = f"/i/{instance_id}?tab=timeline&decided=decide_terms"
    return {
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "days": days,
        "period_source": "现场认定" if began else f"起始日不明，按 {terms['default_days']} 天（{terms['clause']}）",
        "period_link": f"/i/{instance_id}?tab=timeline" if began else decided,
        "prices": records.prices(str(seen["category"]), first, last),
        "used_in_years": records.used_in_years(point, first, last),
        "billed_volume": records.billed(point, first, last),
        "billed_source": "账务：违章期间已计气量",
        "billed_link": _money(seen),
        "appliances": records.appliances(int(seen["site_id"]), last),
        "before_volume": before_volume,
        "before_days": before_days,
        "year_ago_volume": records.billed(point, _year_ago(first), _year_ago(last)),
        "year_ago_days": days,
        "hours_per_day": terms["hours_per_day"],
        "multiple": terms["multiple"],
        "violation_clause": terms["clause"],
        "clause_link": decided,
    }


def given(seen: Seen) -> dict[str, Any]:
    """The sheet's inputs as they are now, every chosen method with its source; raises Incomplete without one."""
    wanted = {name: seen.get(name) for name in INPUTS if seen.get(name) is not None}
    terms = seen["terms"]
    return wanted | {"sources": [*_sources(seen)], "clause": f"{terms['clause']}（{terms['table']}）"}


def _sources(seen: Seen) -> Iterator[dict[str, str]]:
    named = {one["method"]: one for one in seen.get("sources") or []}
    for method in dict.fromkeys(seen["methods"]):
        source, link = _source(method, named.get(method) or {}, seen)
        if not source:
            raise Incomplete(f"请写明“{METHODS[method].zh}”的证据序号或出处。")
        yield {"method": method, "source": source, "link": link}


def _source(method: str, said: Seen, seen: Seen) -> tuple[str, str]:
    """The piece of evidence that is named, else the register that the figure comes from."""
    told, number = str(said.get("source") or "").strip(), said.get("evidence_no")
    if number:
        piece = next((one for one in seen.get("evidence") or [] if one["no"] == number), None)
        if piece is None:
            raise Incomplete(f"证据清单没有第 {number} 号。")
        file = piece.get("file")
        link = f"/api/attachments/{file}/content/" if file else f"/registers/theft-cases/{seen['case_id']}"
        return f"证据 {number} {piece.get('title') or ''}".strip() + (f"：{told}" if told else ""), link
    usual, link = _usual(method, seen)
    return told or usual, link


def _usual(method: str, seen: Seen) -> tuple[str, str]:
    if method == "appliances":
        return "用气设备档案", f"/registers/sites/{seen['site_id']}"
    if method == "meter_qmax":
        return f"表具档案 {seen['lead_serial']}", f"/registers/meters/{seen['meter_id']}"
    if method in ("year_ago", "before"):
        return "账务：历史月气量", _money(seen)
    return "", ""


def _money(seen: Seen) -> str:
    return f"/customers/{seen['customer_id']}?tab=money"


def _date(value: object) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])


def _year_ago(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
