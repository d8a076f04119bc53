"""Changing somebody's rights: one administrator proposes, another decides, and the ledger tells both."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from ledger.context import audited
from ledger.recording import record
from people import holding
from people.actors import Actor
from people.models import Position, RightsChange, Unit, User, today
from people.refusals import AlreadyDecided, NotAllowed, NotWhole, TwoPeople
from people.roles import ROLES

Kind, State = RightsChange.Kind, RightsChange.State
LONGEST_EMERGENCY = 480


def propose_rights_change(
    *,
    kind: str,
    username: str,
    reason: str,
    actor: Actor,
    role: str = "",
    unit_code: str = "",
    position_id: int | None = None,
    valid_from: dt.date | None = None,
    valid_until: dt.date | None = None,
    minutes: int | None = None,
) -> RightsChange:
    """The proposal, which changes nothing yet; raises what is missing.

    An emergency may be proposed by anybody for themselves, everything else by an administrator of the unit.
    """
    user = User.objects.filter(username=username).first()
    if user is None or actor.user_id is None or not reason.strip():
        raise NotWhole("username" if user is None else "reason")
    change = RightsChange(kind=kind, user=user, reason=reason.strip(), proposed_by_id=actor.user_id)
    if kind in (Kind.GIVE, Kind.EMERGENCY):
        _place(change, role, unit_code)
    if kind == Kind.END:
        change.position = _own(user, position_id)
        change.role, change.unit = change.position.role, change.position.unit
    if kind == Kind.GIVE:
        change.valid_from, change.valid_until = valid_from or today(), valid_until
        _check_dates(change)
    if kind == Kind.EMERGENCY:
        if not 1 <= (minutes or 0) <= LONGEST_EMERGENCY:
            raise NotWhole("minutes")
        change.minutes = minutes
    if not (kind == Kind.EMERGENCY and actor.username == username):
        _require(actor, change)
    with audited(actor=actor, reason=change.reason):
        change.save()
        record(kind="admin", action="rights_change_proposed", table="people_rightschange", record=change.pk)
    return change


def decide_rights_change(*, change_id: int, approve: bool, actor: Actor, comment: str = "") -> RightsChange:
    """The change, in force or refused; not decided by the proposer, the person themselves or their substitutes."""
    with audited(actor=actor, reason=comment, change_request=f"rights:{change_id}"):
        change = RightsChange.objects.select_for_update().get(pk=change_id)
        if change.state != State.PROPOSED:
            raise AlreadyDecided
        _require(actor, change)
        if _hands(actor) & {change.proposed_by_id, change.user_id}:
            raise TwoPeople
        change.state = State.APPROVED if approve else State.REFUSED
        change.decided_by_id, change.decided_at, change.comment = actor.user_id, timezone.now(), comment
        change.save()  # before it takes effect: the database lets a position follow a decided change alone
        if approve:
            _apply(change)
            change.save()
        word = "rights_change_approved" if approve else "rights_change_refused"
        record(kind="admin", action=word, table="people_rightschange", record=change.pk)
    return change


def end_emergency(*, change_id: int, actor: Actor) -> RightsChange:
    """The emergency is over before its time; whoever has it or administers its unit ends it."""
    with audited(actor=actor, reason="emergency ended", change_request=f"rights:{change_id}"):
        change = RightsChange.objects.select_for_update().get(pk=change_id, kind=Kind.EMERGENCY)
        if change.user_id != actor.user_id:
            _require(actor, change)
        if change.state != State.APPROVED:
            raise AlreadyDecided
        change.state, change.ends_at = State.ENDED, timezone.now()
        change.save()
        _renew(change.user_id)
        record(kind="admin", action="emergency_ended", table="people_rightschange", record=change.pk)
    return change


def open_emergencies() -> list[RightsChange]:
    """The emergencies in force now: an alarm for administrators and auditors as long as one stands here."""
    rows = RightsChange.objects.filter(kind=Kind.EMERGENCY, state=State.APPROVED, ends_at__gt=timezone.now())
    return list(rows.select_related("user", "role", "unit", "proposed_by", "decided_by").order_by("pk"))


def _place(change: RightsChange, role: str, unit_code: str) -> None:
    unit = Unit.objects.filter(code=unit_code, is_open=True).first()
    if role not in ROLES or unit is None:
        raise NotWhole("role" if role not in ROLES else "unit")
    change.role_id, change.unit = role, unit


def _own(user: User, position_id: int | None) -> Position:
    position = Position.objects.filter(pk=position_id or 0, user=user).select_related("role", "unit").first()
    if position is None:
        raise NotWhole("position")
    return position


def _check_dates(change: RightsChange) -> None:
    if change.valid_until and change.valid_from and change.valid_until < change.valid_from:
        raise NotWhole("valid_until")


def _require(actor: Actor, change: RightsChange) -> None:
    """An administrator of the unit concerned: of the change, else of the person."""
    unit = change.unit or change.user.unit
    if not actor.may_at("administer", unit.path if unit else ""):
        raise NotAllowed("administer")


def _hands(actor: Actor) -> set[int | None]:
    behalf = {actor.on_behalf_of[0]} if actor.on_behalf_of else set()
    return {actor.user_id, *behalf, *(stand_in.user_id for stand_in in actor.stands_in)}


def _apply(change: RightsChange) -> None:
    if change.kind == Kind.GIVE and change.unit:
        change.position = holding.put_position(
            username=change.user.username, role=str(change.role_id), unit=change.unit,
            valid_from=change.valid_from, valid_until=change.valid_until,
        )  # fmt: skip
    elif change.kind == Kind.END and change.position_id:
        change.position = holding.stop_position(change.position_id)
    elif change.kind in (Kind.ENABLE, Kind.DISABLE):
        holding.switch_account(username=change.user.username, active=change.kind == Kind.ENABLE)
    elif change.kind == Kind.EMERGENCY:
        change.ends_at = timezone.now() + dt.timedelta(minutes=change.minutes or 0)
        change.save()
        _renew(change.user_id)
        body = {"role": change.role_id, "unit": change.unit.code if change.unit else "", "until": change.ends_at}
        record(kind="admin", action="emergency_opened", body=body, table="people_rightschange", record=change.pk)


def _renew(user_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_bump(ARRAY[%s]::bigint[])", [user_id])


def visible_changes(actor: Actor) -> QuerySet[RightsChange]:
    """The changes that the actor may see, the newest first: auditors all, administrators of their units."""
    beside = ("user__unit", "role", "unit", "proposed_by", "decided_by")
    rows = RightsChange.objects.select_related(*beside).order_by("-pk")
    if actor.may("audit"):
        return rows
    seen = Q(user_id=actor.user_id) | Q(proposed_by_id=actor.user_id)
    for path in actor.paths("administer"):
        seen |= Q(unit__path__startswith=path) | Q(unit=None, user__unit__path__startswith=path)
    return rows.filter(seen)
