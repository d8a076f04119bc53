"""Problems that a person has dealt with: by whom, when and how."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from exchange.models import ImportProblem
from exchange.refusals import NoSuchImport, ReasonNeeded
from exchange.runs import run_of
from ledger.context import audited
from ledger.recording import record
from people.actors import Actor


def handle(*, ids: Sequence[int], actor: Actor, note: str) -> int:
    """How many problems are marked as dealt with; those that were so before keep their first note."""
    if not note.strip():
        raise ReasonNeeded
    with audited(actor=actor, reason=note):
        rows = list(ImportProblem.objects.select_for_update(of=("self",)).filter(pk__in=set(ids)).order_by("pk"))
        if len(rows) < len(set(ids)):
            raise NoSuchImport(", ".join(str(pk) for pk in sorted(set(ids) - {row.pk for row in rows})))
        for run_id in {row.run_id for row in rows}:
            run_of(run_id, actor)
        done = [row for row in rows if row.handled_at is None]
        for row in done:
            row.handled_at, row.handled_by_id, row.note = timezone.now(), actor.user_id, note.strip()[:300]
            row.save(update_fields=["handled_at", "handled_by", "note"])
            record(kind="admin", action="import_problem_handled", table="exchange_importproblem", record=row.pk,
                   body={"run": row.run_id, "row": row.row, "code": row.code, "subject": row.subject})  # fmt: skip
    return len(done)
