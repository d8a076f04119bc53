"""Which open instances are about a business record, whoever may see them: for what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class OpenInstance:
    """An instance that has not ended."""

    id: int
    business_key: str
    title: str


def open_instances_about(customer_ids: Iterable[int], *, but: int = 0) -> list[OpenInstance]:
    """The open instances whose variable `customer_id` names one of these customers, without the one that asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.id, i.business_key, i.title FROM process_instance i WHERE i.state IN ('ACTIVE', 'SUSPENDED')"
            " AND i.parent_id IS NULL AND i.id <> %s AND i.id IN (SELECT root_id FROM every_instance_subject"
            " WHERE name = 'customer_id' AND value = ANY (%s)) ORDER BY i.id",
            [but, [str(pk) for pk in customer_ids]],
        )
        return [OpenInstance(*row) for row in cursor.fetchall()]
