"""Says once per transaction who acts, for whom, in which task and why; watched tables refuse writes without it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection, transaction

_SET = "set_config('app.context', %s, true)"
_REPLACE = f"SELECT current_setting('app.context', true), {_SET}"


class Acting(Protocol):
    """What the ledger needs to know of an actor; `people.actors.Actor` is one."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def username(self) -> str: ...
    @property
    def full_name(self) -> str: ...
    @property
    def on_behalf_of(self) -> tuple[int, str] | None: ...
    @property
    def on_behalf_of_name(self) -> str: ...
    @property
    def emergency(self) -> str: ...
    @property
    def system(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from: its id and the client's address as the trusted proxy tells it."""

    request_id: str = ""
    ip: str = ""


_origin: ContextVar[Origin | None] = ContextVar("origin", default=None)


@contextmanager
def coming_from(origin: Origin) -> Iterator[None]:
    """Every context that is set inside carries this origin; the API's middleware wraps each request in it."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


def context_json(
    *,
    actor: Acting,
    instance_id: object | None = None,
    user_task_id: object | None = None,
    reason: str = "",
    request: Origin | None = None,
    change_request: object | None = None,
) -> str:
    """The context as the JSON text that the database's triggers read; empty parts are left out."""
    origin = request or _origin.get() or Origin()
    behalf = actor.on_behalf_of
    parts: dict[str, Any] = {
        "actor_id": actor.user_id,
        "actor": actor.username,
        "full_name": actor.full_name,
        "behalf_id": behalf[0] if behalf else None,
        "behalf": behalf[1] if behalf else None,
        "behalf_name": actor.on_behalf_of_name,
        "emergency": actor.emergency,
        "system": actor.system or None,
        "instance": None if instance_id is None else str(instance_id),
        "task": None if user_task_id is None else str(user_task_id),
        "change_request": None if change_request is None else str(change_request),
        "reason": reason,
        "request": origin.request_id,
        "ip": origin.ip,
    }
    return json.dumps({key: value for key, value in parts.items() if value not in (None, "")}, ensure_ascii=False)


def context_sql(
    *,
    actor: Acting,
    instance_id: object | None = None,
    user_task_id: object | None = None,
    reason: str = "",
    request: Origin | None = None,
) -> tuple[str, list[str]]:
    """An SQL expression and its parameters that set the context, to ride in another statement.

    It must be evaluated before the watched write: use it in the statement that locks
    (`SELECT …, <expression> FROM … FOR UPDATE`), never beside the write itself.
    """
    text = context_json(actor=actor, instance_id=instance_id, user_task_id=user_task_id, reason=reason, request=request)
    return _SET, [text]


def set_context(
    cursor: Any,
    *,
    actor: Acting,
    instance_id: object | None = None,
    user_task_id: object | None = None,
    reason: str = "",
    request: Origin | None = None,
) -> None:
    """Sets the context of the open transaction in a statement of its own; it ends with the transaction."""
    expression, parameters = context_sql(
        actor=actor, instance_id=instance_id, user_task_id=user_task_id, reason=reason, request=request
    )
    cursor.execute(f"SELECT {expression}", parameters)


@contextmanager
def audited(
    *,
    actor: Acting,
    instance_id: object | None = None,
    user_task_id: object | None = None,
    reason: str = "",
    request: Origin | None = None,
    change_request: object | None = None,
) -> Iterator[None]:
    """A transaction whose writes are recorded as this actor's; inside another one the outer context comes back."""
    text = context_json(
        actor=actor,
        instance_id=instance_id,
        user_task_id=user_task_id,
        reason=reason,
        request=request,
        change_request=change_request,
    )
    nested = connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_REPLACE, [text])
            before = cursor.fetchone()[0]
        yield
        if nested:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {_SET}", [before or ""])


def current_context() -> dict[str, Any]:
    """What the open transaction says of who acts; empty when nobody said it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.context', true)")
        said = cursor.fetchone()[0]
    return json.loads(said) if said else {}
