"""Calls from other systems: known by name, signed with a shared secret, fresh, each taken once."""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
from dataclasses import dataclass
from typing import Any

import orjson
from django.conf import settings

from engine import clock
from engine.commands.correlation import Delivered, Letter, deliver
from engine.commands.submission import free_variables
from engine.outside.references import secret_named
from engine.outside.refusals import BadSignature, SecretMissing, WebhookBody, WebhookUnknown
from engine.refusals import TooLarge
from people.actors import Actor

MOST_BYTES = 256 * 1024
logger = logging.getLogger(__name__)
_WORDS = frozenset({"message", "key", "id", "secret", "fields"})


@dataclass(frozen=True)
class Webhook:
    """How a call becomes a message: its name, where its key and id stand in the body, which fields it may bring."""

    name: str
    message: str
    secret: str
    key: str = ""
    id: str = ""
    fields: tuple[str, ...] = ()


def webhooks_from(text: str) -> dict[str, Webhook]:
    """The webhooks of the setting WEBHOOKS, by name; raises ValueError for one that cannot be read."""
    found = {}
    for entry in text.split(";"):
        name, *words = entry.split() or [""]
        if not name:
            continue
        given = dict(word.split("=", 1) for word in words)
        if not {"message", "secret"} <= set(given) <= _WORDS:
            raise ValueError(f"WEBHOOKS: {name} needs message= and secret=, and knows key=, id= and fields=")
        fields = tuple(field for field in given.pop("fields", "").split(",") if field)
        found[name] = Webhook(name=name, fields=fields, **given)
    return found


def receive_webhook(*, name: str, timestamp: str, signature: str, body: bytes) -> Delivered:
    """What became of the call's message; the same call again is a duplicate.

    The signature is the hexadecimal HMAC-SHA256 of timestamp + "." + body. Without a mapped id the signature is the id.
    """
    if len(body) > MOST_BYTES:
        raise TooLarge(size=f"{len(body):,}", limit=f"{MOST_BYTES:,}")
    hook = webhooks_from(settings.WEBHOOKS).get(name)
    if hook is None:
        raise WebhookUnknown
    _refuse_unless_signed(hook, timestamp, signature, body)
    content = _parsed(body)
    own = _at(content, hook.id) if hook.id else signature
    if own is None:
        raise WebhookBody(what=f"/{hook.id.replace('.', '/')}")
    key = _at(content, hook.key) if hook.key else ""
    if key is None:
        raise WebhookBody(what=f"/{hook.key.replace('.', '/')}")
    letter = Letter(hook.message, str(key)[:500], _variables(hook, content), f"webhook:{name}:{own}"[:300])
    return deliver(letter, Actor(user_id=None, username=f"webhook:{name}", full_name=name, system=True))


def _refuse_unless_signed(hook: Webhook, timestamp: str, signature: str, body: bytes) -> None:
    if not re.fullmatch(r"[0-9]{9,12}", timestamp):
        raise BadSignature(why="X-Timestamp")
    try:
        secret = secret_named(hook.secret)
    except SecretMissing:
        logger.error("the webhook %s has no secret %s", hook.name, hook.secret)
        raise BadSignature(why="the secret is not set up here") from None
    expected = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), signature.removeprefix("sha256=").lower().encode()):
        raise BadSignature(why="X-Signature")
    if abs(clock.now().timestamp() - int(timestamp)) > settings.WEBHOOK_WINDOW_SECONDS:
        raise BadSignature(why=f"X-Timestamp, more than {settings.WEBHOOK_WINDOW_SECONDS} s off")


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        content = orjson.loads(body)
    except ValueError:
        raise WebhookBody(what="JSON") from None
    if not isinstance(content, dict):
        raise WebhookBody(what="JSON object")
    return content


def _at(content: Any, path: str) -> Any:
    for part in path.split("."):
        content = content.get(part) if isinstance(content, dict) else None
    return None if isinstance(content, dict | list) else content


def _variables(hook: Webhook, content: dict[str, Any]) -> dict[str, Any]:
    """The listed fields by their last name; without a list the whole body in one variable, so that nobody outside
    writes variables that the process did not ask for."""
    if not hook.fields:
        return free_variables({hook.message: content})
    values = {field.rpartition(".")[2]: _at(content, field) for field in hook.fields}
    return free_variables({name: value for name, value in values.items() if value is not None})
