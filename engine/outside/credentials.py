"""Keys of machines: made once, shown once, kept as a digest, revocable."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction

from engine import access, clock
from engine.outside.models import MachineCredential
from engine.refusals import Forbidden, Invalid, NotFound
from ledger.context import audited
from people.actors import Actor

PREFIX = "gpw_"
_TOPIC = re.compile(r"external\.[a-z][a-z0-9_.-]{0,80}\*?")
_NAME = re.compile(r"[a-z][a-z0-9_.-]{1,60}")
_SEEN = """UPDATE machine_credential SET last_used_at = %s WHERE id = %s
 AND (last_used_at IS NULL OR last_used_at < %s - interval '1 minute')"""


@dataclass(frozen=True)
class Machine:
    """A worker outside, known by its token; stands where a request's user stands."""

    credential_id: int
    name: str
    topics: tuple[str, ...]
    is_authenticated: bool = True

    @property
    def actor(self) -> Actor:
        """The machine as the trace and the ledger name it."""
        return Actor(user_id=None, username=f"worker:{self.name}", full_name=self.name)

    def may_work(self, topic: str) -> bool:
        """Whether the key is for this topic; `external.gis.*` stands for all that begin so."""
        return any(topic.startswith(own[:-1]) if own.endswith("*") else topic == own for own in self.topics)


def make_credential(
    *, name: str, topics: Sequence[str], actor: Actor, days: int | None = None, reason: str = ""
) -> tuple[dict[str, Any], str]:
    """The credential as the API shows it, and the token, which is never shown again."""
    _refuse_unless_administrator(actor)
    if not _NAME.fullmatch(name) or not topics or not all(_TOPIC.fullmatch(topic) for topic in topics):
        raise Invalid(what="name: a-z 0-9 _ . - ; topics: external.<name>")
    token = PREFIX + secrets.token_urlsafe(32)
    now = clock.now()
    try:
        with transaction.atomic(), audited(actor=actor, reason=reason):
            made = MachineCredential.objects.create(
                name=name, sha256=_digest(token), topics=sorted(set(topics)), created_at=now,
                created_by=actor.username, expires_at=now + dt.timedelta(days=days) if days else None,
            )  # fmt: skip
    except IntegrityError:
        raise Invalid(what=f"name {name}") from None
    return _shown(made), token


def revoke_credential(*, credential_id: str, actor: Actor, reason: str) -> dict[str, Any]:
    """The credential, which from now on opens nothing."""
    _refuse_unless_administrator(actor)
    if not reason.strip():
        raise Invalid(what="取消原因")
    with transaction.atomic(), audited(actor=actor, reason=reason):
        found = MachineCredential.objects.select_for_update().filter(pk=_number(credential_id)).first()
        if found is None:
            raise NotFound(thing="机器凭证")
        if found.revoked_at is None:
            found.revoked_at, found.revoked_by = clock.now(), actor.username
            found.save(update_fields=["revoked_at", "revoked_by"])
    return _shown(found)


def credentials(actor: Actor) -> list[dict[str, Any]]:
    """Every credential, the newest first, without tokens."""
    _refuse_unless_administrator(actor)
    return [_shown(one) for one in MachineCredential.objects.order_by("-id")]


def machine_of(token: str) -> Machine | None:
    """The machine of a token that is neither revoked nor expired."""
    found = MachineCredential.objects.filter(sha256=_digest(token), revoked_at=None, permission="work_jobs").first()
    now = clock.now()
    if found is None or (found.expires_at is not None and found.expires_at <= now):
        return None
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [now, found.pk, now])
    return Machine(found.pk, found.name, tuple(found.topics))


def _digest(token: str) -> str:
    """SHA-256 suffices: the token is 256 random bits, not a password."""
    return hashlib.sha256(token.encode()).hexdigest()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0


def _refuse_unless_administrator(actor: Actor) -> None:
    if not actor.may("administer"):
        raise Forbidden(what="管理机器凭证")


def _shown(one: MachineCredential) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "name": one.name,
        "topics": list(one.topics),
        "created_at": access.moment(one.created_at),
        "created_by": one.created_by,
        "expires_at": access.moment(one.expires_at),
        "revoked_at": access.moment(one.revoked_at),
        "revoked_by": one.revoked_by,
        "last_used_at": access.moment(one.last_used_at),
    }
