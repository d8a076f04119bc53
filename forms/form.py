"""A loaded form: its schema, its buttons, and the rights of its fields at each user task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from forms.localising import localise, text

Right = Literal["hidden", "masked", "read", "edit", "required"]
Language = str
RIGHTS: tuple[Right, ...] = ("hidden", "masked", "read", "edit", "required")
_RANK = {right: rank for rank, right in enumerate(RIGHTS)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A button that completes the task and sets the outcome field to `value`."""

    value: Any
    label: Mapping[str, str]
    style: str = "default"


@dataclass(frozen=True, slots=True)
class Form:
    """One version of a form; `validator` is compiled once and knows the schema only."""

    key: str
    title: Mapping[str, str]
    schema: Mapping[str, Any]
    ui: Mapping[str, Any] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()
    outcome_field: str = ""
    submit_label: Mapping[str, str] = field(default_factory=dict)
    rights: Mapping[str, Right] = field(default_factory=dict)
    tasks: Mapping[str, Mapping[str, Right]] = field(default_factory=dict)
    validator: Any = field(default=None, compare=False, repr=False)
    fields: tuple[str, ...] = field(init=False)
    """The names of all top-level fields, those of conditional branches included."""
    _schemas: Mapping[str, Mapping[str, Any]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", tuple(dict.fromkeys(_names(self.schema))))
        object.__setattr__(self, "_schemas", {name: next(_schemas_of(self.schema, name), {}) for name in self.fields})

    def rights_at(self, element_id: str = "", *, role_rights: Mapping[str, Right] | None = None) -> dict[str, Right]:
        """The right of every field at a user task: the task narrows the form, the role narrows both.

        `role_rights` (from the register's columns) can only take away: the lesser right wins.
        """
        at_task = self.tasks.get(element_id, {})
        rights: dict[str, Right] = {
            name: at_task.get(name, at_task.get("*", self.rights.get(name, self.rights.get("*", "edit"))))
            for name in self.fields
        }
        for name, right in (role_rights or {}).items():
            if name in rights:
                rights[name] = narrower(rights[name], right)
        return rights

    def property_schema(self, name: str) -> Mapping[str, Any]:
        """The schema of a top-level field; empty when there is none."""
        return self._schemas.get(name, {})

    def localised(self, lang: Language = "zh") -> dict[str, Any]:
        """Key, title, schema, ui_schema, outcomes and labels in one language, as the API shows them."""
        return {
            "key": self.key,
            "title": text(self.title, lang),
            "schema": localise(self.schema, lang),
            "ui_schema": localise(self.ui, lang),
            "outcomes": [
                {"value": outcome.value, "label": text(outcome.label, lang), "style": outcome.style}
                for outcome in self.outcomes
            ]
            or None,
            "outcome_field": self.outcome_field or None,
            "submit_label": text(self.submit_label, lang) or ("Submit" if lang.startswith("en") else "提交"),
        }


def narrower(one: Right, other: Right) -> Right:
    """The lesser of two rights; "required" of the form stays required where the role may edit."""
    if {one, other} == {"edit", "required"}:
        return "required"
    return min(one, other, key=_RANK.__getitem__)


_BRANCHES = ("allOf", "anyOf", "oneOf")
_CONDITIONS = ("if", "then", "else")


def _parts(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    parts = [part for word in _BRANCHES for part in schema.get(word, ())]
    parts += [schema[word] for word in _CONDITIONS if word in schema]
    parts += list(schema.get("dependencies", {}).values())
    return [part for part in parts if isinstance(part, Mapping)]


def _names(schema: Mapping[str, Any]) -> list[str]:
    names = list(schema.get("properties", {}))
    for part in _parts(schema):
        names += _names(part)
    return names


def _schemas_of(schema: Mapping[str, Any], name: str) -> Any:
    own = schema.get("properties", {}).get(name)
    if isinstance(own, Mapping):
        yield own
    for part in _parts(schema):
        yield from _schemas_of(part, name)
