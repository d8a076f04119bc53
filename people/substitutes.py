"""Who may act for whom today: "B for A", within the scope that A gave, and never further."""

from __future__ import annotations

from dataclasses import dataclass, replace

from people.actors import Actor, acting_for, actor_of
from people.models import Substitute, today
from people.refusals import NotAllowed


@dataclass(frozen=True, slots=True)
class StandIn:
    """An actor that acts for an absent person; empty `definitions` means every process."""

    actor: Actor
    definitions: frozenset[str]

    def covers(self, definition: str) -> bool:
        """Whether the substitution reaches this process."""
        return not self.definitions or definition in self.definitions


def standing_in(actor: Actor) -> list[StandIn]:
    """Everybody for whom the actor stands in today, with that person's grants cut to the scope.

    Not transitive: an actor that already acts for somebody stands in for nobody else.
    """
    if actor.user_id is None or actor.on_behalf_of is not None:
        return []
    day = today()
    rows = Substitute.objects.filter(
        substitute_id=actor.user_id, valid_from__lte=day, valid_until__gte=day, absent__is_active=True
    ).order_by("absent__username", "pk")
    found = []
    for row in rows:
        absent = actor_of(row.absent_id)
        if absent is not None:
            found.append(
                StandIn(
                    actor=_narrowed(acting_for(actor, absent=absent), row.roles), definitions=frozenset(row.definitions)
                )
            )
    return found


def acting_as(actor: Actor, *, absent_username: str, definition: str = "") -> Actor:
    """The actor acting for the absent person in this process; raises `NotAllowed` when nobody appointed him for it.

    Several appointments by the same person add up.
    """
    matching = [
        stand_in.actor
        for stand_in in standing_in(actor)
        if stand_in.actor.on_behalf_of and stand_in.actor.on_behalf_of[1] == absent_username
        if stand_in.covers(definition)
    ]
    if not matching:
        raise NotAllowed(f"for {absent_username}")
    return replace(matching[0], grants=frozenset().union(*(found.grants for found in matching)))


def _narrowed(actor: Actor, roles: list[str]) -> Actor:
    if not roles:
        return actor
    return replace(actor, grants=frozenset(grant for grant in actor.grants if grant[0] in roles))
