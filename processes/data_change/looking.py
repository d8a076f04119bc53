"""What is told of a proposal beside its fields: whose records they are, what hangs on them, who should decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model

from engine.queries import open_instances_about
from engine.service_tasks import Call
from ledger.labels import field_label
from people.permissions import thing_named
from registers.bulk.rows import labels_of_fields
from registers.catalogue import title
from registers.change_requests import conflicts_of
from registers.impact import customers_touched, impact_on, meters_of
from registers.lists import LISTS
from registers.models import BulkChange, ChangeRequest, Customer
from registers.proposals import customer_of, row_asked, unit_path_of

_CHINA = ZoneInfo("Asia/Shanghai")
_GRADES = ("key", "large", "adjustable", "general")
"""The most important first: of many customers the first of these decides the route."""


_KINDS: dict[str, str] = {
    ChangeRequest.Kind.OPEN: "new_customer",
    ChangeRequest.Kind.CLOSE: "closing",
    ChangeRequest.Kind.TRANSFER: "transfer",
}


def opened(requests: list[ChangeRequest], call: Call) -> dict[str, Any]:
    """What the table needs to find the route of these requests, and what the approvers are shown."""
    first = requests[0]
    row = row_asked(first)
    names = sorted({name for request in requests for name in request.changes})
    customers = customers_touched(first.table_name, [request.record for request in requests])
    return {
        "request_ids": [request.pk for request in requests],
        "register": first.table_name,
        "fields": names,
        "fields_text": "、".join(field_label(first.table_name, name, "zh") for name in names),
        "effective_at": _midnight(max(request.effective_on for request in requests)),
        "conflicts": sum(len(conflicts_of(request)) for request in requests),
        "impact": impact_text(customers, but=int(call.instance_id)),
        "request_count": len(requests),
        "change_kind": _KINDS.get(first.kind, "correction"),
        **_proposer(call),
        **_described(row, call.unit_path, len(requests)),
        **_readings(first, call),
    }


def opened_bulk(bulk: BulkChange, call: Call) -> dict[str, Any]:
    """The same of a bulk change, counted in statements over all of its rows."""
    listed = LISTS[bulk.register]
    records = list(bulk.requests.values_list("record", flat=True))
    customers = customers_touched(bulk.table_name, records)
    grades = set(Customer.objects.filter(pk__in=customers).values_list("grade", flat=True))
    names = sorted({name for changes in bulk.requests.values_list("changes", flat=True) for name in changes})
    known = next(iter(customers)) if len(customers) == 1 else None
    return {
        "bulk_id": bulk.pk,
        "request_ids": [],
        "register": bulk.table_name,
        "fields": names,
        "fields_text": "、".join(labels_of_fields(listed, names, "zh")),
        "effective_at": _midnight(bulk.effective_on),
        "conflicts": _conflicts(bulk, records),
        "impact": impact_text(customers, but=int(call.instance_id)),
        "request_count": len(records),
        "record_title": f"{title(listed, 'zh')} {len(records)} 条",
        "grade": next((grade for grade in _GRADES if grade in grades), "general"),
        "proposer_unit": _units(bulk, records, call.unit_path),
        **_proposer(call),
        **({"customer_id": known} if known else {}),
    }


def impact_text(customers: set[int], *, but: int = 0) -> str:
    """A sentence: customers, meters in use, open charges and their sum, open instances."""
    found = impact_on(customers)
    instances = open_instances_about(customers, but=but)
    named = "、".join(one.business_key for one in instances[:5])
    return (
        f"涉及客户 {found.customers} 户、在用表 {found.meters} 只、未结应收 {found.charges} 笔（{found.amount} 元）、"
        f"未办结流程 {len(instances)} 件" + (f"（{named}）" if named else "")
    )


def instances_hanging(customer_id: int, *, but: int = 0) -> list[str]:
    """The open instances about the customer, as people name them."""
    return [f"{one.business_key} {one.title}".strip() for one in open_instances_about([customer_id], but=but)]


def _proposer(call: Call) -> dict[str, Any]:
    return {"proposer": call.actor.username, "proposer_name": call.actor.full_name}


def _midnight(day: dt.date) -> str:
    return dt.datetime.combine(day, dt.time(), _CHINA).isoformat()


def _described(row: Model | None, unit_path: str, count: int) -> dict[str, Any]:
    """Title, customer's grade and whether the record belongs to a unit of the proposer's."""
    customer = customer_of(row) if row else None
    name = str(customer or row)
    path = unit_path_of(row) if row else ""
    more = {"customer_id": customer.pk, "customer_no": customer.number} if customer and customer.pk else {}
    return {
        "record_title": f"{name} 等 {count} 条" if count > 1 else name,
        "grade": customer.grade if customer else "general",
        "proposer_unit": "same" if path.startswith(unit_path) or not path else "other",
        **more,
    }


def _readings(request: ChangeRequest, call: Call) -> dict[str, Any]:
    """For a handing over: the meters whose readings are taken on site, one line each."""
    if request.kind != ChangeRequest.Kind.TRANSFER:
        return {}
    return {
        "handover_readings": [
            {"installation_id": one.pk, "meter": one.meter.serial, "supply_point": one.supply_point.number}
            for one in meters_of(request.record)
        ]
    }


def _conflicts(bulk: BulkChange, records: Iterable[int]) -> int:
    others = ChangeRequest.objects.filter(
        table_name=bulk.table_name, record__in=list(records), state=ChangeRequest.State.PROPOSED
    ).exclude(bulk=bulk)
    by_record = dict(bulk.requests.values_list("record", "changes"))
    return sum(len(set(other.changes) & set(by_record[other.record])) for other in others)


def _units(bulk: BulkChange, records: list[int], unit_path: str) -> str:
    lookup = _path_lookup(bulk)
    if not lookup:
        return "same"
    rows = LISTS[bulk.register].model._default_manager.filter(pk__in=records)
    paths = rows.order_by().values_list(lookup, flat=True).distinct()
    return "same" if all((path or unit_path).startswith(unit_path) for path in paths) else "other"


def _path_lookup(bulk: BulkChange) -> str:
    thing = thing_named(LISTS[bulk.register].model)
    return thing.unit_path if thing else ""
