"""What a change of register data does by itself: taking in, recording decisions, applying, asking for the opposite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from engine.service_tasks import ActRefused, Call, service_task
from people.actors import SYSTEM
from people.models import today
from processes.data_change.applying import apply_requests, apply_rows, is_refused
from processes.data_change.looking import opened, opened_bulk
from registers.bulk.proposing import (
    bind_bulk,
    close_bulk,
    decide_bulk,
    is_all_refused,
    propose_bulk_again,
    revert_bulk,
)
from registers.change_refusals import NothingProposed
from registers.change_requests import (
    approvals_needed,
    bind_change,
    close_request,
    decide_change,
    fields_to_decide,
    propose_change,
)
from registers.models import ChangeRequest
from registers.openings import propose_again as propose_opening_again
from registers.openings import propose_opposite
from registers.refusals import NoAuthority, RegisterRefusal

_TEXT, _COUNT = {"type": "string"}, {"type": "integer"}
_IDS = {"type": "array", "items": {"type": "integer"}}
_OPENED = {
    "type": "object",
    "required": ["request_ids", "register", "fields", "grade", "proposer", "proposer_unit", "effective_at"],
    "properties": {
        "request_ids": _IDS,
        "bulk_id": _COUNT,
        "request_count": _COUNT,
        "change_kind": _TEXT,
        "register": _TEXT,
        "fields": {"type": "array", "items": _TEXT},
        "fields_text": _TEXT,
        "grade": _TEXT,
        "proposer": _TEXT,
        "proposer_name": _TEXT,
        "proposer_unit": {"enum": ["same", "other"]},
        "record_title": _TEXT,
        "effective_at": _TEXT,
        "conflicts": _COUNT,
        "impact": _TEXT,
        "handover_readings": {"type": "array"},
    },
}


@contextmanager
def _told_to_the_person() -> Iterator[None]:
    try:
        yield
    except RegisterRefusal as refusal:
        raise ActRefused(refusal) from refusal


def _bulk(call: Call) -> int:
    """The number of the bulk change that the instance is about; 0 for single requests."""
    return int(call.variables.get("bulk_id") or 0)


@service_task("data_change.open_proposal", title="受理变更申请", title_en="Take in a proposal", outputs=_OPENED)
def open_proposal(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """What the table needs to find the route, and what the approvers are shown beside the differences."""
    instance = str(call.instance_id)
    with _told_to_the_person():
        if _bulk(call):
            return opened_bulk(bind_bulk(bulk_id=_bulk(call), instance_id=instance, actor=call.actor), call)
        requests = [
            bind_change(request_id=int(pk), instance_id=instance, actor=call.actor)
            for pk in call.variables.get("request_ids") or ()
        ]
        if not requests:
            raise NothingProposed
    return opened(requests, call)


@service_task(
    "data_change.record_decision",
    title="登记表态",
    title_en="Record a decision",
    inputs={
        "type": "object",
        "required": ["decision"],
        "properties": {"decision": {"enum": ["approve", "refuse", "return"]}},
    },
)
def record_decision(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; the person's decision on the fields that are theirs to decide stands in the register."""
    if inputs["decision"] == "return":
        return {}
    with _told_to_the_person():
        if _bulk(call):
            decide_bulk(
                bulk_id=_bulk(call),
                approved=inputs["decision"] == "approve",
                refused_fields=inputs.get("refused_fields") or (),
                refused_records=[int(pk) for pk in inputs.get("refused_rows") or ()],
                comment=str(inputs.get("comment") or ""),
                actor=call.actor,
            )
        for request_id in call.variables["request_ids"]:
            _decide(int(request_id), inputs, call)
    return {}


def _decide(request_id: int, inputs: dict[str, Any], call: Call) -> None:
    """One decision is one row: a request of which some fields are refused is split into what is agreed and what not."""
    mine = fields_to_decide(request_id=request_id, actor=call.actor)
    if not mine and any(approvals_needed(ChangeRequest.objects.get(pk=request_id)).values()):
        decide_change(request_id=request_id, approved=True, actor=call.actor)  # the database says why not
        raise NoAuthority
    refused = mine & set(inputs.get("refused_fields") or ())
    whole = refused and ChangeRequest.objects.get(pk=request_id).kind != ChangeRequest.Kind.UPDATE
    no = mine if inputs["decision"] == "refuse" or whole else refused
    comment = str(inputs.get("comment") or "")
    for approved, names in ((True, mine - no), (False, no)):
        if names:
            decide_change(request_id=request_id, approved=approved, fields=names, comment=comment, actor=call.actor)


