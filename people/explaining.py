"""Why somebody may or may not, and the whole table of who may what: for administrators and for those refused."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from people.actors import Actor
from people.models import Unit
from people.permissions import declared, fields, path_of, thing_named
from people.roles import PERMISSIONS, ROLES, roles_with


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether it is allowed, and the rule that says so, in the reader's language."""

    allowed: bool
    because: str


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What one role may do with one column of one kind of row."""

    role: str
    role_name: str
    thing: str
    column: str
    right: str


def explain(actor: Actor, verb: str, row: Model, *, lang: str = "zh") -> Decision:
    """The answer of `people.permissions.may`, with the rule behind it."""
    english = lang.startswith("en")
    known = thing_named(row)
    permission = known.verbs.get(verb, "") if known else ""
    if known is None or not permission:
        return Decision(False, "No rule allows this to anybody." if english else "没有任何规则允许此操作。")
    path = path_of(row, known.unit_path) or ""
    carrying = roles_with(permission)
    held = sorted((role, at) for role, at in actor.grants if role in carrying)
    granting = [(role, at) for role, at in held if path.startswith(at) and path]
    if granting:
        return Decision(True, _granted(granting[0], permission, english))
    if held:
        return Decision(False, _elsewhere(held, permission, path, english))
    return Decision(False, _lacking(permission, carrying, english))


def row_of(thing: str, record: str) -> Model | None:
    """The row of a declared thing by its id or the number that people know it by; None when there is none."""
    if thing_named(thing) is None:
        return None
    model: type[Model] = apps.get_model(thing)
    found = model._default_manager.filter(pk=int(record)).first() if record.isdecimal() and len(record) < 18 else None
    named = [name for name in ("number", "serial_no") if any(f.name == name for f in model._meta.concrete_fields)]
    return found or (model._default_manager.filter(**{named[0]: record}).first() if named else None)


def path_of_row(row: Model) -> str:
    """The path of the unit that a row belongs to; empty when it belongs to none."""
    known = thing_named(row)
    return (path_of(row, known.unit_path) if known else None) or ""


def _granted(grant: tuple[str, str], permission: str, english: bool) -> str:
    role, where = ROLES[grant[0]], _unit(grant[1])
    name = PERMISSIONS[permission][english]
    if english:
        return f"The role “{role.name_en}” at “{where}” carries “{name}” there and below."
    return f"在“{where}”及其下级单位的角色“{role.name_zh}”拥有“{name}”权限。"


def _elsewhere(held: list[tuple[str, str]], permission: str, path: str, english: bool) -> str:
    places = ", ".join(dict.fromkeys(_unit(at) for _, at in held))
    name, here = PERMISSIONS[permission][english], _unit(path)
    if english:
        return f"“{name}” is held at {places} only; this belongs to “{here}”."
    return f"“{name}”权限仅限于：{places}；该记录属于“{here}”。"


def _lacking(permission: str, carrying: frozenset[str], english: bool) -> str:
    name = PERMISSIONS[permission][english]
    if english:
        roles = ", ".join(sorted(ROLES[role].name_en for role in carrying))
        return f"It takes “{name}”, which these roles carry: {roles}."
    roles = "、".join(sorted(ROLES[role].name_zh for role in carrying))
    return f"需要“{name}”权限；拥有该权限的角色：{roles}。"


def _unit(path: str) -> str:
    return Unit.objects.filter(path=path).values_list("name", flat=True).first() or path or "—"


def matrix(*, lang: str = "zh") -> list[MatrixCell]:
    """Role × kind of row × column, one cell a line; a column that is not seen at all is "hidden"."""
    cells = []
    for key, role in ROLES.items():
        alone = Actor(user_id=None, username=key, full_name=key, grants=frozenset({(key, "0001.")}))
        name = role.name_en if lang.startswith("en") else role.name_zh
        for thing in declared():
            rights = fields(alone, thing.name)
            cells += [
                MatrixCell(
                    role=key, role_name=name, thing=thing.name, column=column, right=rights.get(column, "hidden")
                )
                for column in thing.columns
            ]
    return cells
