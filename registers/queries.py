"""Reads the registers for an actor: only rows of his units, only columns of his rights, every look recorded."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet

from ledger.changes import Change, FieldChange
from ledger.context import audited
from ledger.labels import field_label
from ledger.queries import history_of
from ledger.recording import record
from people.actors import Actor
from people.permissions import fields, mask, masked_row, scope, thing_named
from registers.declared import DERIVED, governed_fields
from registers.files import related
from registers.lifting import lifted
from registers.listing import Asked, page_of
from registers.lists import LISTS
from registers.models import ChangeRequest, Customer, Meter
from registers.paging import LONGEST_PAGE, PAGE
from registers.refusals import NoSuchRecord
from registers.views import CustomerPage, CustomerRecord, CustomerRow, FieldView

_TABLE = "registers_customer"
_NOT_SHOWN = {*DERIVED, "id", "unit_id"}


def customers(
    actor: Actor, *, q: str = "", category: str = "", unit_path: str = "", after: str = "", page_size: int = PAGE
) -> CustomerPage:
    """A page of customers; `q` is searched in name, pinyin initials, address, numbers, and (by those who see it
    whole) phone."""
    filters = {"category": category} if category else {}
    asked = Asked(q=q, filters=filters, unit_path=unit_path, cursor=after, page_size=page_size)
    page = page_of(actor, LISTS["customers"], asked)
    by_id = Customer.objects.select_related("unit").in_bulk(page.ids)
    return CustomerPage(
        results=tuple(_row(actor, by_id[pk]) for pk in page.ids if pk in by_id),
        next_after=page.next,
        count=page.count,
        count_capped=page.count_capped,
    )


def _row(actor: Actor, customer: Customer) -> CustomerRow:
    rights = fields(actor, Customer, unit_path=customer.unit.path)
    seen = masked_row({"phone": customer.phone}, rights, Customer._meta.label_lower)
    return CustomerRow(
        id=customer.pk,
        number=customer.number,
        name=customer.name,
        category=customer.category,
        category_label=customer.get_category_display(),
        grade=customer.grade,
        grade_label=customer.get_grade_display(),
        unit={"id": customer.unit.pk, "code": customer.unit.code, "name": customer.unit.name},
        phone=seen.get("phone"),
        address=customer.address,
        state=customer.state,
    )


def customer(customer_id: int, actor: Actor, *, lang: str = "zh") -> CustomerRecord:
    """The customer's whole file; raises `NoSuchRecord` outside the actor's units, as for one that is not."""
    found = _visible(customer_id, actor)
    path = found.unit.path
    _looked(actor, "view", record_id=customer_id)
    return CustomerRecord(
        id=found.pk,
        number=found.number,
        name=found.name,
        unit={"id": found.unit.pk, "code": found.unit.code, "name": found.unit.name},
        fields=_fields(found, actor, lang),
        **related(found, actor, path),
    )


def customer_name(customer_id: int, actor: Actor) -> str | None:
    """The customer's name, None where the actor may not see the customer."""
    if not actor.may("see_customers"):
        return None
    rows = Customer.objects.filter(scope(actor, Customer), pk=customer_id)
    return rows.values_list("name", flat=True).first()


def _visible(customer_id: int, actor: Actor) -> Customer:
    rows: QuerySet[Customer] = Customer.objects.filter(scope(actor, Customer)).select_related("unit")
    found = rows.filter(pk=customer_id).first()
    if found is None:
        raise NoSuchRecord(str(customer_id))
    return found


def _fields(customer: Customer, actor: Actor, lang: str) -> tuple[FieldView, ...]:
    rights = lifted(actor, "customers", customer, fields(actor, Customer, unit_path=customer.unit.path))
    values = {f.attname: getattr(customer, f.attname) for f in Customer._meta.concrete_fields}
    seen = masked_row(values, rights, Customer._meta.label_lower)
    proposed = _proposed(customer.pk)
    governed = governed_fields("customer")
    return tuple(
        FieldView(
            name=name,
            label=field_label(_TABLE, name, lang),
            value=_shown(customer, name, value, lang),
            right="masked" if rights[name] == "masked" else "read",
            governed=name in governed,
            proposed=proposed.get(name) if rights[name] in ("read", "edit") else None,
        )
        for name, value in seen.items()
        if name not in _NOT_SHOWN
    )


def _shown(customer: Customer, name: str, value: Any, lang: str) -> Any:
    """The choice's name in Chinese; its value in English, where the values are English words."""
    display = getattr(customer, f"get_{name}_display", None)
    return display() if display and not lang.startswith("en") else value


def _proposed(customer_id: int) -> dict[str, Any]:
    open_requests = ChangeRequest.objects.filter(
        table_name=_TABLE, record=customer_id, state=ChangeRequest.State.PROPOSED
    ).order_by("pk")
    return {name: change["new"] for request in open_requests for name, change in request.changes.items()}


def customer_history(customer_id: int, actor: Actor, *, lang: str = "zh") -> list[Change]:
    """The changes of the customer's own fields, newest first, masked as the live record is."""
    found = _visible(customer_id, actor)
    _looked(actor, "view_history", record_id=customer_id)
    rights = fields(actor, Customer, unit_path=found.unit.path)
    return [
        masked_change(change, rights, "registers.customer") for change in history_of(_TABLE, customer_id, lang=lang)
    ]


def masked_change(change: Change, rights: Any, register: str) -> Change:
    """The change with hidden fields left out and masked ones starred, old and new."""
    thing = thing_named(register)
    columns = thing.columns if thing else {}
    kept = []
    for item in change.changes:
        right = rights.get(item.field, "hidden")
        if right in ("read", "edit"):
            kept.append(item)
        elif right == "masked":
            kind = columns[item.field].mask
            kept.append(FieldChange(item.field, item.label, mask(item.old, kind), mask(item.new, kind)))
    return replace(change, changes=tuple(kept))


def _looked(actor: Actor, action: str, *, record_id: object = "", body: dict[str, Any] | None = None) -> None:
    with audited(actor=actor):
        record(kind="read", action=action, table=_TABLE, record=record_id, body=body)


def meters(actor: Actor, *, q: str = "", state: str = "", limit: int = PAGE) -> list[dict[str, Any]]:
    """Meters by serial number (from its beginning), with their state: for choosing one to issue."""
    rows = Meter.objects.filter(scope(actor, Meter) | keepers_meters(actor))
    if state:
        rows = rows.filter(state=state)
    if q:
        rows = rows.filter(Q(serial__startswith=q.strip()) | Q(serial__startswith=q.strip().upper()))
    return [
        {
            "id": m.pk, "serial": m.serial, "maker": m.maker, "type": m.type, "size": m.g_size,
            "state": m.state, "verified_until": m.verified_until,
        }
        for m in rows.order_by("serial")[: min(limit, LONGEST_PAGE)]
    ]  # fmt: skip


def keepers_meters(actor: Actor) -> Q:
    """Keepers of meters see the meters of their units though they see no customers."""
    rows = Q(pk__in=[])
    for role, path in actor.grants:
        if role in ("warehouse_keeper", "meter_tester"):
            rows |= Q(unit__path__startswith=path)
    return rows
