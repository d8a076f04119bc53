"""What is told of a proposal beside its fields: whose record it is, and what hangs on it."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from registers.models import ChangeRequest, Charge, MeterInstallation
from registers.proposals import customer_of, row_of, unit_path_of


def described(row: Model | None, unit_path: str, count: int) -> dict[str, Any]:
    """Title, customer's grade and whether the record belongs to a unit of the proposer's."""
    customer = customer_of(row) if row else None
    title = str(customer or row)
    path = unit_path_of(row) if row else ""
    more = {"customer_id": customer.pk, "customer_no": customer.number} if customer else {}
    return {
        "record_title": f"{title} 等 {count} 条" if count > 1 else title,
        "grade": customer.grade if customer else "general",
        "proposer_unit": "same" if path.startswith(unit_path) or not path else "other",
        **more,
    }


def impact_of(requests: list[ChangeRequest]) -> str:
    """A sentence: how many meters hang at the customers' and how many charges are open."""
    rows = (row_of(request.table_name, request.record) for request in requests)
    customers = {customer.pk for row in rows if row is not None and (customer := customer_of(row)) is not None}
    meters = MeterInstallation.objects.filter(
        supply_point__site__customer_id__in=customers, removed_at__isnull=True
    ).count()
    charges = Charge.objects.filter(customer_id__in=customers, state=Charge.State.OPEN).count()
    return f"涉及客户 {len(customers)} 户、在用表 {meters} 只、未结应收 {charges} 笔"
