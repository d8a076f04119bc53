"""Rows of a file take effect, each exactly once."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

from django.db import transaction

from engine.refusals import EngineRefusal
from exchange.kinds import Kind
from exchange.models import ImportRow, ImportRun
from exchange.outcomes import Outcome, RowRefused
from exchange.problems import Problem
from exchange.reading import Line
from people.actors import Actor
from registers.refusals import RegisterRefusal

Outcomes = MutableMapping[str, int]


def take(run: ImportRun, kind: Kind, lines: Sequence[Line], actor: Actor, outcomes: Outcomes) -> list[Problem]:
    """What is wrong or strange about the rows; counts what became of them. A row that fails leaves nothing behind."""
    known = {row.key: row for row in ImportRow.objects.filter(kind=kind.key, key__in=[kind.key_of(n) for n in lines])}
    problems: list[Problem] = []
    fresh: list[Line] = []
    first: dict[str, int] = {}
    for line in lines:
        key = kind.key_of(line)
        if key in known:
            problems += _again(run, known[key], line, key, outcomes)
        elif key in first:
            problems.append(Problem(line.number, "", "twice_in_file", str(first[key])))
        else:
            first[key] = line.number
            fresh.append(line)
    return problems + _take_fresh(run, kind, fresh, actor, outcomes)


def _take_fresh(run: ImportRun, kind: Kind, lines: Sequence[Line], actor: Actor, outcomes: Outcomes) -> list[Problem]:
    """All at once where the kind can; where one of them is refused, each for itself."""
    if kind.apply_many is not None and len(lines) > 1:
        try:
            with transaction.atomic():
                told = kind.apply_many(lines, actor)
                _remember(run, kind, [(n, o) for n, o in zip(lines, told, strict=True) if isinstance(o, Outcome)])
        except (RegisterRefusal, EngineRefusal):
            pass  # the rows one by one say which of them it was
        else:
            return [problem for one in told for problem in _counted(one, outcomes)]
    return [problem for line in lines for problem in _one(run, kind, line, actor, outcomes)]


def _one(run: ImportRun, kind: Kind, line: Line, actor: Actor, outcomes: Outcomes) -> list[Problem]:
    try:
        with transaction.atomic():
            outcome = kind.apply(line, actor)
            _remember(run, kind, [(line, outcome)])
    except RowRefused as refused:
        return [refused.problem]
    except RegisterRefusal as refused:
        return [Problem(line.number, "", refused.code, refused.subject)]
    except EngineRefusal as refused:
        return [Problem(line.number, "", refused.code, refused.message("zh"))]
    return _counted(outcome, outcomes)


def _counted(one: Outcome | Problem, outcomes: Outcomes) -> list[Problem]:
    if isinstance(one, Problem):
        return [one]
    outcomes[one.name] += 1
    return list(one.warnings)


def _remember(run: ImportRun, kind: Kind, done: Sequence[tuple[Line, Outcome]]) -> None:
    ImportRow.objects.bulk_create(
        ImportRow(
            run=run, kind=kind.key, key=kind.key_of(line), row=line.number, digest=line.digest,
            outcome=outcome.name, record=outcome.record[:64],
        )
        for line, outcome in done
    )  # fmt: skip


def _again(run: ImportRun, known: ImportRow, line: Line, key: str, outcomes: Outcomes) -> list[Problem]:
    if known.digest != line.digest:
        return [Problem(line.number, "", "key_reused", key)]
    if known.run_id == run.pk and known.row != line.number:
        return [Problem(line.number, "", "twice_in_file", str(known.row))]
    outcomes["skipped"] += 1
    return []
