"""What the bank answered to a collection file, row by row."""

from __future__ import annotations

from decimal import Decimal

from exchange.models import Collection, CollectionRow


def answer(charge_number: str, result: str, collected: Decimal | None) -> bool:
    """Whether a collection file waited for this charge; its row has the answer now, the last one ends the waiting."""
    row = (
        CollectionRow.objects.select_for_update(of=("self",))
        .filter(charge__number=charge_number, waiting=True, collection__state=Collection.State.WRITTEN)
        .first()
    )
    if row is None:
        return False
    row.result, row.collected, row.waiting = result, collected, False
    row.save()
    if not row.collection.rows.filter(waiting=True).exists():
        Collection.objects.filter(pk=row.collection_id).update(state=Collection.State.ANSWERED)
    return True
