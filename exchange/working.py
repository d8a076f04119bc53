"""The workers' part of an import: its rows in slices, in the name and with the rights of whoever confirmed it."""

from __future__ import annotations

from engine.jobs.chores import chore
from exchange.models import ImportRun
from exchange.refusals import MayNotImport
from exchange.runs import CHORE, advance, stop
from people.actors import SYSTEM, actor_of

STEPS = 4
"""Steps between two looks at whether other jobs wait."""


@chore(CHORE)
def carry_on_import(run_id: int) -> bool:
    """A few steps of a confirmed import; one whose confirmer has lost the right is stopped."""
    run = ImportRun.objects.only("state", "confirmed_by_id").get(pk=run_id)
    if run.state != ImportRun.State.RUNNING:
        return False
    actor = SYSTEM if run.confirmed_by_id is None else actor_of(run.confirmed_by_id)
    try:
        if actor is None:
            raise MayNotImport
        return advance(run_id=run_id, actor=actor, steps=STEPS).state == ImportRun.State.RUNNING
    except MayNotImport:
        stop(run_id=run_id, actor=SYSTEM, reason="rights_lost")
        return False
