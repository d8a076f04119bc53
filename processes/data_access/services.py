"""What a request for access does by itself: taking in, recording decisions, granting, lending, ending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from engine.service_tasks import ActRefused, Call, service_task
from ledger.context import audited
from ledger.labels import field_label
from people.models import Unit, User
from registers import access
from registers.catalogue import title
from registers.commands import borrow_volume, return_volume
from registers.lifting import list_filter
from registers.listing import Asked
from registers.lists import LISTS
from registers.models import AccessGrant
from registers.proposals import row_of, unit_path_of
from registers.refusals import RegisterRefusal

_CHINA = ZoneInfo("Asia/Shanghai")
_TEXT = {"type": "string"}
_OPENED = {
    "type": "object",
    "required": ["grant_id", "sensitivity", "access_rows", "asker", "asker_unit", "access_title", "access_ends_at"],
    "properties": {
        "grant_id": {"type": "integer"},
        "sensitivity": {"enum": ["bank", "contact", "none"]},
        "access_rows": {"type": "integer"},
        "asker": _TEXT,
        "asker_name": _TEXT,
        "asker_unit": {"enum": ["same", "other"]},
        "access_title": _TEXT,
        "access_fields_text": _TEXT,
        "access_ends_at": _TEXT,
    },
}


@contextmanager
def _told_to_the_person() -> Iterator[None]:
    try:
        yield
    except RegisterRefusal as refusal:
        raise ActRefused(refusal) from refusal


@service_task(
    "data_access.open_request", title="受理查阅申请", title_en="Take in a request for access", outputs=_OPENED
)
def open_request(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """What the table needs to find the route, and what the approvers are shown."""
    asked = call.variables
    with _told_to_the_person():
        grant = access.ask_access(
            kind=asked["access_kind"],
            register=asked["access_register"],
            records=[int(pk) for pk in asked.get("access_records") or ()],
            names=asked.get("access_fields") or (),
            asked=asked_by(str(asked.get("access_filter") or "")),
            list_filter=list_filter(dict(parse_qsl(str(asked.get("access_filter") or "")))),
            purpose=asked["access_purpose"],
            valid_until=dt.date.fromisoformat(str(asked["access_until"])[:10]),
            instance_id=str(call.instance_id),
            actor=call.actor,
        )
    return _told(grant, call)


def asked_by(text: str) -> Asked:
    """The list that a filter names, as its address would."""
    given = dict(parse_qsl(text))
    filters = {name: value for name, value in given.items() if name not in ("q", "unit")}
    unit = Unit.objects.filter(pk=given["unit"]).first() if given.get("unit", "").isdigit() else None
    return Asked(q=given.get("q", ""), filters=filters, unit_path=unit.path if unit else "")


def _told(grant: AccessGrant, call: Call) -> dict[str, Any]:
    midnight = dt.datetime.combine(grant.valid_until + dt.timedelta(days=1), dt.time(), _CHINA)
    rows = [row_of(grant.table_name, pk) for pk in grant.records]
    paths = {unit_path_of(row) for row in rows if row is not None}
    own = all(path.startswith(call.unit_path) or not path for path in paths)
    named = "、".join(str(row) for row in rows[:3]) or title(LISTS[grant.register], "zh")
    return {
        "grant_id": grant.pk,
        "sensitivity": _sensitivity(grant),
        "access_rows": grant.row_count,
        "asker": call.actor.username,
        "asker_name": call.actor.full_name,
        "asker_unit": "same" if own else "other",
        "access_title": named if len(rows) < 4 else f"{named} 等 {len(rows)} 条",
        "access_fields_text": "、".join(field_label(grant.table_name, name, "zh") for name in grant.fields),
        "access_ends_at": midnight.isoformat(),
    }


def _sensitivity(grant: AccessGrant) -> str:
    if not grant.fields:
        return "none"
    return "bank" if grant.table_name == "registers_paymentaccount" else "contact"


@service_task(
    "data_access.record_decision",
    title="登记查阅审批",
    title_en="Record a decision on access",
    inputs={
        "type": "object",
        "required": ["decision"],
        "properties": {"decision": {"enum": ["approve", "refuse"]}},
    },
)
def record_decision(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; the person's decision stands in the register, or the person is told why it does not."""
    with _told_to_the_person():
        access.decide_access(
            grant_id=int(call.variables["grant_id"]),
            approved=inputs["decision"] == "approve",
            comment=str(inputs.get("comment") or ""),
            actor=call.actor,
        )
    return {}


@service_task("data_access.grant", title="授权查阅", title_en="Grant access")
def grant(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; from now on the grant counts."""
    _set(call, "GRANTED")
    return {}


@service_task("data_access.close", title="不予授权", title_en="Refuse access")
def close(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; the request is refused."""
    _set(call, "REFUSED")
    return {}


@service_task("data_access.end", title="收回授权", title_en="End access")
def end(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; the grant has ended."""
    _set(call, "ENDED")
    return {}


@service_task("data_access.lend", title="登记借出", title_en="Lend a volume")
def lend(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; the volume is on loan to the asker, or the archivist is told with whom it is."""
    seen = call.variables
    due = dt.date.fromisoformat(str(seen["access_until"])[:10])
    borrower = User.objects.get(username=seen["asker"])
    with _told_to_the_person(), audited(actor=call.actor, instance_id=call.instance_id):
        for volume in seen["access_records"]:
            borrow_volume(volume_id=int(volume), borrower_id=borrower.pk, purpose=seen["access_purpose"], due_on=due)
    return {}


@service_task("data_access.take_back", title="登记归还", title_en="Take a volume back")
def take_back(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; the loan and its grant have ended."""
    with _told_to_the_person(), audited(actor=call.actor, instance_id=call.instance_id):
        for volume in call.variables["access_records"]:
            return_volume(volume_id=int(volume), note=str(call.variables.get("return_note") or ""))
    _set(call, "ENDED")
    return {}


def _set(call: Call, state: str) -> None:
    with _told_to_the_person():
        access.set_state(
            grant_id=int(call.variables["grant_id"]), state=state, instance_id=str(call.instance_id), actor=call.actor
        )
