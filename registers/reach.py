"""Which rows of a list a reader sees, told in the ids of units, which the indexes know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import ForeignKey, Model, Q, QuerySet

from people.actors import Actor
from people.models import Unit
from people.permissions import thing_named
from registers.lists import Listed
from registers.models import Meter

Units = tuple[int, ...] | None
"""The units whose rows are seen; None for the whole company's."""
_KEEPERS = ("warehouse_keeper", "meter_tester")


def units_seen(actor: Actor, listed: Listed) -> Units:
    """The units of whose rows the reader sees something; None for all."""
    thing = thing_named(listed.model)
    paths = {*actor.paths(thing.verbs.get("see", "-"))} if thing else set()
    if listed.model is Meter:
        paths |= {path for role, path in actor.grants if role in _KEEPERS}
    return units_under(paths)


def units_holding(actor: Actor, permission: str) -> Units:
    """The units at which the reader holds the permission; None for all."""
    return units_under(actor.paths(permission))


def units_under(paths: Sequence[str] | set[str]) -> Units:
    """The units at or below these paths; None where the company's top is one of them."""
    if any(path.count(".") == 1 for path in paths):
        return None
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(path__startswith=path)
    return tuple(Unit.objects.filter(below).order_by("pk").values_list("pk", flat=True))


def both(one: Units, other: Units) -> Units:
    """The units that are in both."""
    if one is None or other is None:
        return other if one is None else one
    return tuple(sorted({*one} & {*other}))


def rows_of(listed: Listed, units: Units) -> QuerySet[Any]:
    """The rows of the register that belong to these units; what belongs to nobody is nobody's to see."""
    owners = [path.removesuffix("__path") for path in unit_paths(listed)]
    rows: QuerySet[Any] = listed.model._default_manager.all()
    if units is not None:
        return rows.filter(_any(Q(**{f"{owner}_id__in": units}) for owner in owners))
    owned = [Q(**{f"{owner}__isnull": False}) for owner in map(_above_unit, owners) if _nullable(listed.model, owner)]
    return rows.filter(_any(owned)) if owned else rows


def unit_paths(listed: Listed) -> list[str]:
    """The lookups of the path of the unit that a row belongs to; usually one."""
    thing = thing_named(listed.model)
    path = thing.unit_path if thing else "-"
    return [path, *(other for name, other in listed.instead if name == path)]


def _any(conditions: Iterator[Q] | list[Q]) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


def _above_unit(owner: str) -> str:
    return owner.removesuffix("unit").removesuffix("__")


def _nullable(model: type[Model], owner: str) -> bool:
    for part in filter(None, owner.split("__")):
        field = model._meta.get_field(part)
        if isinstance(field, ForeignKey) and field.null:
            return True
        model = field.related_model  # type: ignore[assignment]
    return False
