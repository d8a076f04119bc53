"""Three questions, deny by default: which rows (`scope`), this act (`may`), which columns (`fields`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Model, Q

from people.actors import Actor
from people.roles import PERMISSIONS

FieldRight = Literal["hidden", "masked", "read", "edit"]
NOTHING = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Column:
    """What it takes to see a column whole; others see it masked (`mask`) or not at all."""

    see: str = ""
    """A permission; "" means whoever sees the row."""
    mask: str = ""
    """A kind that `mask` knows; "" means hidden to those who lack `see`."""
    edit: str = ""
    """A permission; "" means that nobody edits it directly (a governed or derived column)."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of row: where its unit's path is, and which permission each verb takes."""

    name: str
    unit_path: str
    """The ORM lookup of the path of the unit the row belongs to, such as "unit__path"."""
    verbs: Mapping[str, str]
    columns: Mapping[str, Column] = field(default_factory=dict)


_things: dict[str, Thing] = {}


def declare(thing: Thing) -> None:
    """Makes a thing known; its app does this once, when it starts."""
    unknown = {
        *thing.verbs.values(),
        *(c.see for c in thing.columns.values()),
        *(c.edit for c in thing.columns.values()),
    }
    unknown -= {*PERMISSIONS, ""}
    if unknown:
        raise ValueError(f"{thing.name} asks for permissions that do not exist: {sorted(unknown)}")
    _things[thing.name] = thing


def declared() -> list[Thing]:
    """All declared things, by name."""
    return [_things[name] for name in sorted(_things)]


def thing_named(thing: str | Model | type[Model]) -> Thing | None:
    """The declared thing of a name, a model or a row; None when nobody declared it."""
    return _things.get(thing if isinstance(thing, str) else thing._meta.label_lower)


def scope(actor: Actor, thing: str | type[Model], verb: str = "see") -> Q:
    """The rows that the actor may do this to, as a filter; nothing unless a grant says so."""
    known = thing_named(thing)
    permission = known.verbs.get(verb, "") if known else ""
    if known is None or not permission:
        return NOTHING
    paths = actor.paths(permission)
    if not paths:
        return NOTHING
    rows = Q()
    for path in paths:
        rows |= Q(**{f"{known.unit_path}__startswith": path})
    return rows


def may(actor: Actor, verb: str, thing: str | Model | type[Model]) -> bool:
    """Whether the actor may do this to this row, or (for a name or a model) to any row at all."""
    known = thing_named(thing)
    permission = known.verbs.get(verb, "") if known else ""
    if known is None or not permission:
        return False
    if not isinstance(thing, Model):
        return actor.may(permission)
    path = path_of(thing, known.unit_path)
    return path is not None and actor.may_at(permission, path)


def fields(actor: Actor, register: str | Model | type[Model], *, unit_path: str | None = None) -> dict[str, FieldRight]:
    """The right to every declared column, everywhere or (with `unit_path`) for rows of that unit.

    A column that is not in the answer is hidden.
    """
    known = thing_named(register)
    if known is None or not _held(actor, known.verbs.get("see", "-"), unit_path):
        return {}
    return {name: _right(actor, column, unit_path) for name, column in known.columns.items()}


def _right(actor: Actor, column: Column, unit_path: str | None) -> FieldRight:
    if column.see and not _held(actor, column.see, unit_path):
        return "masked" if column.mask else "hidden"
    return "edit" if column.edit and _held(actor, column.edit, unit_path) else "read"


def _held(actor: Actor, permission: str, unit_path: str | None) -> bool:
    return actor.may(permission) if unit_path is None else actor.may_at(permission, unit_path)


def path_of(row: Model, lookup: str) -> str | None:
    """The value at a lookup such as "customer__unit__path"; None when a part of it is empty."""
    value: Any = row
    for part in lookup.split("__"):
        value = getattr(value, part, None)
    return value


def mask(value: object, kind: str) -> object:
    """The value with what must not be seen starred out; empty stays empty."""
    if value in (None, ""):
        return value
    text = str(value)
    keep = _KEPT.get(kind)
    if keep is None or len(text) <= keep[0] + keep[1]:
        return text[:1] + "****" if kind in _KEPT and kind != "all" else "****"
    head, tail = keep
    return f"{text[:head]}****{text[len(text) - tail :]}"


_KEPT: dict[str, tuple[int, int]] = {
    "phone": (3, 4),
    "account": (4, 4),
    "id_card": (4, 2),
    "name": (1, 0),
    "address": (6, 0),
    "licence": (4, 4),
}


def masked_row(row: Mapping[str, Any], rights: Mapping[str, FieldRight], register: str) -> dict[str, Any]:
    """The row as its reader may see it: hidden columns absent, masked ones starred."""
    known = thing_named(register)
    kinds = known.columns if known else {}
    shown: dict[str, Any] = {}
    for name, value in row.items():
        right = rights.get(name, "hidden")
        if right in ("read", "edit"):
            shown[name] = value
        elif right == "masked":
            shown[name] = mask(value, kinds[name].mask)
    return shown


def searchable(rights: Mapping[str, FieldRight], names: Iterable[str]) -> list[str]:
    """Those columns by which the reader may search, sort and filter: a masked one would leak by bisection."""
    return [name for name in names if rights.get(name) in ("read", "edit")]
