"""Log-in and log-out: checks the password, locks out who guesses, records every attempt."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.db.models import F
from django.utils import timezone

from ledger.context import audited
from ledger.recording import record
from people.actors import SYSTEM, actor_for
from people.models import User
from people.refusals import LockedOut, NotAllowed, WrongCredentials

ALLOWED_FAILURES = 5
LOCKED_FOR = dt.timedelta(minutes=15)


def log_in(*, username: str, password: str) -> User:
    """The active user with this password; raises `WrongCredentials` or `LockedOut`, both recorded."""
    user = User.objects.filter(username=username).first()
    now = timezone.now()
    if user and user.locked_until and user.locked_until > now:
        _record("log_in_refused", user, {"username": username, "why": "locked"})
        raise _locked(user.locked_until, now)
    if not _password_is_right(user, password):
        _fail(user, username, now)
        raise WrongCredentials(username)
    if user is None or not _may_log_in(user):
        _record("log_in_refused", user, {"username": username, "why": "disabled"})
        raise WrongCredentials(username)
    User.objects.filter(pk=user.pk).update(failed_log_ins=0, locked_until=None, last_login=now, last_seen_at=now)
    _record("log_in", user, {"username": username})
    user.refresh_from_db()
    return user


def log_out(*, user: User) -> None:
    """Records the end of the session."""
    _record("log_out", user, {"username": user.username})


def unlock(*, username: str, actor: Any) -> None:
    """Lets a locked-out user try again at once; an administrator's act."""
    if not (actor.system or actor.may("administer")):
        raise NotAllowed("administer")
    with audited(actor=actor, reason="unlock"):
        user = User.objects.get(username=username)
        User.objects.filter(pk=user.pk).update(failed_log_ins=0, locked_until=None)
        record(kind="admin", action="unlock", table="people_user", record=user.pk)


def _password_is_right(user: User | None, password: str) -> bool:
    if user is None:
        make_password(password)  # as slow as the check, so that the answer's time tells nobody who exists
        return False
    return check_password(password, user.password)


def _may_log_in(user: User) -> bool:
    return user.is_active and (not user.is_demo or settings.DEMO)


def _fail(user: User | None, username: str, now: dt.datetime) -> None:
    """Counts in the database, so that tries on many servers at once are all counted."""
    body: dict[str, Any] = {"username": username[:64], "why": "password" if user else "unknown"}
    if user is None:
        _record("log_in_refused", None, body)
        return
    User.objects.filter(pk=user.pk).update(failed_log_ins=F("failed_log_ins") + 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_user SET failed_log_ins = 0, locked_until = %s WHERE id = %s AND failed_log_ins >= %s",
            [now + LOCKED_FOR, user.pk, ALLOWED_FAILURES],
        )
        locked = cursor.rowcount == 1
    _record("log_in_refused", user, body)
    if locked:
        _record("locked_out", user, {"username": username, "until": now + LOCKED_FOR})
        raise _locked(now + LOCKED_FOR, now)


def _locked(until: dt.datetime, now: dt.datetime) -> LockedOut:
    return LockedOut("", minutes=max(1, -(-int((until - now).total_seconds()) // 60)))


def _record(action: str, user: User | None, body: dict[str, Any]) -> None:
    actor = actor_for(user) if user is not None and action in ("log_in", "log_out") else SYSTEM
    with audited(actor=actor):
        record(
            kind="auth", action=action, body=body, table="people_user" if user else "", record=user.pk if user else ""
        )
