"""A task's form as this person may fill it in: schema, data, rights, draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.db import connection

from engine import access
from engine.access import Row
from engine.commands.submission import WRITABLE, form_named, narrowed
from engine.english import starting
from engine.programs import deployed, deployed_latest
from engine.queries.remembered import variables_now_or_last
from engine.queries.user_tasks import visible_task
from engine.refusals import Forbidden
from engine.sensitive import masked_for, shown
from engine.wire import plain
from forms import Form
from people.actors import Actor
from people.permissions import mask

FREE: dict[str, Any] = {
    "key": None,
    "version": None,
    "title": "",
    "schema": {"type": "object", "properties": {}},
    "ui_schema": {},
    "outcomes": None,
    "outcome_field": None,
    "submit_label": None,
}


def form_for(user_task_id: int | str, actor: Actor, lang: str = "zh") -> dict[str, Any]:
    """The form of a user task: hidden fields are absent, data are the variables, then the actor's draft."""
    task = visible_task(user_task_id, actor)
    version = deployed(task["digest"])
    form = form_named(version, task["form_id"])
    properties = orjson.loads(task["properties"])
    documents = [kind.strip() for kind in properties.get("documents", "").split(",") if kind.strip()]
    if form is None:
        return FREE | {"title": task["name"], "data": {}, "rights": {}, "draft": None, "documents": documents}
    rights = dict(form.rights_at(task["element_id"]))
    if not access.may_complete(task, actor):
        rights = {name: "read" if right in WRITABLE else right for name, right in rights.items()}
    masked = masked_for(version, access.acting_on(task, actor), task["unit_path"])
    rights = narrowed(rights, masked)
    variables = _variables(task)
    draft, saved_at = _draft(task, actor)
    writable = {
        name: value for name, value in draft.items() if rights.get(name) in WRITABLE or name == form.outcome_field
    }
    data = _defaults(form) | _shown(form, variables, rights, masked) | writable
    return _shown_form(form, version.version, lang) | {
        "data": {name: value for name, value in data.items() if rights.get(name) != "hidden"},
        "rights": rights,
        "draft": {"saved_at": saved_at} if saved_at else None,
        "documents": documents,
    }


def start_form(key: str, actor: Actor, lang: str = "zh") -> dict[str, Any]:
    """The form that starts a process; raises Forbidden for who may not start it."""
    version = deployed_latest(key)
    starters = [role.strip() for role in version.properties.get("starters", "").split(",") if role.strip()]
    if not access.may_start(starters, actor):
        raise Forbidden(what=starting(version))
    form = form_named(version, version.start_form_key)
    if form is None:
        return FREE | {"title": version.name, "data": {}, "rights": {}, "draft": None, "documents": []}
    rights = dict(form.rights_at(""))
    return _shown_form(form, version.version, lang) | {
        "data": _defaults(form),
        "rights": rights,
        "draft": None,
        "documents": [],
    }


def _shown_form(form: Form, version: int, lang: str) -> dict[str, Any]:
    return {**form.localised(lang), "version": version}


def _variables(task: Row) -> dict[str, Any]:
    """What the task sees, or saw last: its own scope may be over while its process runs on."""
    around = variables_now_or_last(root_id=task["root_id"], scope_id=task["process_scope"])
    return around | variables_now_or_last(root_id=task["root_id"], scope_id=task["scope_id"])


def _shown(
    form: Form, variables: Mapping[str, Any], rights: Mapping[str, str], masked: Mapping[str, str]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in form.fields:
        if name not in variables or rights.get(name) == "hidden":
            continue
        value = plain(variables[name])
        kind = masked.get(name) or str(form.property_schema(name).get("x-mask", "all"))
        found[name] = mask(value, kind) if rights.get(name) == "masked" else shown("", value, masked)
    return found


def _defaults(form: Form) -> dict[str, Any]:
    return {
        name: plain(form.property_schema(name)["default"])
        for name in form.fields
        if "default" in form.property_schema(name)
    }


def _draft(task: Row, actor: Actor) -> tuple[dict[str, Any], str | None]:
    if actor.user_id is None or not access.may_complete(task, actor):
        return {}, None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data, saved_at FROM draft WHERE user_task_id = %s AND user_id = %s", [task["id"], actor.user_id]
        )
        row = cursor.fetchone()
    return ({}, None) if row is None else (orjson.loads(row[0]), row[1].isoformat())
