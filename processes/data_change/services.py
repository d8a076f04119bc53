"""What a change of register data does by itself: taking in, recording decisions, applying, asking for the opposite."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from engine.service_tasks import ActRefused, Call, service_task
from ledger.labels import field_label
from people.permissions import mask, thing_named
from processes.data_change.looking import described, impact_of
from registers.change_requests import (
    apply_change,
    approvals_needed,
    bind_change,
    close_request,
    conflicts_of,
    decide_change,
    fields_to_decide,
    propose_change,
    revert_change,
)
from registers.models import ChangeRequest
from registers.proposals import row_of
from registers.refusals import NoAuthority, NotEnoughApprovals, RegisterRefusal

_CHINA = ZoneInfo("Asia/Shanghai")
_TEXT, _COUNT = {"type": "string"}, {"type": "integer"}
_IDS = {"type": "array", "items": {"type": "integer"}}
_OPENED = {
    "type": "object",
    "required": ["request_ids", "register", "fields", "grade", "proposer", "proposer_unit", "effective_at"],
    "properties": {
        "request_ids": _IDS,
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
    },
}


@service_task("data_change.open_proposal", title="受理变更申请", title_en="Take in a proposal", outputs=_OPENED)
def open_proposal(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """What the table needs to find the route, and what the approvers are shown beside the differences."""
    try:
        requests = [
            bind_change(request_id=int(pk), instance_id=str(call.instance_id), actor=call.actor)
            for pk in call.variables["request_ids"]
        ]
    except RegisterRefusal as refusal:
        raise ActRefused(refusal) from refusal
    return _opened(requests, call)


def _opened(requests: list[ChangeRequest], call: Call) -> dict[str, Any]:
    first = requests[0]
    row = row_of(first.table_name, first.record)
    names = sorted({name for request in requests for name in request.changes})
    midnight = dt.datetime.combine(max(r.effective_on for r in requests), dt.time(), _CHINA)
    return {
        "request_ids": [request.pk for request in requests],
        "register": first.table_name,
        "fields": names,
        "fields_text": "、".join(field_label(first.table_name, name, "zh") for name in names),
        "proposer": call.actor.username,
        "proposer_name": call.actor.full_name,
        "effective_at": midnight.isoformat(),
        "conflicts": sum(len(conflicts_of(request)) for request in requests),
        "impact": impact_of(requests),
        **described(row, call.unit_path, len(requests)),
    }


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
    try:
        for request_id in call.variables["request_ids"]:
            _decide(int(request_id), inputs, call)
    except RegisterRefusal as refusal:
        raise ActRefused(refusal) from refusal
    return {}


def _decide(request_id: int, inputs: dict[str, Any], call: Call) -> None:
    """One decision is one row: a request of which some fields are refused is split into what is agreed and what not."""
    mine = fields_to_decide(request_id=request_id, actor=call.actor)
    if not mine and any(approvals_needed(ChangeRequest.objects.get(pk=request_id)).values()):
        decide_change(request_id=request_id, approved=True, actor=call.actor)  # the database says why not
        raise NoAuthority
    no = mine if inputs["decision"] == "refuse" else mine & set(inputs.get("refused_fields") or ())
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
    requests = list(ChangeRequest.objects.filter(pk__in=seen["request_ids"]))
    if any(set(request.changes) - _refused(request) for request in requests):
        return {"decision": "approved", "return_reason": ""}
    for request in requests:
        close_request(request_id=request.pk, state="REFUSED", actor=call.actor, reason="审批不同意")
    return {"decision": "refused", "return_reason": ""}


def _refused(request: ChangeRequest) -> set[str]:
    return {name for decision in request.approvals.filter(approved=False) for name in decision.fields}


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
        },
    },
)
def apply(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Whether all were applied; else the requests that were not, and why: a conflict, or too few approvals."""
    left, reasons, changed = [], [], list(call.variables.get("changed") or [])
    done = []
    for request in ChangeRequest.objects.filter(pk__in=call.variables["request_ids"]).order_by("pk"):
        if all(name in _refused(request) for name in request.changes):
            close_request(request_id=request.pk, state="REFUSED", actor=call.actor, reason="审批不同意")
            continue
        reason = _applied(request, call)
        if reason:
            left.append(request.pk)
            reasons.append(reason)
        else:
            done.append(request.pk)
            changed += _told(request)
    return {
        "applied_all": not left,
        "request_ids": left or done,
        "return_reason": "；".join(reasons),
        "changed": changed,
    }


def _applied(request: ChangeRequest, call: Call) -> str:
    try:
        state = apply_change(request_id=request.pk, actor=call.actor)
    except NotEnoughApprovals as short:
        return short.message("zh")
    if state == "APPLIED":
        return ""
    names = (ChangeRequest.objects.get(pk=request.pk).conflict or {}).keys()
    return "档案现值已变：" + "、".join(field_label(request.table_name, name, "zh") for name in names)


def _told(request: ChangeRequest) -> list[dict[str, Any]]:
    """The fields as a printed notice tells them: whatever anybody may see only masked is masked for everybody."""
    row = row_of(request.table_name, request.record)
    known = thing_named(row) if row else None
    told = []
    for name, change in sorted(request.changes.items()):
        if name in _refused(request):
            continue
        column = known.columns.get(name) if known else None
        kind = column.mask if column and column.see else ""
        old, new = (mask(change[side], kind) if kind else change[side] for side in ("old", "new"))
        told.append({"record": str(row), "label": field_label(request.table_name, name, "zh"), "old": old, "new": new})
    return told


@service_task("data_change.propose_again", title="按现值重新提出", title_en="Propose again", outputs=_OPENED)
def propose_again(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The new requests, which ask for the same values against the record as it is now."""
    try:
        fresh = []
        for request in ChangeRequest.objects.filter(pk__in=call.variables["request_ids"]).order_by("pk"):
            _withdraw(request, call)
            fresh.append(
                propose_change(
                    table=request.table_name,
                    record_id=request.record,
                    changes={name: change["new"] for name, change in request.changes.items()},
                    reason=request.reason,
                    effective_on=request.effective_on,
                    instance_id=str(call.instance_id),
                    actor=call.actor,
                )
            )
    except RegisterRefusal as refusal:
        raise ActRefused(refusal) from refusal
    return _opened(fresh, call)


@service_task("data_change.withdraw", title="撤回申请", title_en="Withdraw the proposal")
def withdraw(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; the requests that were still open are withdrawn, or refused where the time to amend ran out."""
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
    try:
        fresh = [
            bind_change(
                request_id=revert_change(request_id=int(pk), reason=reason, actor=call.actor).pk,
                instance_id=str(call.instance_id),
                actor=call.actor,
            )
            for pk in call.variables["request_ids"]
        ]
    except RegisterRefusal as refusal:
        raise ActRefused(refusal) from refusal
    return _opened(fresh, call)
