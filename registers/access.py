"""Asks for, decides, gives and ends access to what a reader sees masked; the database checks each step again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Model

from ledger.context import audited
from people.actors import Actor
from people.permissions import fields, path_of, thing_named
from registers.access_refusals import NothingToLift
from registers.listing import Asked, count_of, listed_for, visible
from registers.lists import Listed
from registers.models import AccessApproval, AccessGrant
from registers.refusals import NoSuchRecord, told_by_the_database

State = AccessGrant.State


def ask_access(
    *,
    kind: str,
    register: str,
    purpose: str,
    valid_until: dt.date,
    instance_id: str,
    actor: Actor,
    records: Sequence[int] = (),
    names: Sequence[str] = (),
    asked: Asked | None = None,
    list_filter: str = "",
) -> AccessGrant:
    """The request, which lifts nothing yet; raises for what the asker cannot see at all or sees whole already."""
    listed = listed_for(actor, register)
    rows = list(visible(actor, listed).filter(pk__in=records)) if records else []
    if len(rows) != len(set(records)) or (kind != "export" and not rows):
        raise NoSuchRecord("、".join(map(str, records)))
    if kind == "borrow" and register != "volumes":
        raise NothingToLift(register)
    unfit = [name for name in names if not _liftable(actor, listed, rows, name, kind)]
    if unfit or (kind == "fields" and not names):
        raise NothingToLift("、".join(unfit) or register)
    count = count_of(actor, register, asked or Asked()) if kind == "export" else len(rows)
    with audited(actor=actor, instance_id=instance_id, reason=purpose), told_by_the_database(register):
        return AccessGrant.objects.create(
            kind=kind,
            user_id=actor.user_id or 0,
            register=register,
            table_name=listed.model._meta.db_table,
            records=sorted(set(records)),
            fields=sorted(set(names)),
            list_filter=list_filter,
            row_count=count,
            purpose=purpose,
            valid_until=valid_until,
            instance=instance_id,
        )


def decide_access(*, grant_id: int, approved: bool, actor: Actor, comment: str = "") -> AccessApproval:
    """The decision; the database refuses the asker, the asker's side and whoever lacks the authority."""
    grant = _grant(grant_id)
    with audited(actor=actor, instance_id=grant.instance, reason=comment), told_by_the_database(str(grant_id)):
        return AccessApproval.objects.create(
            grant=grant,
            approver_id=actor.user_id or 0,
            on_behalf_of_id=actor.on_behalf_of[0] if actor.on_behalf_of else None,
            approved=approved,
            comment=comment,
        )


def set_state(*, grant_id: int, state: str, instance_id: str, actor: Actor) -> AccessGrant:
    """The grant as GRANTED, REFUSED or ENDED, inside its own instance only; one that was ended early stays so."""
    grant = _grant(grant_id)
    if grant.state == state == State.ENDED:
        return grant
    with audited(actor=actor, instance_id=instance_id), told_by_the_database(str(grant.get_state_display())):
        grant.state = State(state)
        grant.save(update_fields=["state"])
    return _grant(grant_id)


def _liftable(actor: Actor, listed: Listed, rows: Sequence[Model], name: str, kind: str) -> bool:
    thing = thing_named(listed.model)
    column = thing.columns.get(name) if thing else None
    if column is None or not column.see or not column.mask:
        return False
    if kind == "export":
        return True
    paths = {path_of(row, thing.unit_path) if thing else None for row in rows}
    return any(fields(actor, listed.model, unit_path=path).get(name) == "masked" for path in paths)


def _grant(grant_id: int) -> AccessGrant:
    found = AccessGrant.objects.select_for_update(of=("self",)).filter(pk=grant_id).first()
    if found is None:
        raise NoSuchRecord(f"access {grant_id}")
    return found
