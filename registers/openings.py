"""Requests to open or to close a customer: proposed, decided like any change, and carried out once approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from ledger.context import audited
from ledger.labels import field_label
from people.actors import Actor
from people.models import Unit, today
from people.permissions import may, scope
from registers.change_refusals import FieldMissing, NotUndone, StillHanging
from registers.change_requests import refuse_unfit, revert_change
from registers.commands import close_customer, open_customer
from registers.impact import credit_of, meters_of, open_charges_of
from registers.models import ChangeRequest, Customer
from registers.refusals import AlreadyClosed, GovernedField, NoSuchRecord, told_by_the_database

TABLE = "registers_customer"
OPENING = ("name", "category", "grade", "licence_no", "billing_title", "contact_name", "phone", "address")
_NEEDED = ("name", "category", "phone", "address")


def propose_opening(
    *, values: Mapping[str, Any], unit_id: int, reason: str, actor: Actor, effective_on: dt.date | None = None
) -> ChangeRequest:
    """The request for a new customer at the unit; nothing is on file yet."""
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None or actor.user_id is None or not actor.may_at("propose_changes", unit.path):
        raise NoSuchRecord(f"{unit_id}")
    foreign = sorted(set(values) - set(OPENING))
    if foreign:
        raise GovernedField("、".join(foreign))
    wanted = {name: str(values.get(name) or "").strip() for name in OPENING}
    wanted["grade"] = wanted["grade"] or Customer.Grade.GENERAL.value
    wanted["billing_title"] = wanted["billing_title"] or wanted["name"]
    missing = [field_label(TABLE, name, "zh") for name in _NEEDED if not wanted[name]]
    if missing:
        raise FieldMissing("、".join(missing))
    refuse_unfit(Customer(), wanted)
    changes = {name: {"old": None, "new": new} for name, new in {**wanted, "unit_id": unit.pk}.items()}
    return _proposed(ChangeRequest.Kind.OPEN, 0, changes, reason, actor, effective_on)


def similar_customers(*, name: str, licence_no: str, phone: str, actor: Actor, most: int = 10) -> list[Customer]:
    """Customers on file with the same name, licence or phone, of those the actor sees: one would be a second file."""
    alike = Q(pk__in=[])
    for column, value in (("name", name.strip()), ("licence_no", licence_no.strip()), ("phone", phone.strip())):
        if value:
            alike |= Q(**{column: value})
    found = Customer.objects.filter(scope(actor, Customer), state=Customer.State.OPEN).filter(alike)
    return list(found.select_related("unit").order_by("pk")[:most])


def obstacles(customer_id: int, instances: Sequence[str] = ()) -> list[str]:
    """What stands in the way of closing: each meter, charge and open instance by its number; a credit by its amount."""
    told = [f"在用表具 {one.meter.serial}（{one.supply_point.number}）" for one in meters_of(customer_id)]
    told += [f"未缴应收 {charge.number} {charge.amount} 元" for charge in open_charges_of(customer_id)]
    credit = credit_of(customer_id)
    if credit:
        told.append(f"应退客户 {credit} 元")
    return [*told, *(f"未办结流程 {key}" for key in instances)]


def propose_closing(
    *,
    customer_id: int,
    reason: str,
    actor: Actor,
    instances: Sequence[str] = (),
    effective_on: dt.date | None = None,
) -> ChangeRequest:
    """The request to close the customer; refused while anything hangs there, each of it named."""
    customer = Customer.objects.filter(pk=customer_id).select_related("unit").first()
    if customer is None or not may(actor, "propose", customer):
        raise NoSuchRecord(f"{customer_id}")
    if customer.state == Customer.State.CLOSED:
        raise AlreadyClosed(customer.number)
    refuse_hanging(customer_id, instances)
    changes = {"state": {"old": customer.state, "new": Customer.State.CLOSED.value}}
    return _proposed(ChangeRequest.Kind.CLOSE, customer_id, changes, reason, actor, effective_on)


def refuse_hanging(customer_id: int, instances: Sequence[str]) -> None:
    """Raises `StillHanging` naming everything that stands in the way."""
    found = obstacles(customer_id, instances)
    if found:
        raise StillHanging("；".join(found[:20]))


def propose_again(*, request_id: int, actor: Actor) -> ChangeRequest:
    """The same opening or closing, proposed anew; every approval is asked for again."""
    request = ChangeRequest.objects.get(pk=request_id)
    if request.kind == ChangeRequest.Kind.CLOSE:
        return propose_closing(customer_id=request.record, reason=request.reason, actor=actor)
    values = {name: change["new"] for name, change in request.changes.items() if name != "unit_id"}
    unit_id = int(request.changes["unit_id"]["new"])
    return propose_opening(values=values, unit_id=unit_id, reason=request.reason, actor=actor)


def propose_opposite(*, request_id: int, reason: str, actor: Actor) -> ChangeRequest:
    """A request for the opposite of an applied one: the old values, or the closing of what was opened."""
    request = ChangeRequest.objects.get(pk=request_id)
    if request.kind == ChangeRequest.Kind.OPEN:
        return propose_closing(customer_id=request.record, reason=reason, actor=actor)
    if request.kind == ChangeRequest.Kind.CLOSE:
        raise NotUndone(str(Customer.objects.get(pk=request.record)))
    return revert_change(request_id=request_id, reason=reason, actor=actor)


@transaction.atomic
def open_approved(*, request_id: int, actor: Actor) -> Customer:
    """The customer of an approved request; the database checks the approvals and that it is what was approved."""
    request = ChangeRequest.objects.get(pk=request_id)
    wanted = {name: change["new"] for name, change in request.changes.items()}
    with _carrying_out(request, actor):
        customer = open_customer(**wanted)
        _finish(request_id, customer.pk)
    return customer


@transaction.atomic
def close_approved(*, request_id: int, keep_years: int, instances: Sequence[str], actor: Actor) -> Customer:
    """The customer, closed on the request's effective day; nothing may hang there now either."""
    request = ChangeRequest.objects.get(pk=request_id)
    refuse_hanging(request.record, instances)
    with _carrying_out(request, actor):
        customer = close_customer(customer_id=request.record, keep_years=keep_years, closed_on=today())
        _finish(request_id, customer.pk)
    return customer


def _carrying_out(request: ChangeRequest, actor: Actor) -> Any:
    return audited(actor=actor, instance_id=request.instance or None, change_request=request.pk, reason=request.reason)


def _finish(request_id: int, made: int) -> None:
    with told_by_the_database(f"{request_id}"), connection.cursor() as cursor:
        cursor.execute("SELECT registers_finish_request(%s, %s)", [request_id, made])


def _proposed(
    kind: ChangeRequest.Kind,
    record: int,
    changes: Mapping[str, Any],
    reason: str,
    actor: Actor,
    effective_on: dt.date | None,
) -> ChangeRequest:
    with audited(actor=actor, reason=reason), told_by_the_database(TABLE):
        return ChangeRequest.objects.create(
            kind=kind,
            table_name=TABLE,
            record=record,
            changes=dict(changes),
            reason=reason,
            requester_id=actor.user_id or 0,
            effective_on=effective_on or today(),
        )
