"""One meter for another at a supply point: removed and installed in one breath, and the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from registers.commands.meters import State, install_meter, locked, remove_meter
from registers.commands.opening import instance_now
from registers.models import MeterInstallation
from registers.refusals import MeterNotAvailable, NoSuchRecord, NotASwap

REVERSED = "换表冲销"
"""The reason that the removal of a wrongly recorded swap bears."""


@dataclass(frozen=True, slots=True)
class Swap:
    """The old installation, ended, and the new one that follows it without a gap."""

    removed: MeterInstallation
    installed: MeterInstallation


def swap_meter(
    *,
    installation_id: int,
    new_meter_id: int,
    reading_out: Decimal,
    reading_in: Decimal,
    seal_numbers: Iterable[str] = (),
    reason: str = "",
    swapped_at: dt.datetime | None = None,
    electronic_out: Decimal | None = None,
    electronic_in: Decimal | None = None,
    seals_intact: bool | None = None,
) -> Swap:
    """The old meter removed and the new one installed at the same moment, both or neither."""
    moment = swapped_at or timezone.now()
    with transaction.atomic():
        removed = remove_meter(
            installation_id=installation_id,
            reading_out=reading_out,
            removed_at=moment,
            electronic_out=electronic_out,
            reason=reason,
            seals_intact=seals_intact,
        )
        installed = install_meter(
            meter_id=new_meter_id,
            supply_point_id=removed.supply_point_id,
            reading_in=reading_in,
            seal_numbers=seal_numbers,
            installed_at=moment,
            electronic_in=electronic_in,
        )
    return Swap(removed=removed, installed=installed)


def reverse_swap(
    *,
    installed_id: int,
    reading_out: Decimal,
    reversed_at: dt.datetime | None = None,
    electronic_out: Decimal | None = None,
    seal_numbers: Iterable[str] = (),
) -> Swap:
    """The meter that had been taken off hangs again, with the reading it was taken off at; nothing is deleted.

    The meter before it must still be REMOVED: one that went to test, to stock or to scrap is installed anew.
    """
    instance, moment = instance_now(), reversed_at or timezone.now()
    before = _before(installed_id)
    with transaction.atomic():
        removed = remove_meter(
            installation_id=installed_id,
            reading_out=reading_out,
            removed_at=moment,
            electronic_out=electronic_out,
            reason=REVERSED,
        )
        meter = locked(before.meter_id)
        if meter.state != State.REMOVED:
            raise MeterNotAvailable(meter.serial, state=meter.get_state_display())
        installed = MeterInstallation.objects.create(
            meter=meter,
            supply_point_id=before.supply_point_id,
            installed_at=moment,
            reading_in=before.reading_out or Decimal(0),
            electronic_in=before.electronic_out,
            seal_numbers=list(seal_numbers),
            installed_in=instance,
        )
        meter.state = State.IN_USE
        meter.save(update_fields=["state"])
    return Swap(removed=removed, installed=installed)


def _before(installed_id: int) -> MeterInstallation:
    installed = MeterInstallation.objects.filter(pk=installed_id).first()
    if installed is None:
        raise NoSuchRecord(f"installation {installed_id}")
    before = MeterInstallation.objects.filter(
        supply_point_id=installed.supply_point_id, removed_at=installed.installed_at
    ).first()
    if before is None:
        raise NotASwap(str(installed_id))
    return before
