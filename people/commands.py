"""Changes of people, each in one transaction with its actor."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Iterable

from ledger.context import audited
from people import holding
from people.actors import Actor
from people.models import Position, Substitute, Unit, User
from people.refusals import NoSuchUnit, NotAllowed, NotWhole


def give_position(
    *,
    username: str,
    role: str,
    unit_code: str,
    actor: Actor,
    valid_from: dt.date | None = None,
    valid_until: dt.date | None = None,
    reason: str = "",
) -> Position:
    """The position; the user's rights change at once in every process. The system's act: people propose it."""
    _require_system(actor)
    unit = Unit.objects.filter(code=unit_code, is_open=True).first()
    if unit is None:
        raise NoSuchUnit(unit_code)
    with audited(actor=actor, reason=reason):
        return holding.put_position(
            username=username, role=role, unit=unit, valid_from=valid_from, valid_until=valid_until
        )


def end_position(*, position_id: int, actor: Actor, reason: str = "") -> None:
    """Ends the position: yesterday was its last day, or it is removed when it began today. The system's act."""
    _require_system(actor)
    with audited(actor=actor, reason=reason):
        holding.stop_position(position_id)


def set_active(*, username: str, active: bool, actor: Actor, reason: str) -> None:
    """Whether the user may log in and holds anything; who may not is logged out at once. The system's act."""
    _require_system(actor)
    with audited(actor=actor, reason=reason):
        holding.switch_account(username=username, active=active)


def open_account(
    *, username: str, full_name: str, actor: Actor, unit_code: str = "", phone: str = "", reason: str = ""
) -> tuple[User, str]:
    """The new user, who holds nothing yet, and the password for the first log-in."""
    unit = Unit.objects.filter(code=unit_code, is_open=True).first() if unit_code else None
    if unit_code and unit is None:
        raise NoSuchUnit(unit_code)
    _require_at(actor, "administer", unit.path if unit else "")
    if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,63}", username) or User.objects.filter(username=username).exists():
        raise NotWhole("username")
    once = secrets.token_urlsafe(12)
    with audited(actor=actor, reason=reason or "open account"):
        user = User(username=username, full_name=full_name, unit=unit, phone=phone, must_change_password=True)
        user.set_password(once)
        user.save()
    return user, once


def appoint_substitute(
    *,
    absent: str,
    substitute: str,
    valid_from: dt.date,
    valid_until: dt.date,
    actor: Actor,
    definitions: Iterable[str] = (),
    roles: Iterable[str] = (),
    reason: str = "",
) -> Substitute:
    """Who stands in for whom and when; people appoint their own, an administrator anyone's."""
    if actor.username != absent:
        _require(actor, "administer")
    with audited(actor=actor, reason=reason):
        return Substitute.objects.create(
            absent=User.objects.get(username=absent),
            substitute=User.objects.get(username=substitute, is_active=True),
            definitions=sorted(definitions),
            roles=sorted(roles),
            valid_from=valid_from,
            valid_until=valid_until,
        )


def end_substitute(*, substitute_id: int, actor: Actor, reason: str = "") -> None:
    """Ends the substitution at once; it is removed, and the ledger keeps what it was."""
    with audited(actor=actor, reason=reason):
        row = Substitute.objects.select_for_update(of=("self",)).select_related("absent").get(pk=substitute_id)
        if actor.user_id != row.absent_id:
            _require(actor, "administer")
        row.delete()


def choose_language(*, language: str, actor: Actor) -> User:
    """The user with the language of the interface chosen for every device."""
    with audited(actor=actor):
        user = User.objects.select_for_update().get(username=actor.username)
        user.language = language
        user.save(update_fields=["language"])
    return user


def _require_system(actor: Actor) -> None:
    """People change rights by a proposal that another one approves (`people.rights`)."""
    if not actor.system:
        raise NotAllowed("administer")


def _require(actor: Actor, permission: str) -> None:
    if not (actor.system or actor.may(permission)):
        raise NotAllowed(permission)


def _require_at(actor: Actor, permission: str, unit_path: str) -> None:
    if not (actor.system or actor.may_at(permission, unit_path)):
        raise NotAllowed(permission)
