"""Proposes changes and starts the instance that decides on them, both or neither."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from engine.commands import start_process_instance
from people.actors import Actor
from registers.change_requests import propose_change
from registers.proposals import row_of


@dataclass(frozen=True, slots=True)
class Overlay:
    """What one record shall become."""

    table: str
    record_id: int
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposed:
    """The requests, and the instance that decides on them."""

    request_ids: tuple[int, ...]
    instance_id: int
    business_key: str


def propose(
    *,
    overlays: Sequence[Overlay],
    kind: str,
    reason: str,
    actor: Actor,
    effective_on: dt.date | None = None,
    papers: Sequence[str] = (),
    idempotency_key: str | None = None,
) -> Proposed:
    """One request for each record, and one instance for all of them; raises the first refusal of a record."""
    with transaction.atomic():
        requests = [
            propose_change(
                table=overlay.table,
                record_id=overlay.record_id,
                changes=overlay.changes,
                reason=reason,
                effective_on=effective_on,
                actor=actor,
            )
            for overlay in overlays
        ]
        variables: dict[str, Any] = {
            "request_ids": [request.pk for request in requests],
            "change_kind": kind,
            "change_reason": reason,
            "change_title": str(row_of(overlays[0].table, overlays[0].record_id)),
        }
        if papers:
            variables["change_papers"] = list(papers)
        started = start_process_instance(
            definition="data_change", variables=variables, actor=actor, idempotency_key=idempotency_key
        )
    return Proposed(tuple(request.pk for request in requests), started.id, started.business_key)
