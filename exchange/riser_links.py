"""Which riser each meter's supply point hangs on: proposed as a change of master data, decided by its process."""

from __future__ import annotations

from collections.abc import Sequence

from exchange.installed import installations_of
from exchange.layouts import RISER_LINKS
from exchange.outcomes import Outcome, RowRefused
from exchange.problems import Problem
from exchange.reading import Line, Parsed
from exchange.tables import read_table
from people.actors import Actor
from people.models import today
from processes.data_change.proposing import Overlay, propose
from registers.models import ChangeRequest, MeterInstallation, Riser

PERMISSION = "propose_changes"
_TABLE = "registers_supplypoint"
_REASON = "GIS 立管与表具对应表"


def read(content: bytes) -> Parsed:
    """The rows of the table."""
    return read_table(content, RISER_LINKS, "")


def key_of(line: Line) -> str:
    """The meter and the riser, today: the same link may be set again after it was another one."""
    values = line.values
    return f"{today()}:{values['maker'] or ''}:{values['serial']}:{values['riser']}"


def check(lines: Sequence[Line], actor: Actor) -> list[Problem]:
    """Unknown meters and risers, links that are so already, and supply points whose link is being changed."""
    return [one for one in _wanted(lines, actor).values() if isinstance(one, Problem)]


def apply(line: Line, actor: Actor) -> Outcome:
    """The link as a proposal of its own."""
    (outcome,) = apply_many([line], actor)
    if isinstance(outcome, Problem):
        raise RowRefused(outcome)
    return outcome


def apply_many(lines: Sequence[Line], actor: Actor) -> list[Outcome | Problem]:
    """All links that differ in one proposal, decided together; what is so already is left alone."""
    wanted = _wanted(lines, actor)
    changing = [Overlay(_TABLE, pk, {"riser": riser}) for pk, riser in _changes(wanted)]
    instance = ""
    if changing:
        proposed = propose(overlays=changing, kind="bulk", reason=_REASON, actor=actor)
        instance = str(proposed.instance_id)
    return [_told(wanted[line.number], instance) for line in lines]


def _changes(wanted: dict[int, tuple[int, str] | Problem]) -> list[tuple[int, str]]:
    return [one for one in wanted.values() if not isinstance(one, Problem) and one[1]]


def _told(one: tuple[int, str] | Problem, instance: str) -> Outcome | Problem:
    if isinstance(one, Problem):
        return one if not one.warning else Outcome("unchanged", warnings=(one,))
    return Outcome("proposed", instance)


def _wanted(lines: Sequence[Line], actor: Actor) -> dict[int, tuple[int, str] | Problem]:
    """By line number the supply point and its riser, or what is wrong; a warning where it is so already."""
    found = installations_of(lines, PERMISSION, actor)
    known = set(
        Riser.objects.filter(number__in={line.values["riser"] for line in lines}, valid_until=None).values_list(
            "number", flat=True
        )
    )
    asked = ChangeRequest.objects.filter(table_name=_TABLE, state=ChangeRequest.State.PROPOSED)
    points = [one.supply_point_id for one in found.values() if isinstance(one, MeterInstallation)]
    busy = {r.record for r in asked.filter(record__in=points) if "riser" in r.changes}
    return {line.number: _one(line, found[line.number], known, busy) for line in lines}


def _one(line: Line, found: MeterInstallation | Problem, known: set[str], busy: set[int]) -> tuple[int, str] | Problem:
    if isinstance(found, Problem):
        return found
    riser = line.values["riser"]
    if riser not in known:
        return Problem(line.number, "riser", "unknown_riser", riser)
    if found.supply_point.riser == riser:
        return Problem(line.number, "riser", "already_so", riser, warning=True)
    if found.supply_point_id in busy:
        return Problem(line.number, "riser", "being_changed", found.supply_point.number)
    return found.supply_point_id, riser
