"""Meters that the finance system bought or wrote off: into the stock and out of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from exchange.layouts import METERS
from exchange.outcomes import Outcome, RowRefused
from exchange.problems import Problem
from exchange.reading import Line, Parsed
from exchange.tables import read_table
from ledger.context import audited
from people.actors import Actor
from people.models import Unit, today
from registers import commands
from registers.models import Meter

NEEDED = ("type", "g_size", "rated_flow", "unit")
"""What a meter must have when it is received; to scrap one, its maker and number suffice."""


def read(content: bytes) -> Parsed:
    """The rows of an exchange table and the sum of the first readings."""
    return read_table(content, METERS, "reading")


def key_of(line: Line) -> str:
    """The document of the finance system and the meter."""
    values = line.values
    return f"{values['document_no']}:{values['movement']}:{values['maker']}:{values['serial']}"[:160]


def check(lines: Sequence[Line], actor: Actor) -> list[Problem]:
    """Meters that are here already or were never here, missing values, units of others."""
    problems = []
    for line in lines:
        try:
            if line.values["movement"] == "receive":
                _receivable(line, actor)
                problems += _expired(line)
            else:
                _scrappable(line, actor)
        except RowRefused as refused:
            problems.append(refused.problem)
    return problems


def apply(line: Line, actor: Actor) -> Outcome:
    """The meter, received or scrapped."""
    values = line.values
    with audited(actor=actor, instance_id=f"import:{values['document_no']}", reason="出入库交换表"):
        if values["movement"] == "scrap":
            meter = commands.scrap_meter(meter_id=_scrappable(line, actor).pk)
            return Outcome("scrapped", str(meter.pk))
        unit = _receivable(line, actor)
        meter = commands.receive_meter(
            serial=values["serial"],
            maker=values["maker"],
            type=values["type"],
            g_size=values["g_size"],
            rated_flow=values["rated_flow"],
            unit_id=unit.pk,
            made_on=values["made_on"],
            verified_on=values["verified_on"],
            verified_until=values["verified_until"],
            reading=values["reading"] or Decimal(0),
        )
    return Outcome("received", str(meter.pk), tuple(_expired(line)))


def _receivable(line: Line, actor: Actor) -> Unit:
    """The unit that receives the meter."""
    for name in NEEDED:
        if not line.values[name]:
            raise RowRefused(Problem(line.number, name, "missing"))
    unit = Unit.objects.filter(code=line.values["unit"]).first()
    if unit is None or not _is_mine(unit, actor):
        raise RowRefused(Problem(line.number, "unit", "unknown_unit", line.values["unit"]))
    if _here(line) is not None:
        raise RowRefused(Problem(line.number, "serial", "meter_known", line.values["serial"]))
    return unit


def _scrappable(line: Line, actor: Actor) -> Meter:
    meter = _here(line)
    if meter is None or not _is_mine(meter.unit, actor):
        raise RowRefused(Problem(line.number, "serial", "meter_unknown", line.values["serial"]))
    return meter


def _here(line: Line) -> Meter | None:
    found = Meter.objects.filter(maker=line.values["maker"], serial=line.values["serial"])
    return found.select_related("unit").first()


def _is_mine(unit: Unit, actor: Actor) -> bool:
    return actor.system or actor.may_at("import_meters", unit.path)


def _expired(line: Line) -> list[Problem]:
    until = line.values["verified_until"]
    if until is None or until >= today():
        return []
    return [Problem(line.number, "verified_until", "verification_expired", str(until), warning=True)]
