"""What a safety inspection does by itself: the area's supply points, and the readings that were taken."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from engine.service_tasks import BpmnError, Call, service_task
from registers import commands as registers
from registers.models import MeterInstallation, SupplyPoint
from registers.refusals import RegisterRefusal

_CHINA = ZoneInfo("Asia/Shanghai")
MOST = 300
"""Supply points of one plan; a larger area is planned in parts."""


@service_task(
    "safety_inspection.list_points",
    title="列出区域内供气点",
    title_en="List the area's supply points",
    outputs={
        "type": "object",
        "properties": {
            "inspection_no": {"type": "string"},
            "points": {"type": "array", "minItems": 1, "maxItems": MOST},
            "point_count": {"type": "integer"},
        },
        "required": ["inspection_no", "points", "point_count"],
    },
)
def list_points(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The supply points in use; the BPMN error NO_SUPPLY_POINT says why the area gives no list."""
    found = list(_in_area(call).order_by("site__address", "number")[: MOST + 1])
    if not found or len(found) > MOST:
        how_many = "没有在用的供气点" if not found else f"超过 {MOST} 个供气点，请分片计划"
        reason = f"区域“{call.variables['area']}”{how_many}。"
        raise BpmnError("NO_SUPPLY_POINT", reason, variables={"area_refusal": reason})
    points = [_described(point) for point in found]
    return {"inspection_no": call.business_key, "points": points, "point_count": len(points)}


def _in_area(call: Call) -> Any:
    seen = call.variables
    area = str(seen["area"]).strip()
    where = Q(riser=area) if seen["area_by"] == "riser" else Q(site__address__contains=area)
    ours = Q(site__unit__path__startswith=call.unit_path) if call.unit_path else Q()
    today = call.now.astimezone(_CHINA).date()
    in_use = Q(valid_until=None) | Q(valid_until__gt=today)
    rows = SupplyPoint.objects.filter(where & ours & in_use, site__customer__category=seen["category"])
    return rows.select_related("site__customer")


def _described(point: SupplyPoint) -> dict[str, Any]:
    hung = MeterInstallation.objects.filter(supply_point=point, removed_at=None).select_related("meter").first()
    last = hung.readings.order_by("-taken_at").first() if hung else None
    return {
        "supply_point_id": point.pk,
        "supply_point_no": point.number,
        "customer_name": point.site.customer.name,
        "contact_phone": point.site.customer.phone or None,
        "site_address": point.site.address,
        "installation_id": hung.pk if hung else None,
        "meter_serial": hung.meter.serial if hung else None,
        "last_reading": last.mechanical if last else hung.reading_in if hung else None,
    }


@service_task(
    "safety_inspection.record_readings", title="登记安检读数", title_en="Record the readings of an inspection"
)
def record_readings(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """How many readings were recorded, and those that the register refused, each with the reason."""
    recorded, refused = 0, []
    for record in call.variables["records"]:
        installation = record["point"].get("installation_id")
        if record["visit_result"] != "inspected" or installation is None or record.get("reading") is None:
            continue
        try:
            registers.record_reading(
                installation_id=int(installation), mechanical=Decimal(str(record["reading"])), taken_at=call.now
            )
            recorded += 1
        except RegisterRefusal as refusal:
            told = {name: record["point"][name] for name in ("customer_name", "site_address", "meter_serial")}
            refused.append(told | {"reading": record["reading"], "reason": refusal.message("zh")})
    return {"readings_recorded": recorded, "readings_refused": refused}
