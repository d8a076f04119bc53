"""What each role may do with each field of a form, task by task, in the newest version of every definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bpmn.program import Constant, Node
from engine.commands.submission import narrowed
from engine.programs import Deployed, deployed_latest
from engine.queries.definitions import latest_keys
from engine.queries.readings import english_names
from engine.sensitive import masked_for
from people.actors import Actor
from people.roles import ROLES, role_key

TOP = "0001."


@dataclass(frozen=True, slots=True)
class FormRight:
    """The right of one role to one field at one user task."""

    definition: str
    definition_name: str
    element: str
    element_name: str
    field: str
    field_name: str
    role: str
    right: str


def form_rights(*, lang: str = "zh") -> Iterator[FormRight]:
    """Every role that may do a task × every field of its form; a task without a form or without roles has no lines."""
    for key in latest_keys():
        version = deployed_latest(key)
        english = english_names(version.digest) if lang.startswith("en") else {}
        for node in version.program.nodes:
            if node.type == "userTask":
                yield from _of_task(version, node, english, lang)


def _of_task(version: Deployed, node: Node, english: Mapping[str, str], lang: str) -> Iterator[FormRight]:
    form_id = node.task.form_id
    form = version.form(str(form_id.value)) if isinstance(form_id, Constant) and form_id.value else None
    if form is None:
        return
    titles = form.localised("en" if lang.startswith("en") else "zh")["schema"].get("properties", {})
    for role in _roles(node):
        alone = Actor(user_id=None, username=role, full_name=role, grants=frozenset({(role, TOP)}))
        rights = narrowed(form.rights_at(node.id), masked_for(version, alone, TOP))
        for name in form.fields:
            yield FormRight(
                definition=version.key,
                definition_name=english.get(version.key) or version.name,
                element=node.id,
                element_name=english.get(node.id) or node.name or node.id,
                field=name,
                field_name=str(titles.get(name, {}).get("title") or name),
                role=role,
                right=rights.get(name, "hidden"),
            )


def _roles(node: Node) -> list[str]:
    groups = node.task.candidate_groups
    words = str(groups.value).split(",") if isinstance(groups, Constant) else [node.lane_group or ""]
    return [role for role in dict.fromkeys(role_key(word) for word in words) if role in ROLES]
