"""Writes what was agreed into the registers, each request by its kind, and says what came back and why."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.service_tasks import Call
from ledger.context import audited
from ledger.labels import field_label
from people.models import today
from people.permissions import Column, mask, thing_named
from processes.data_change.looking import instances_hanging
from registers import commands
from registers.bulk.proposing import apply_bulk
from registers.change_requests import apply_change, close_request
from registers.impact import meters_of
from registers.models import BulkChange, ChangeApproval, ChangeRequest, Contract, Customer
from registers.openings import close_approved, open_approved
from registers.proposals import row_asked
from registers.refusals import RegisterRefusal

Kind, State = ChangeRequest.Kind, ChangeRequest.State
PRINTED = 40
"""Rows of a bulk change that stand in the notice; the rest is in the list of the request."""


def apply_requests(call: Call) -> dict[str, Any]:
    """Whether all were applied; else the requests that were not, and why: a conflict, or too few approvals."""
    left, reasons, changed = [], [], list(call.variables.get("changed") or [])
    done = []
    for request in ChangeRequest.objects.filter(pk__in=call.variables["request_ids"]).order_by("pk"):
        if is_refused(request):
            close_request(request_id=request.pk, state="REFUSED", actor=call.actor, reason="审批不同意")
            continue
        reason = _applied(request, call)
        if reason:
            left.append(request.pk)
            reasons.append(reason)
        else:
            done.append(request.pk)
            changed += _told(ChangeRequest.objects.get(pk=request.pk))
    return {
        "applied_all": not left,
        "request_ids": left or done,
        "return_reason": "；".join(reasons),
        "changed": changed,
        **_made(done),
    }


def apply_rows(bulk_id: int, call: Call) -> dict[str, Any]:
    """The same for a bulk change; the rows that came back are those in conflict or short of approvals."""
    written = apply_bulk(bulk_id=bulk_id, actor=call.actor)
    bulk = BulkChange.objects.get(pk=bulk_id)
    conflicts = bulk.requests.filter(state=State.CONFLICT).count()
    short = bulk.requests.filter(state=State.PROPOSED).count()
    refused = bulk.requests.filter(state=State.REFUSED).count()
    applied = bulk.requests.filter(state=State.APPLIED).order_by("pk")
    changed = [line for request in applied[:PRINTED] for line in _told(request)]
    if written > PRINTED:
        changed.append({"record": f"其余 {written - PRINTED} 条", "label": "见申请清单", "old": "", "new": ""})
    said = [f"{conflicts} 条与档案现值冲突" if conflicts else "", f"{short} 条审批人数不足" if short else ""]
    return {
        "applied_all": not conflicts and not short,
        "request_ids": [],
        "return_reason": f"已写入 {written} 条，未通过 {refused} 条；" + "、".join(filter(None, said)) + "退回",
        "changed": [*(call.variables.get("changed") or []), *changed],
    }


def refused_fields(request: ChangeRequest) -> set[str]:
    """The fields that somebody refused."""
    found = ChangeApproval.objects.filter(approved=False, request=request)
    names = {name for decision in found for name in decision.fields}
    if request.bulk_id:
        found = ChangeApproval.objects.filter(approved=False, bulk_id=request.bulk_id)
        names |= {name for decision in found for name in decision.fields}
    return names


def is_refused(request: ChangeRequest) -> bool:
    """Whether nothing of it is left; an opening, a closing or a handing over is whole or not at all."""
    refused = refused_fields(request) & set(request.changes)
    return bool(refused) if request.kind != Kind.UPDATE else refused == set(request.changes)


def _applied(request: ChangeRequest, call: Call) -> str:
    """Why it was not applied; "" when it was."""
    try:
        if request.kind == Kind.OPEN:
            open_approved(request_id=request.pk, actor=call.actor)
            return ""
        if request.kind == Kind.CLOSE:
            hanging = instances_hanging(request.record, but=int(call.instance_id))
            years = int((call.variables.get("route") or {}).get("keep_years") or 3)
            close_approved(request_id=request.pk, keep_years=years, instances=hanging, actor=call.actor)
            return ""
        state = apply_change(request_id=request.pk, actor=call.actor)
        if state == State.APPLIED and request.kind == Kind.TRANSFER:
            hand_over(request, call)
    except RegisterRefusal as refusal:
        return refusal.message("zh")
    if state == State.APPLIED:
        return ""
    names = (ChangeRequest.objects.get(pk=request.pk).conflict or {}).keys()
    return "档案现值已变：" + "、".join(field_label(request.table_name, name, "zh") for name in names)


def hand_over(request: ChangeRequest, call: Call) -> None:
    """Ends the old holder's account and contracts, signs the new ones, and records the readings taken on site."""
    customer, day = Customer.objects.get(pk=request.record), today()
    there = {one.pk for one in meters_of(customer.pk)}
    with audited(actor=call.actor, instance_id=call.instance_id, change_request=request.pk, reason=request.reason):
        for taken in call.variables.get("handover_readings") or []:
            if taken.get("reading") is not None and int(taken["installation_id"]) in there:
                commands.record_reading(
                    installation_id=int(taken["installation_id"]), mechanical=Decimal(str(taken["reading"]))
                )
        for account in customer.accounts.filter(valid_until=None).order_by("pk"):
            commands.end_payment_account(account_id=account.pk, ended_on=day)
        for contract in customer.contracts.filter(state=Contract.State.IN_FORCE).order_by("pk"):
            commands.end_contract(contract_id=contract.pk, ended_on=day)
            commands.sign_contract(
                customer_id=customer.pk,
                supply_point_id=contract.supply_point_id,
                valid_from=day,
                monthly_volume=contract.monthly_volume,
            )


def _made(done: list[int]) -> dict[str, Any]:
    """The number and id of the customer that was opened."""
    opened = ChangeRequest.objects.filter(pk__in=done, kind=Kind.OPEN).first()
    if opened is None:
        return {}
    customer = Customer.objects.get(pk=opened.record)
    return {"customer_id": customer.pk, "customer_no": customer.number}


def _told(request: ChangeRequest) -> list[dict[str, Any]]:
    """The fields as a printed notice tells them: whatever anybody may see only masked is masked for everybody."""
    row = row_asked(request)
    known = thing_named(row) if row else None
    left_out = refused_fields(request)
    told = []
    for name, change in sorted(request.changes.items()):
        if name in left_out:
            continue
        column = known.columns.get(name, Column()) if known else Column()
        old, new = (mask(change[side], column.mask) if column.see else change[side] for side in ("old", "new"))
        told.append({"record": str(row), "label": field_label(request.table_name, name, "zh"), "old": old, "new": new})
    return told
