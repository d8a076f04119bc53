"""Accounts, substitutes and changes of rights as the API shows them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db.models import Model
from django.utils import timezone

from api.people import role_name, unit_ref
from people.accounts import is_current
from people.actors import Actor
from people.models import Position, RightsChange, Substitute, User
from people.sessions import sessions_of


def person_ref(user: User | None) -> dict[str, str] | None:
    """The person as a reference, None for none."""
    return {"username": user.username, "full_name": user.full_name} if user else None


def group_ref(role: str | None, lang: str) -> dict[str, str] | None:
    """The role as a reference, None for none."""
    return {"key": role, "name": role_name(role, lang)} if role else None


def account(user: User, lang: str) -> dict[str, Any]:
    """A line of the list of accounts; the user comes from `people.accounts`."""
    held = {p.role_id for p in user.positions.all() if is_current(p.valid_from, p.valid_until) == "now"}
    return {
        "username": user.username,
        "full_name": user.full_name,
        "unit": unit_ref(user.unit),
        "roles": [group_ref(role, lang) for role in sorted(held)],
        "is_active": user.is_active,
        "is_locked": bool(user.locked_until and user.locked_until > timezone.now()),
        "second_factor": _annotated(user, "confirmed"),
        "seen_at": _annotated(user, "seen_at"),
        "created_at": user.created_at,
        "unused": _annotated(user, "unused"),
    }


def account_detail(user: User, lang: str) -> dict[str, Any]:
    """One account with its positions of all times and its log-ins."""
    positions = user.positions.select_related("unit").order_by("-valid_from", "pk")
    return account(user, lang) | {
        "phone": user.phone,
        "positions": [position(p, lang) for p in positions],
        "sessions": [asdict(s) for s in sessions_of(user)],
    }


def position(row: Position, lang: str) -> dict[str, Any]:
    """A position with whether it is held now."""
    return {
        "id": str(row.pk),
        "role": group_ref(row.role_id, lang),
        "unit": unit_ref(row.unit),
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "state": is_current(row.valid_from, row.valid_until),
    }


def substitute(row: Substitute, actor: Actor, lang: str) -> dict[str, Any]:
    """A substitution with whether it runs and whether the reader may end it."""
    return {
        "id": str(row.pk),
        "absent": person_ref(row.absent),
        "substitute": person_ref(row.substitute),
        "definitions": list(row.definitions),
        "roles": [group_ref(role, lang) for role in row.roles],
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "state": is_current(row.valid_from, row.valid_until),
        "may_end": actor.user_id == row.absent_id or actor.may("administer"),
    }


def rights_change(row: RightsChange, actor: Actor, lang: str) -> dict[str, Any]:
    """A change of rights with what the reader may do about it."""
    place = row.unit or row.user.unit
    administers = actor.may_at("administer", place.path if place else "")
    mine = actor.user_id in (row.proposed_by_id, row.user_id)
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "state": row.state,
        "user": person_ref(row.user),
        "role": group_ref(row.role_id, lang),
        "unit": unit_ref(row.unit),
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "minutes": row.minutes,
        "ends_at": row.ends_at,
        "reason": row.reason,
        "proposed_by": person_ref(row.proposed_by),
        "proposed_at": row.proposed_at,
        "decided_by": person_ref(row.decided_by),
        "decided_at": row.decided_at,
        "comment": row.comment,
        "may_decide": row.state == "PROPOSED" and administers and not mine,
        "may_end": _runs(row) and (administers or row.user_id == actor.user_id),
    }


def _runs(row: RightsChange) -> bool:
    return row.kind == "emergency" and row.state == "APPROVED" and bool(row.ends_at and row.ends_at > timezone.now())


def _annotated(row: Model, name: str) -> Any:
    return getattr(row, name)
