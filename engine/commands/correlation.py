"""Where a message belongs: one waiting place, a start event, the buffer, or nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from engine import clock, steps
from engine.commands.instances import begin_instance
from engine.commands.units import unit_for
from engine.programs import deployed
from engine.refusals import AmbiguousMessage, CommandRefused, NoSubscription
from engine.runtime.protocol import DeliverMessage
from engine.sealing import marks, sealed_within
from engine.steps import Act
from engine.wire import dump_exact
from engine.writing import write_step
from people.actors import Actor

TIME_TO_LIVE = getattr(settings, "MESSAGE_TIME_TO_LIVE_SECONDS", 7 * 24 * 3600)
TRIES = 5


@dataclass(frozen=True)
class Delivered:
    """What became of a message: delivered, started, buffered or duplicate; `instance_id` is a root instance."""

    status: str
    instance_id: str | None


@dataclass(frozen=True)
class Letter:
    """A message on its way. `at_most` holds its id, so that it arrives once."""

    name: str
    correlation_key: str
    variables: Mapping[str, Any]
    message_id: str | None = None
    known_only: bool = True
    keep_seconds: int | None = None
    """How long it waits for somebody; the setting's time without it."""
    unit_id: int | None = None
    """Where an instance that it starts belongs; the sender's own unit without it."""
    right: str = "send_messages"
    """What a person needs at the unit of the instance that waits."""


class Moved(Exception):
    """The waiting place closed between finding and locking it."""


def deliver(letter: Letter, actor: Actor) -> Delivered:
    """Delivers in a transaction of its own, again when the waiting place closed meanwhile."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return deliver_here(letter, actor)
        except Moved:
            continue
    raise CommandRefused(why=letter.name)


def deliver_here(letter: Letter, actor: Actor) -> Delivered:
    """Delivers in the open transaction, which must hold no instance."""
    if letter.message_id is not None and (earlier := _earlier(letter, actor)) is not None:
        return earlier
    status, root_id = _placed(letter, actor)
    expires = None
    if status == "buffered":
        expires = clock.now() + clock.seconds(TIME_TO_LIVE if letter.keep_seconds is None else letter.keep_seconds)
    _remember(letter, actor, status, root_id, expires)
    return Delivered(status, None if root_id is None else str(root_id))


def _placed(letter: Letter, actor: Actor) -> tuple[str, int | None]:
    waiting = within_reach(waiting_places(letter.name, letter.correlation_key), actor, letter.right)
    roots = {root for root, _, _ in waiting}
    if len(roots) > 1:
        raise AmbiguousMessage(name=letter.name, count=len(waiting))
    if waiting:
        root_id, work_id, element_id = waiting[0]
        if _is_suspended(root_id):
            return "buffered", None
        hand_over(root_id, work_id, element_id, letter, actor)
        return "delivered", root_id
    starts = _message_starts(letter.name)
    if len(starts) > 1:
        raise AmbiguousMessage(name=letter.name, count=len(starts))
    if starts:
        digest, element_id = starts[0]
        started = begin_instance(
            version=deployed(digest), variables=letter.variables, actor=actor, business_key="",
            unit=unit_for(actor, letter.unit_id, []), at=element_id, command="deliver_message",
        )  # fmt: skip
        return "started", started.id
    if letter.known_only and not _is_known(letter.name):
        raise NoSubscription(name=letter.name)
    return "buffered", None


def hand_over(root_id: int, work_id: str, element_id: str, letter: Letter, actor: Actor) -> None:
    """The message, delivered to one waiting place; the instance is locked first and the place looked at again."""
    details = {"message": letter.name, "correlation_key": letter.correlation_key}
    act = Act(actor, "deliver_message", clock.now(), element_id, details=details)
    instance = steps.lock_instance(instance_id=root_id, act=act)
    if instance.state != "ACTIVE" or not _still_waits(root_id, work_id):
        raise Moved
    merged = steps.advance(instance=instance, command=DeliverMessage(work_id, letter.variables), act=act)
    write_step(instance=instance, merged=merged, act=act)


def waiting_places(name: str, correlation_key: str) -> list[tuple[int, str, str]]:
    """(root, work, element) of every subscription that matches; those without a key only when no key matches."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT root_id, work_id, element_id, coalesce(correlation_key, '') = %s FROM subscription"
            " WHERE kind = 'message' AND name = %s AND (correlation_key = %s OR correlation_key IS NULL"
            " OR correlation_key = '') ORDER BY 4 DESC, id LIMIT 50",
            [correlation_key, name, correlation_key],
        )
        found = cursor.fetchall()
    exact = [row[:3] for row in found if row[3]]
    return exact or [row[:3] for row in found]


