"""The service task that tells our own people, inside the step: stored with it, pushed after it."""

from __future__ import annotations

from typing import Any

from django.db import connection

from engine.outside.mailing import TEXTS
from engine.outside.refusals import NoRecipient
from engine.outside.texts import text_for
from engine.push import push
from engine.service_tasks import Call, service_task
from people.models import Unit, User
from people.queries import users_holding
from people.roles import role_key

_INSERT = """INSERT INTO notification (key, user_id, title, text, link, instance_id, created_at)
 SELECT %s, u, %s, %s, %s, %s, %s FROM unnest(%s::bigint[]) u
 ON CONFLICT (user_id, key) DO NOTHING"""


@service_task(
    "notify.users",
    title="站内通知",
    title_en="Notify people",
    inputs={
        "type": "object",
        "properties": {
            "users": {
                "oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "maxItems": 200}],
            },
            "group": {"type": "string"},
            "unit": {"type": ["string", "integer", "null"]},
            "title": {"type": "string", "maxLength": 200},
            "link": {"type": "string", "pattern": "^/[^/\\\\].*$|^$"},
            **TEXTS,
        },
        "anyOf": [{"required": ["users"]}, {"required": ["group"]}],
        "additionalProperties": False,
    },
)
def notify_users(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; every person named, and everybody who holds the group at the unit (the instance's own unless one is
    given), has one more unread line that leads to `link`, the instance by default."""
    people = _people(inputs, call)
    text = text_for(inputs, call)
    link = inputs.get("link") or f"/i/{call.instance_id}"
    params = [call.job_id, text.subject or text.body[:60], text.body, link, call.instance_id, call.now, people]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, params)
    push([topic_of(user_id) for user_id in people])
    return {}


def topic_of(user_id: int) -> str:
    """The push topic of one person."""
    return f"user:{user_id}"


def _people(inputs: dict[str, Any], call: Call) -> list[int]:
    named = inputs.get("users") or []
    names = [name.strip() for name in (named.split(",") if isinstance(named, str) else named) if name.strip()]
    found = dict(User.objects.filter(username__in=names, is_active=True).values_list("username", "pk"))
    unknown = [name for name in names if name not in found]
    if unknown:
        raise NoRecipient(who=", ".join(unknown))
    people = set(found.values())
    if group := inputs.get("group"):
        path = _path(inputs.get("unit"), call)
        holders = users_holding(role_key(group), path).values_list("pk", flat=True)
        people.update(holders)
    if not people:
        raise NoRecipient(who=str(group or "users"))
    return sorted(people)


def _path(unit: str | int | None, call: Call) -> str:
    if unit in (None, ""):
        return call.unit_path
    found = Unit.objects.filter(code=str(unit)).first()
    if found is None and str(unit).isdecimal():
        found = Unit.objects.filter(pk=int(str(unit)[:18])).first()
    if found is None:
        raise NoRecipient(who=f"unit {unit}")
    return found.path
