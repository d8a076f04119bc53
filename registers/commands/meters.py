"""A meter's life: received, issued, installed, read, removed, tested, scrapped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from types import MappingProxyType

from django.utils import timezone

from people.models import Unit, today
from registers.commands.finding import refresh_search_of
from registers.commands.opening import instance_now
from registers.models import Meter, MeterInstallation, Reading
from registers.refusals import AlreadyRemoved, MeterNotAvailable, MeterNotVerified, NoSuchRecord, told_by_the_database

State = Meter.State
MOVES = MappingProxyType(
    {
        State.IN_STOCK: {State.ISSUED, State.IN_USE, State.IN_TEST, State.SCRAPPED},
        State.ISSUED: {State.IN_USE, State.IN_STOCK},
        State.IN_USE: {State.REMOVED},
        State.REMOVED: {State.IN_TEST, State.IN_STOCK, State.SCRAPPED},
        State.IN_TEST: {State.IN_STOCK, State.SCRAPPED},
        State.SCRAPPED: set(),
    }
)
_REMOVAL = ["removed_at", "reading_out", "electronic_out", "removed_in", "removal_reason", "seals_intact"]


def receive_meter(
    *,
    serial: str,
    maker: str,
    type: str,
    g_size: str,
    rated_flow: Decimal,
    unit_id: int,
    made_on: dt.date | None = None,
    verified_on: dt.date | None = None,
    verified_until: dt.date | None = None,
    reading: Decimal = Decimal(0),
) -> Meter:
    """The meter, in stock at the unit."""
    with told_by_the_database(serial):
        return Meter.objects.create(
            serial=serial,
            maker=maker,
            type=type,
            g_size=g_size,
            rated_flow=rated_flow,
            unit=Unit.objects.get(pk=unit_id),
            made_on=made_on,
            verified_on=verified_on,
            verified_until=verified_until,
            mechanical_reading=reading,
        )


def issue_meter(*, meter_id: int) -> Meter:
    """The meter, issued from stock; its verification must hold today."""
    instance_now()
    meter = locked(meter_id)
    _require_verified(meter, today())
    return move(meter, State.ISSUED)


def return_to_stock(*, meter_id: int, unit_id: int | None = None) -> Meter:
    """The meter, back in stock, at the unit when one is named; one that failed its last test or is untested
    since it was removed for suspicion may lie there, but is not issued before it is verified."""
    instance_now()
    meter = locked(meter_id)
    if unit_id is not None:
        meter.unit = Unit.objects.get(pk=unit_id)
        meter.save(update_fields=["unit"])
    return move(meter, State.IN_STOCK)


def scrap_meter(*, meter_id: int) -> Meter:
    """The meter, scrapped for good; one that hangs somewhere is refused."""
    instance_now()
    return move(locked(meter_id), State.SCRAPPED)


def install_meter(
    *,
    meter_id: int,
    supply_point_id: int,
    reading_in: Decimal,
    seal_numbers: Iterable[str] = (),
    installed_at: dt.datetime | None = None,
    electronic_in: Decimal | None = None,
) -> MeterInstallation:
    """The installation; a meter that hangs elsewhere, is not verified or not at hand is refused."""
    moment = installed_at or timezone.now()
    meter = locked(meter_id)
    _require_verified(meter, timezone.localdate(moment))
    with told_by_the_database(meter.serial):
        installation = MeterInstallation.objects.create(
            meter=meter,
            supply_point_id=supply_point_id,
            installed_at=moment,
            reading_in=reading_in,
            electronic_in=electronic_in,
            seal_numbers=list(seal_numbers),
            installed_in=instance_now(),
        )
        move(meter, State.IN_USE, reading=reading_in, electronic=electronic_in)
    refresh_search_of(table="registers_meterinstallation", record_id=installation.pk)
    return installation


def remove_meter(
    *,
    installation_id: int,
    reading_out: Decimal,
    removed_at: dt.datetime | None = None,
    electronic_out: Decimal | None = None,
    reason: str = "",
    seals_intact: bool | None = None,
) -> MeterInstallation:
    """The installation, ended with the last reading; the meter is removed."""
    instance = instance_now()
    installation = MeterInstallation.objects.select_for_update().filter(pk=installation_id).first()
    if installation is None:
        raise NoSuchRecord(f"installation {installation_id}")
    if installation.removed_at is not None:
        raise AlreadyRemoved(str(installation_id))
    with told_by_the_database(f"installation {installation_id}"):
        installation.removed_at = removed_at or timezone.now()
        installation.reading_out, installation.electronic_out = reading_out, electronic_out
        installation.removed_in, installation.removal_reason = instance, reason
        installation.seals_intact = seals_intact
        installation.save(update_fields=_REMOVAL)
    move(locked(installation.meter_id), State.REMOVED, reading=reading_out, electronic=electronic_out)
    return installation


def record_reading(
    *,
    installation_id: int,
    mechanical: Decimal,
    taken_at: dt.datetime | None = None,
    electronic: Decimal | None = None,
    source: str = "reader",
) -> Reading:
    """The reading; one below an earlier or above a later one is refused by the database."""
    with told_by_the_database(f"installation {installation_id}"):
        return Reading.objects.create(
            installation_id=installation_id,
            taken_at=taken_at or timezone.now(),
            mechanical=mechanical,
            electronic=electronic,
            source=source,
        )


def locked(meter_id: int) -> Meter:
    meter = Meter.objects.select_for_update().filter(pk=meter_id).first()
    if meter is None:
        raise NoSuchRecord(f"meter {meter_id}")
    return meter


def _require_verified(meter: Meter, day: dt.date) -> None:
    if meter.verified_until is None or meter.verified_until < day:
        raise MeterNotVerified(meter.serial, until=meter.verified_until or "—")


def move(meter: Meter, state: State, *, reading: Decimal | None = None, electronic: Decimal | None = None) -> Meter:
    """The locked meter in its next state, which its present one must allow."""
    if state not in MOVES[State(meter.state)]:
        raise MeterNotAvailable(meter.serial, state=meter.get_state_display())
    changed = ["state"]
    meter.state = state
    if reading is not None:
        meter.mechanical_reading = reading
        changed.append("mechanical_reading")
    if electronic is not None:
        meter.electronic_reading = electronic
        changed.append("electronic_reading")
    meter.save(update_fields=changed)
    return meter
