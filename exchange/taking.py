"""One row of a file takes effect, exactly once."""

from __future__ import annotations

from collections.abc import MutableMapping

from django.db import transaction

from engine.refusals import EngineRefusal
from exchange.kinds import Kind
from exchange.models import ImportRow, ImportRun
from exchange.outcomes import RowRefused
from exchange.problems import Problem
from exchange.reading import Line
from people.actors import Actor
from registers.refusals import RegisterRefusal


def take(run: ImportRun, kind: Kind, line: Line, actor: Actor, outcomes: MutableMapping[str, int]) -> list[Problem]:
    """What is wrong or strange about the row; counts what became of it. A row that fails leaves nothing behind."""
    key = kind.key_of(line)
    known = ImportRow.objects.filter(kind=kind.key, key=key).first()
    if known is not None:
        return _again(run, known, line, key, outcomes)
    try:
        with transaction.atomic():
            outcome = kind.apply(line, actor)
            ImportRow.objects.create(
                run=run, kind=kind.key, key=key, row=line.number, digest=line.digest,
                outcome=outcome.name, record=outcome.record[:64],
            )  # fmt: skip
    except RowRefused as refused:
        return [refused.problem]
    except RegisterRefusal as refused:
        return [Problem(line.number, "", refused.code, refused.subject)]
    except EngineRefusal as refused:
        return [Problem(line.number, "", refused.code, refused.message("zh"))]
    outcomes[outcome.name] += 1
    return list(outcome.warnings)


def _again(run: ImportRun, known: ImportRow, line: Line, key: str, outcomes: MutableMapping[str, int]) -> list[Problem]:
    if known.digest != line.digest:
        return [Problem(line.number, "", "key_reused", key)]
    if known.run_id == run.pk and known.row != line.number:
        return [Problem(line.number, "", "twice_in_file", str(known.row))]
    outcomes["skipped"] += 1
    return []
