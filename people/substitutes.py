"""Who may act for whom today: "B for A", within the scope that A gave, and never further."""

from __future__ import annotations

from dataclasses import replace

from people.actors import Actor, StandIn, in_the_place
from people.refusals import NotAllowed


def standing_in(actor: Actor) -> tuple[StandIn, ...]:
    """Everybody for whom the actor stands in today, with that person's grants cut to the scope.

    Not transitive: an actor that already acts for somebody stands in for nobody else.
    """
    return actor.stands_in


def acting_as(actor: Actor, *, absent_username: str, definition: str = "") -> Actor:
    """The actor acting for the absent person in this process; raises `NotAllowed` when nobody appointed him for it.

    Several appointments by the same person add up.
    """
    matching = [s for s in actor.stands_in if s.username == absent_username and s.covers(definition)]
    if not matching:
        raise NotAllowed(f"for {absent_username}")
    grants = frozenset().union(*(found.grants for found in matching))
    return in_the_place(actor, replace(matching[0], grants=grants))
