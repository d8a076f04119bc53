"""Which units a permission reaches: rows as a filter, and the unit under which something is kept."""

from __future__ import annotations

from django.db.models import Q

from people.actors import Actor
from people.models import Unit


def covered(permission: str, actor: Actor, path: str) -> Q:
    """The rows whose unit (by the lookup `path`) the actor's permission reaches; all of them for the system."""
    if actor.system:
        return Q(pk__isnull=False)
    reached = Q(pk__in=[])
    for held in actor.paths(permission):
        reached |= Q(**{f"{path}__startswith": held})
    return reached


def unit_of(permission: str, actor: Actor) -> Unit | None:
    """The highest unit where the actor holds the permission; the company's top for the system."""
    paths = actor.paths(permission)
    return Unit.objects.filter(path=paths[0]).first() if paths else Unit.objects.filter(parent=None).first()
