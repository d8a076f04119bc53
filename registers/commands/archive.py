"""Archive volumes on loan."""

from __future__ import annotations

import datetime as dt

from people.models import today
from registers.commands.opening import instance_now, record_of
from registers.models import ArchiveLoan, ArchiveVolume
from registers.refusals import VolumeIsHere, VolumeIsLent, told_by_the_database


def borrow_volume(
    *, volume_id: int, borrower_id: int, purpose: str, due_on: dt.date, lent_on: dt.date | None = None
) -> ArchiveLoan:
    """The loan; a volume that is out is refused with whom it is."""
    instance = instance_now()
    volume = record_of(ArchiveVolume, volume_id, lock=True)
    out = volume.loans.filter(returned_on=None).select_related("borrower").first()
    if out is not None:
        raise VolumeIsLent(volume.number, borrower=out.borrower.full_name, due_on=out.due_on)
    with told_by_the_database(volume.number):
        return ArchiveLoan.objects.create(
            volume=volume,
            borrower_id=borrower_id,
            purpose=purpose,
            lent_on=lent_on or today(),
            due_on=due_on,
            lent_in=instance,
        )


def return_volume(*, volume_id: int, note: str = "", returned_on: dt.date | None = None) -> ArchiveLoan:
    """The loan, ended."""
    instance_now()
    volume = record_of(ArchiveVolume, volume_id, lock=True)
    loan = volume.loans.filter(returned_on=None).first()
    if loan is None:
        raise VolumeIsHere(volume.number)
    loan.returned_on, loan.note = returned_on or today(), note
    with told_by_the_database(volume.number):
        loan.save(update_fields=["returned_on", "note"])
    return loan
