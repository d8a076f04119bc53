"""The same request again gets the same answer, under the actor's Idempotency-Key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import orjson
from django.db import IntegrityError, connection, transaction

from engine.refusals import EngineRefusal, IdempotencyKeyMissing, IdempotencyKeyReused
from engine.wire import dump_plain
from people.actors import Actor

_KNOWN = "SELECT command, body_hash, answer FROM idempotency_key WHERE actor_id = %s AND key = %s"


def answered_once(
    *, actor: Actor, key: str, command: str, body: Any, work: Callable[[str], dict[str, Any]]
) -> dict[str, Any]:
    """What `work` answers, done in one transaction; under a key that was answered before, that answer.

    `work` is given the hash of the body and writes the key's row itself.
    """
    if not key:
        raise IdempotencyKeyMissing
    body_hash = _hash(command, body)
    known = _known(actor, key, command, body_hash)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return work(body_hash)
    except (IntegrityError, EngineRefusal) as problem:
        # whoever waited for the lock finds the work done: refused to others, answered under the key that did it
        if isinstance(problem, IntegrityError) and "idempotency_key" not in str(problem):
            raise
        known = _known(actor, key, command, body_hash)
        if known is None:
            raise
        return known


def _hash(command: str, body: Any) -> str:
    text = orjson.dumps(orjson.loads(dump_plain([command, body])), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()


def _known(actor: Actor, key: str, command: str, body_hash: str) -> dict[str, Any] | None:
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [actor.user_id or 0, key])
        row = cursor.fetchone()
    if row is None:
        return None
    if row[0] != command or row[1] != body_hash:
        raise IdempotencyKeyReused
    return dict(orjson.loads(row[2]))
