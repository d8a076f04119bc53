"""Legal hold: an instance that stays where it is, whatever retention says, until the hold is lifted."""

from __future__ import annotations

from django.db import connection, transaction

from engine import access, clock
from engine.commands.assignment import number
from engine.refusals import Forbidden, Invalid, NotFound
from ledger.context import audited
from ledger.recording import record
from people.actors import Actor

_PLACE = """INSERT INTO legal_hold (root_id, reason, placed_at, placed_by) SELECT i.root_id, %s, %s, %s
 FROM every_process_instance i WHERE i.id = %s ON CONFLICT (root_id) WHERE lifted_at IS NULL DO NOTHING
 RETURNING root_id"""
_LIFT = """UPDATE legal_hold SET lifted_at = %s, lifted_by = %s, lifted_reason = %s
 WHERE root_id = %s AND lifted_at IS NULL RETURNING reason"""
_ROOT = "SELECT i.root_id, i.unit_path FROM every_process_instance i WHERE i.id = %s"


def place_legal_hold(*, instance_id: int | str, actor: Actor, reason: str) -> bool:
    """Whether the instance is under legal hold now and was not before."""
    root = _allowed(instance_id, actor, reason)
    with audited(actor=actor, instance_id=root, reason=reason), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PLACE, [reason, clock.now(), actor.username, root])
        placed = cursor.fetchone() is not None
        if placed:
            _told("place_legal_hold", root, {"held": {"old": False, "new": True}})
    return placed


def lift_legal_hold(*, instance_id: int | str, actor: Actor, reason: str) -> bool:
    """Whether the instance was under legal hold and is not any more."""
    root = _allowed(instance_id, actor, reason)
    with audited(actor=actor, instance_id=root, reason=reason), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LIFT, [clock.now(), actor.username, reason, root])
        lifted = cursor.fetchone() is not None
        if lifted:
            _told("lift_legal_hold", root, {"held": {"old": True, "new": False}})
    return lifted


def _allowed(instance_id: int | str, actor: Actor, reason: str) -> int:
    if not reason.strip():
        raise Invalid(what="原因")
    with connection.cursor() as cursor:
        cursor.execute(_ROOT, [number(instance_id, "流程实例")])
        row = cursor.fetchone()
    if row is None:
        raise NotFound(thing="流程实例")
    if not (actor.system or actor.may_at("hold_instances", row[1])):
        if not access.sees_unit(actor, row[1]):
            raise NotFound(thing="流程实例")
        raise Forbidden(what="法定保全")
    return int(row[0])


def _told(action: str, root: int, body: dict[str, object]) -> None:
    record(kind="admin", action=action, body=body, table="legal_hold", record=root, instance_id=root)
