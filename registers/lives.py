"""A meter's life: made, verified, received, issued, installed, removed, tested, scrapped; each with its instance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from ledger.context import audited
from ledger.queries import history_of
from ledger.recording import record
from people.actors import Actor
from registers.listing import listed_for, may_list, visible
from registers.lists import LISTS
from registers.models import Meter, MeterInstallation, MeterTest
from registers.refusals import NoSuchRecord

_STATES = {
    Meter.State.ISSUED: "issued",
    Meter.State.IN_STOCK: "stocked",
    Meter.State.SCRAPPED: "scrapped",
}
"""States that only the history tells of; installations and tests tell of the others themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Something that befell the meter; a day stands for its beginning."""

    at: dt.datetime
    kind: str
    supply_point_id: int | None = None
    supply_point: str = ""
    reading: Decimal | None = None
    text: str = ""
    passed: bool | None = None
    instance_id: str = ""


def life_of(meter_id: int, actor: Actor) -> list[Stage]:
    """The stages, oldest first; where it hung only for readers who see supply points."""
    meter = visible(actor, listed_for(actor, "meters")).filter(pk=meter_id).first()
    if meter is None:
        raise NoSuchRecord(str(meter_id))
    with audited(actor=actor):
        record(kind="read", action="view_history", table=Meter._meta.db_table, record=meter_id)
    stages = [*_made(meter), *_recorded(meter), *_hung(meter, actor), *_tested(meter)]
    return sorted(stages, key=lambda stage: stage.at)


def _made(meter: Meter) -> Iterator[Stage]:
    if meter.made_on:
        yield Stage(at=_begin(meter.made_on), kind="made", text=meter.maker)
    tests = MeterTest.objects.filter(meter=meter, tested_on=meter.verified_on)
    if meter.verified_on and not tests.exists():
        until = meter.verified_until.isoformat() if meter.verified_until else ""
        yield Stage(at=_begin(meter.verified_on), kind="verified", text=until)


def _recorded(meter: Meter) -> Iterator[Stage]:
    for change in history_of(Meter._meta.db_table, meter.pk):
        if change.action == "insert":
            yield Stage(at=change.at, kind="received", instance_id=change.instance)
            continue
        for field in change.changes:
            if field.field == "state" and field.new in _STATES:
                yield Stage(at=change.at, kind=_STATES[field.new], instance_id=change.instance)


def _hung(meter: Meter, actor: Actor) -> Iterator[Stage]:
    points = LISTS["supply-points"]
    rows = MeterInstallation.objects.filter(meter=meter).select_related("supply_point").order_by("installed_at")
    mine: set[int] = set()
    if may_list(actor, points):
        hung_at = rows.values("supply_point_id")
        mine = set(visible(actor, points).filter(pk__in=hung_at).values_list("pk", flat=True))
    for row in rows:
        point = row.supply_point if row.supply_point_id in mine else None
        where, number = (point.pk, point.number) if point else (None, "")
        yield Stage(
            at=row.installed_at, kind="installed", supply_point_id=where, supply_point=number, reading=row.reading_in,
            instance_id=row.installed_in,
        )  # fmt: skip
        if row.removed_at:
            yield Stage(
                at=row.removed_at, kind="removed", supply_point_id=where, supply_point=number, reading=row.reading_out,
                text=row.removal_reason, instance_id=row.removed_in,
            )  # fmt: skip


def _tested(meter: Meter) -> Iterator[Stage]:
    for test in MeterTest.objects.filter(meter=meter).order_by("sent_at"):
        yield Stage(at=test.sent_at, kind="sent", text=test.laboratory, instance_id=test.sent_in)
        if test.tested_on:
            error = "" if test.error_percent is None else f"{test.error_percent.normalize():f} %"
            yield Stage(
                at=max(_begin(test.tested_on), test.sent_at), kind="tested", text=error, passed=test.passed,
                instance_id=test.recorded_in,
            )  # fmt: skip


def _begin(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
