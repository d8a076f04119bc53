"""Messages and signals from people and other systems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.db import connection, transaction

from engine import clock
from engine.commands.correlation import Delivered, Letter, deliver
from engine.commands.submission import refuse_too_large
from engine.push import wake
from engine.refusals import Forbidden, Invalid
from engine.sealing import marks, sealed_within
from engine.wire import dump_exact, exact_numbers
from people.actors import Actor

__all__ = ["Delivered", "broadcast_signal", "deliver_message"]


def deliver_message(
    *,
    name: str,
    correlation_key: str,
    variables: Mapping[str, Any],
    actor: Actor,
    message_id: str | None = None,
    keep_seconds: int | None = None,
    unit_id: int | None = None,
) -> Delivered:
    """delivered, started (at `unit_id`) or buffered (for `keep_seconds`), with the instance; "duplicate" for an id
    received before."""
    _refuse_unless_sender(name, actor)
    refuse_too_large(orjson.dumps(variables, default=str))
    values = exact_numbers(dict(variables))
    letter = Letter(name, correlation_key or "", values, message_id or None, keep_seconds=keep_seconds, unit_id=unit_id)
    return deliver(letter, actor)


def broadcast_signal(*, name: str, variables: Mapping[str, Any], actor: Actor) -> int:
    """How many instances the signal is on its way to; each receives it in a transaction of its own."""
    _refuse_unless_sender(name, actor)
    refuse_too_large(orjson.dumps(variables, default=str))
    with transaction.atomic():
        return queue_signal(name, exact_numbers(dict(variables)))


def queue_signal(name: str, variables: Mapping[str, Any], *, sender: int | None = None) -> int:
    """One job per instance that waits for the signal and per definition that it starts, in the open transaction.

    In the instance that threw it, the `sender`, it has arrived already.
    """
    payload = dump_exact({"name": name, "variables": sealed_within(dict(variables), marks())})
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO job (kind, root_id, payload, run_at, max_attempts)"
            " SELECT 'signal_delivery', root_id, %s, %s, 10"
            " FROM (SELECT DISTINCT root_id FROM subscription WHERE kind = 'signal' AND name = %s"
            " AND root_id IS DISTINCT FROM %s) waiting",
            [payload, now, name, sender],
        )
        queued = cursor.rowcount
        cursor.execute(
            "INSERT INTO job (kind, type, element_id, payload, run_at, max_attempts)"
            " SELECT 'signal_start', digest, s.value ->> 'element_id', %s, %s, 10"
            " FROM process_definition, jsonb_array_elements(start_events::jsonb) s"
            " WHERE latest AND suspended_at IS NULL AND s.value ->> 'kind' = 'signal' AND s.value ->> 'name' = %s",
            [payload, now, name],
        )
        queued += cursor.rowcount
    wake(jobs=True)
    return int(queued)


def _refuse_unless_sender(name: str, actor: Actor) -> None:
    if not (actor.system or actor.may("send_messages")):
        raise Forbidden(what="发送消息")
    if not name.strip():
        raise Invalid(what="消息名")
