"""Closes what belongs to a supply point that is disconnected, in one transaction, and files the volume."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from engine.documents.queries import documents_of
from engine.service_tasks import Call
from processes.disconnection.account import other_points
from registers import commands as registers
from registers.commands.closing import years_on
from registers.models import Contract, SupplyPoint

_CHINA = ZoneInfo("Asia/Shanghai")


def close_everything(call: Call) -> dict[str, Any]:
    """The point and its contract; with the last point the customer, its sites, contracts and account."""
    seen = call.variables
    customer, point = int(seen["customer_id"]), int(seen["supply_point_id"])
    day = call.now.astimezone(_CHINA).date()
    years = int(seen["rules"]["keep_years"])
    kept = years_on(day, years)
    if other_points(customer_id=customer, supply_point_id=point):
        _close_point(point, int(seen["site_id"]), day)
        what = "本供气点与合同已终止，其他供气点照常"
    else:
        registers.close_customer(customer_id=customer, keep_years=years, closed_on=day)
        what = "合同、账户与客户已销户"
    return {"closed_what": what, "keep_until": kept.isoformat(), "volume_no": _file(call, customer, kept)}


def _close_point(point: int, site: int, day: Any) -> None:
    for contract in Contract.objects.filter(supply_point_id=point, state=Contract.State.IN_FORCE).order_by("pk"):
        registers.end_contract(contract_id=contract.pk, ended_on=day)
    if SupplyPoint.objects.filter(site_id=site, valid_until=None).exclude(pk=point).exists():
        registers.close_supply_point(supply_point_id=point, closed_on=day)
    else:
        registers.close_site(site_id=site, closed_on=day)


def _file(call: Call, customer: int, kept: Any) -> str:
    printed = documents_of(call.instance_id)
    volume = registers.file_volume(
        title=f"{call.variables['customer_name']} 拆除销户",
        items=[{"title": d["title"], "document": d["number"], "sha256": d["sha256"]} for d in printed],
        unit_id=call.unit_id or 0,
        customer_id=customer,
        shelf=str(call.variables["shelf"]),
        keep_until=kept,
    )
    return str(volume.number)
