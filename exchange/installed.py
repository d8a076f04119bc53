"""Which installed meter a row means, within the area of whoever imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from exchange.outcomes import RowRefused
from exchange.problems import Problem
from exchange.reading import Line
from people.actors import Actor
from registers.models import MeterInstallation

Found = MeterInstallation | Problem


def installations_of(lines: Sequence[Line], permission: str, actor: Actor) -> dict[int, Found]:
    """By the number of each line the installation of its meter, or why it has none."""
    serials = sorted({line.values["serial"] for line in lines})
    rows = MeterInstallation.objects.filter(meter__serial__in=serials, removed_at=None)
    here: dict[str, list[MeterInstallation]] = defaultdict(list)
    for row in rows.select_related("meter", "supply_point__site__unit"):
        if actor.system or actor.may_at(permission, row.supply_point.site.unit.path):
            here[row.meter.serial].append(row)
    return {line.number: _one(line, here[line.values["serial"]]) for line in lines}


def installation_of(line: Line, permission: str, actor: Actor) -> MeterInstallation:
    """The installation of the line's meter; raises `RowRefused` when there is none."""
    found = installations_of([line], permission, actor)[line.number]
    if isinstance(found, Problem):
        raise RowRefused(found)
    return found


def _one(line: Line, rows: Sequence[MeterInstallation]) -> Found:
    serial, maker = line.values["serial"], line.values["maker"]
    found = [row for row in rows if not maker or row.meter.maker == maker]
    if not found:
        return Problem(line.number, "serial", "unknown_meter", serial)
    if len(found) > 1:
        return Problem(line.number, "serial", "ambiguous_meter", serial)
    return found[0]
