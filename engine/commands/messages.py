"""Messages and signals from people and other systems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    right: str = "send_messages",
) -> Delivered:
    """delivered, started (at `unit_id`) or buffered (for `keep_seconds`), with the instance; "duplicate" for an id
    received before. A person reaches the instances of the units where the right is held, and no others."""
    _refuse_unless_sender(name, actor, right)
    refuse_too_large(orjson.dumps(variables, default=str))
    values = exact_numbers(dict(variables))
    return deliver(
        Letter(
            name, correlation_key or "", values, message_id or None,
            keep_seconds=keep_seconds, unit_id=unit_id, right=right,
        ),
        actor,
    )  # fmt: skip


def broadcast_signal(*, name: str, variables: Mapping[str, Any], actor: Actor) -> int:
    """How many instances of the sender's units the signal is on its way to; each receives it in a transaction of its
    own."""
    _refuse_unless_sender(name, actor)
    refuse_too_large(orjson.dumps(variables, default=str))
    paths = ("",) if actor.system else actor.paths("send_messages")
    with transaction.atomic():
        return queue_signal(name, exact_numbers(dict(variables)), paths=paths)


def queue_signal(
    name: str, variables: Mapping[str, Any], *, sender: int | None = None, paths: Sequence[str] = ("",)
) -> int:
    """One job per instance under the paths that waits for the signal and per definition that it starts, in the open
    transaction.

    In the instance that threw it, the `sender`, it has arrived already.
    """
    payload = dump_exact({"name": name, "variables": sealed_within(dict(variables), marks())})
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO job (kind, root_id, payload, run_at, max_attempts)"
            " SELECT 'signal_delivery', root_id, %s, %s, 10"
            " FROM (SELECT DISTINCT s.root_id FROM subscription s JOIN process_instance i ON i.id = s.root_id"
            " WHERE s.kind = 'signal' AND s.name = %s AND s.root_id IS DISTINCT FROM %s"
            " AND coalesce(i.unit_path, '') LIKE ANY(%s)) waiting",
            [payload, now, name, sender, [f"{path}%" for path in paths]],
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


def _refuse_unless_sender(name: str, actor: Actor, right: str = "send_messages") -> None:
    if not (actor.system or actor.may(right)):
        raise Forbidden(what="发送消息")
    if not name.strip():
        raise Invalid(what="消息名")