def within_reach(places: list[tuple[int, str, str]], actor: Actor, *rights: str) -> list[tuple[int, str, str]]:
    """The waiting places at whose unit the actor holds one of the rights: to a person the others are not there."""
    if actor.system or not places:
        return places
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, unit_path FROM process_instance WHERE id = ANY(%s)", [[root for root, *_ in places]])
        paths = dict(cursor.fetchall())
    return [place for place in places if any(actor.may_at(right, paths.get(place[0]) or "") for right in rights)]


def awaited_keys(name: str, keys: Iterable[str]) -> set[str]:
    """Which of the keys somebody waits with for a message of that name; all of them when somebody takes any."""
    asked = list(keys)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT coalesce(correlation_key, '') FROM subscription WHERE kind = 'message' AND name = %s"
            " AND (correlation_key = ANY (%s) OR coalesce(correlation_key, '') = '')",
            [name, asked],
        )
        found = {key for (key,) in cursor.fetchall()}
    return set(asked) if "" in found else found


def _is_suspended(root_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM process_instance WHERE id = %s AND state = 'SUSPENDED'", [root_id])
        return cursor.fetchone() is not None


def _still_waits(root_id: int, work_id: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM subscription WHERE root_id = %s AND work_id = %s", [root_id, work_id])
        return cursor.fetchone() is not None


def _message_starts(name: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT digest, s.value ->> 'element_id'"
            " FROM process_definition, jsonb_array_elements(start_events::jsonb) s"
            " WHERE latest AND suspended_at IS NULL AND s.value ->> 'kind' = 'message' AND s.value ->> 'name' = %s",
            [name],
        )
        return list(cursor.fetchall())


def _is_known(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM process_definition WHERE jsonb_exists_any(message_names::jsonb, %s) LIMIT 1", [[name, "*"]]
        )
        return cursor.fetchone() is not None


def _earlier(letter: Letter, actor: Actor) -> Delivered | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO message (message_id, name, correlation_key, variables, status, received_at, received_by_id,"
            " received_by) VALUES (%s, %s, %s, '{}', 'received', %s, %s, %s) ON CONFLICT (message_id) DO NOTHING",
            [letter.message_id, letter.name, letter.correlation_key, clock.now(), actor.user_id, actor.username],
        )
        if cursor.rowcount:
            return None
        cursor.execute("SELECT instance_id FROM message WHERE message_id = %s", [letter.message_id])
        root_id = cursor.fetchone()[0]
    return Delivered("duplicate", None if root_id is None else str(root_id))


def _remember(letter: Letter, actor: Actor, status: str, root_id: int | None, expires: Any) -> None:
    text = dump_exact(sealed_within(dict(letter.variables), marks())) if status == "buffered" else "{}"
    with connection.cursor() as cursor:
        if letter.message_id is not None:
            cursor.execute(
                "UPDATE message SET status = %s, instance_id = %s, variables = %s, expires_at = %s"
                " WHERE message_id = %s",
                [status, root_id, text, expires, letter.message_id],
            )
            return
        cursor.execute(
            "INSERT INTO message (name, correlation_key, variables, status, instance_id, received_at, received_by_id,"
            " received_by, expires_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [letter.name, letter.correlation_key, text, status, root_id, clock.now(), actor.user_id, actor.username,
             expires],
        )  # fmt: skip
