"""Log-in and log-out: checks the password, locks out who guesses, records every attempt."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django.utils import timezone

from ledger.context import audited
from ledger.recording import record
from people import second_factor
from people.actors import SYSTEM, Actor, actor_for
from people.models import Session, User
from people.refusals import CodeNeeded, LockedOut, NoSuchAccount, NotAllowed, WeakPassword, WrongCode, WrongCredentials
from people.session_store import public_id

ALLOWED_FAILURES = 5
LOCKED_FOR = dt.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A log-in that lasts: from where, with what, since when."""

    id: str
    ip: str
    agent: str
    created_at: dt.datetime
    seen_at: dt.datetime
    current: bool


def log_in(*, username: str, password: str, code: str = "") -> User:
    """The active user with this password and, who has an authenticator, its code; every attempt is recorded.

    Raises `WrongCredentials`, `LockedOut`, `CodeNeeded` or `WrongCode`; a wrong code counts like a wrong password.
    """
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
    if second_factor.has_one(user):
        _check_code(user, code, now)
    _let_in(user, now, "password")
    return user


def log_in_elsewhere(*, username: str) -> User:
    """The active user whom the company's own log-in page (OpenID Connect) has vouched for; recorded."""
    user = User.objects.filter(username=username).first()
    if user is None or not _may_log_in(user):
        _record("log_in_refused", user, {"username": username[:64], "why": "unknown" if user is None else "disabled"})
        raise NoSuchAccount(username)
    _let_in(user, timezone.now(), "oidc")
    return user


def sessions_of(user: User, *, current_key: str = "") -> list[OpenSession]:
    """The person's log-ins that still last, the newest first."""
    rows = Session.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-created_at")
    return [
        OpenSession(
            id=public_id(row.session_key),
            ip=row.ip,
            agent=row.agent,
            created_at=row.created_at,
            seen_at=row.seen_at,
            current=row.session_key == current_key,
        )
        for row in rows
    ]


def end_sessions(*, username: str, actor: Actor, session_id: str = "", keep: str = "", reason: str = "") -> int:
    """How many log-ins were ended: the one named, or all but the session whose key is `keep`.

    People end their own, administrators anybody's.
    """
    if actor.username != username and not (actor.system or actor.may("administer")):
        raise NotAllowed("administer")
    with audited(actor=actor, reason=reason or "end sessions"):
        user = User.objects.get(username=username)
        keys = Session.objects.filter(user=user).exclude(pk=keep).values_list("pk", flat=True)
        ended = [key for key in keys if not session_id or public_id(key) == session_id]
        Session.objects.filter(pk__in=ended).delete()
        if ended:
            record(
                kind="auth", action="sessions_ended", body={"count": len(ended)}, table="people_user", record=user.pk
            )
    return len(ended)


def change_password(*, user: User, old: str, new: str, keep: str = "") -> None:
    """The new password holds from now on and the person's other log-ins end; raises what is wrong with either."""
    if user.is_demo:
        raise NotAllowed("demo account")
    if not check_password(old, user.password):
        _fail(user, user.username, timezone.now())
        raise WrongCredentials(user.username)
    _check_rules(new, user)
    _set_password(user, new, must_change=False)
    end_sessions(username=user.username, actor=actor_for(user), keep=keep, reason="change password")


def reset_password(*, username: str, actor: Actor, reason: str) -> str:
    """A password for one log-in, after which the person must choose another; an administrator's act."""
    if not (actor.system or actor.may("administer")):
        raise NotAllowed("administer")
    once = secrets.token_urlsafe(12)
    with audited(actor=actor, reason=reason):
        user = User.objects.get(username=username, is_demo=False)
        user.set_password(once)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        end_sessions(username=username, actor=actor, reason=reason)
        record(kind="admin", action="password_reset", table="people_user", record=user.pk)
    return once


def note_seen(*, user_id: int, session_key: str) -> None:
    """The person and the session were there just now."""
    now = timezone.now()
    User.objects.filter(pk=user_id).update(last_seen_at=now)
    Session.objects.filter(pk=session_key).update(seen_at=now)


def unfinished(user: User) -> str:
    """What a person must do before anything else: "password", "second_factor" or "" for nothing."""
    if user.must_change_password:
        return "password"
    return "second_factor" if second_factor.is_needed(user) and not second_factor.has_one(user) else ""


def _check_code(user: User, code: str, now: dt.datetime) -> None:
    if not code:
        raise CodeNeeded
    if not second_factor.passes(user, code):
        _fail(user, user.username, now, why="code")
        raise WrongCode


def _check_rules(new: str, user: User) -> None:
    try:
        validate_password(new, user)
    except ValidationError as wrong:
        raise WeakPassword(" ".join(wrong.messages)) from None


def _set_password(user: User, new: str, *, must_change: bool) -> None:
    with audited(actor=actor_for(user), reason="change password"):
        user.set_password(new)
        user.must_change_password = must_change
        user.save(update_fields=["password", "must_change_password"])
        record(kind="auth", action="password_changed", table="people_user", record=user.pk)


def _let_in(user: User, now: dt.datetime, by: str) -> None:
    User.objects.filter(pk=user.pk).update(failed_log_ins=0, locked_until=None, last_login=now, last_seen_at=now)
    _record("log_in", user, {"username": user.username, "by": by})
    user.refresh_from_db()


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


def _fail(user: User | None, username: str, now: dt.datetime, why: str = "password") -> None:
    """Counts in the database, so that tries on many servers at once are all counted."""
    body: dict[str, Any] = {"username": username[:64], "why": why if user else "unknown"}
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
