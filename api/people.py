"""People and units as the API shows them."""

from __future__ import annotations

from typing import Any

from api.errors import is_number
from people import demo, queries
from people.actors import Actor, actor_for
from people.models import Unit, User
from people.refusals import NoSuchUnit
from people.roles import PERMISSIONS, ROLES


def unit_ref(unit: Unit | None) -> dict[str, str] | None:
    """The unit as a reference, None for none."""
    return {"id": str(unit.pk), "code": unit.code, "name": unit.name} if unit else None


def profile(user: User, lang: str) -> dict[str, Any]:
    """Who somebody is: names, language, roles held today and what they permit."""
    actor = actor_for(user)
    paths = {path for _, path in actor.grants}
    units = {unit.path: unit for unit in Unit.objects.filter(path__in=paths)}
    return {
        "username": user.username,
        "full_name": user.full_name,
        "language": "en" if user.language.startswith("en") else "zh-CN",
        "unit": unit_ref(queries.home_unit(user)),
        "roles": [_held(role, units[path], lang) for role, path in sorted(actor.grants) if path in units],
        "may": rights(actor),
    }


def rights(actor: Actor) -> dict[str, bool]:
    """Every permission by name: whether the actor holds it anywhere."""
    return {permission: actor.may(permission) for permission in PERMISSIONS}


def _held(role: str, unit: Unit, lang: str) -> dict[str, Any]:
    return {"key": role, "name": role_name(role, lang), "unit": unit_ref(unit)}


def role_name(role: str, lang: str) -> str:
    """The role's name in the reader's language, its key when it is none of ours."""
    kind = ROLES.get(role)
    return (kind.name_en if lang == "en" else kind.name_zh) if kind else role


def demo_log_ins(lang: str) -> list[dict[str, str]]:
    """The demo people as the log-in page offers them."""
    people = demo.demo_users()
    users = User.objects.filter(username__in=[p.username for p in people]).select_related("unit")
    units = {u.username: u.unit.name if u.unit else "" for u in users}
    return [
        {
            "username": person.username,
            "full_name": person.full_name,
            "role_name": role_name(person.role, lang),
            "unit_name": units.get(person.username, ""),
        }
        for person in people
    ]


def unit_id_of(code_or_id: str) -> int:
    """The id of an open unit given by code or id; raises `NoSuchUnit`."""
    open_units = Unit.objects.filter(is_open=True)
    found = open_units.filter(code=code_or_id).first()
    if found is None and is_number(code_or_id):
        found = open_units.filter(pk=int(code_or_id)).first()
    if found is None:
        raise NoSuchUnit(code_or_id)
    return int(found.pk)