@service_task(
    "data_change.sum_up",
    title="汇总审批意见",
    title_en="Sum up the decisions",
    outputs={
        "type": "object",
        "required": ["decision", "return_reason"],
        "properties": {"decision": {"enum": ["approved", "refused", "returned"]}, "return_reason": _TEXT},
    },
)
def sum_up(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Returned when anybody returned it, refused (and closed) when no field is left, else approved."""
    seen = call.variables
    told = [
        *(seen.get("signatures") or []),
        {"decision": seen.get("manager_decision"), "comment": seen.get("manager_comment")},
    ]
    returned = [str(one.get("comment") or "") for one in told if one and one.get("decision") == "return"]
    if returned:
        return {"decision": "returned", "return_reason": "；".join(filter(None, returned))}
    if _bulk(call):
        if not is_all_refused(_bulk(call)):
            return {"decision": "approved", "return_reason": ""}
        close_bulk(bulk_id=_bulk(call), actor=SYSTEM, reason="审批不同意")
    requests = list(ChangeRequest.objects.filter(pk__in=seen["request_ids"]))
    if not all(is_refused(request) for request in requests):
        return {"decision": "approved", "return_reason": ""}
    for request in requests:
        close_request(request_id=request.pk, state="REFUSED", actor=call.actor, reason="审批不同意")
    return {"decision": "refused", "return_reason": ""}


@service_task(
    "data_change.apply",
    title="写入档案",
    title_en="Apply the change",
    outputs={
        "type": "object",
        "required": ["applied_all", "request_ids", "return_reason", "changed"],
        "properties": {
            "applied_all": {"type": "boolean"},
            "request_ids": _IDS,
            "return_reason": _TEXT,
            "changed": {"type": "array"},
            "customer_id": _COUNT,
            "customer_no": _TEXT,
        },
    },
)
def apply(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Whether all were applied; else the requests that were not, and why: a conflict, or too few approvals."""
    return apply_rows(_bulk(call), call) if _bulk(call) else apply_requests(call)


@service_task("data_change.propose_again", title="按现值重新提出", title_en="Propose again", outputs=_OPENED)
def propose_again(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The new requests, which ask for the same values against the record as it is now."""
    instance = str(call.instance_id)
    with _told_to_the_person():
        if _bulk(call):
            again = propose_bulk_again(bulk_id=_bulk(call), actor=call.actor)
            return opened_bulk(bind_bulk(bulk_id=again.pk, instance_id=instance, actor=call.actor), call)
        fresh = [
            _again(request, call)
            for request in ChangeRequest.objects.filter(pk__in=call.variables["request_ids"]).order_by("pk")
        ]
    return opened(fresh, call)


def _again(request: ChangeRequest, call: Call) -> ChangeRequest:
    _withdraw(request, call)
    if request.kind in (ChangeRequest.Kind.OPEN, ChangeRequest.Kind.CLOSE):
        again = propose_opening_again(request_id=request.pk, actor=call.actor)
        return bind_change(request_id=again.pk, instance_id=str(call.instance_id), actor=call.actor)
    return propose_change(
        table=request.table_name,
        record_id=request.record,
        changes={name: change["new"] for name, change in request.changes.items()},
        reason=request.reason,
        effective_on=max(request.effective_on, today()),
        instance_id=str(call.instance_id),
        kind=request.kind,
        actor=call.actor,
    )


@service_task("data_change.withdraw", title="撤回申请", title_en="Withdraw the proposal")
def withdraw(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; the requests that were still open are withdrawn, or refused where the time to amend ran out."""
    if _bulk(call):
        close_bulk(bulk_id=_bulk(call), actor=call.actor, reason="撤回或逾期未处理")
    for request in ChangeRequest.objects.filter(pk__in=call.variables["request_ids"]):
        _withdraw(request, call)
    return {}


def _withdraw(request: ChangeRequest, call: Call) -> None:
    if request.state == ChangeRequest.State.PROPOSED:
        own = request.requester_id == call.actor.user_id
        state = "WITHDRAWN" if own else "REFUSED"
        close_request(
            request_id=request.pk, state=state, actor=call.actor, reason="申请人撤回" if own else "逾期未处理"
        )


@service_task("data_change.ask_reversal", title="提出相反变更", title_en="Ask for the opposite", outputs=_OPENED)
def ask_reversal(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The opposite requests, proposed by whoever found the change wrong; they take the whole road of approvals."""
    reason = str(call.variables.get("verification_note") or "核验有误")
    instance = str(call.instance_id)
    with _told_to_the_person():
        if _bulk(call):
            back = revert_bulk(bulk_id=_bulk(call), reason=reason, actor=call.actor)
            return opened_bulk(bind_bulk(bulk_id=back.pk, instance_id=instance, actor=call.actor), call)
        fresh = [
            bind_change(
                request_id=propose_opposite(request_id=int(pk), reason=reason, actor=call.actor).pk,
                instance_id=instance,
                actor=call.actor,
            )
            for pk in call.variables["request_ids"]
        ]
    return opened(fresh, call)
