"""An import from its file to its last row: checked first, confirmed by a person, taken in steps, never twice."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from engine.jobs.chores import queue_chore
from engine.push import push
from exchange.checking import check_run, keep, parsed_of
from exchange.covering import unit_of
from exchange.kinds import KINDS, Kind
from exchange.models import ImportRun
from exchange.problems import Problem
from exchange.reading import Line
from exchange.refusals import FileTooLarge, KnownElsewhere, MayNotImport, NoSuchImport, NotImportable
from exchange.taking import take
from ledger.context import audited
from ledger.recording import record
from people.actors import Actor

CHORE = "exchange.import"
LARGEST = 20_000_000
STEP = 500
State = ImportRun.State
_CHECKED_AGAIN = (State.CHECKED, State.REFUSED, State.STOPPED)


def check_file(*, kind: str, name: str, content: bytes, actor: Actor) -> ImportRun:
    """The run of this file with its problems: a dry run, which changes no register. The same bytes are the same run."""
    known = kind_for(kind, actor)
    if len(content) > LARGEST:
        raise FileTooLarge(str(LARGEST // 1_000_000))
    digest = digest_of(content)
    with audited(actor=actor, reason="import"):
        run, made = ImportRun.objects.select_for_update(of=("self",)).get_or_create(
            kind=kind,
            digest=digest,
            defaults={
                "file_name": name[-200:],
                "content": content,
                "uploaded_by_id": actor.user_id,
                "unit": unit_of(known.permission, actor),
            },
        )
        if not (made or covers(run, known, actor)):
            raise KnownElsewhere(name[-80:])
        if made or run.state in _CHECKED_AGAIN or (run.failed and run.state == State.DONE):
            check_run(run, known, actor)
        record(kind="admin", action="import_checked", table="exchange_importrun", record=run.pk, body=_told(run))
    return run


def digest_of(content: bytes) -> str:
    """What a file is known by."""
    return hashlib.sha256(content).hexdigest()


def confirm(*, run_id: int, actor: Actor) -> ImportRun:
    """The run, on its way from its first row; rows that took effect before are passed over."""
    run, known = run_of(run_id, actor)
    with audited(actor=actor, reason="import"):
        run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if run.state == State.RUNNING:
            return run
        if run.state == State.REFUSED or (run.state == State.DONE and not run.failed):
            raise NotImportable(run.get_state_display())
        run.problems.filter(started="", handled_at=None).delete()
        run.state, run.position, run.finished_at = State.RUNNING, 0, None
        run.imported = run.skipped = run.failed = run.warned = 0
        run.confirmed_by_id, run.confirmed_at = actor.user_id, timezone.now()
        keep(run, parsed_of(run, known).problems)
        run.save()
        record(kind="admin", action="import_confirmed", table="exchange_importrun", record=run.pk, body=_told(run))
        push([f"import:{run.pk}", "imports"])
    return run


def order(*, run_id: int, actor: Actor) -> ImportRun:
    """Confirms the run and leaves it to the workers."""
    with transaction.atomic():
        run = confirm(run_id=run_id, actor=actor)
        queue_chore(name=CHORE, target=run.pk)
    return run


def stop(*, run_id: int, actor: Actor, reason: str) -> ImportRun:
    """The run, stopped where it stands: what took effect stays, and importing it again takes the rest."""
    run = ImportRun.objects.filter(pk=run_id).first() if actor.system else run_of(run_id, actor)[0]
    if run is None:
        raise NoSuchImport(str(run_id))
    with audited(actor=actor, reason=reason):
        run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if run.state != State.RUNNING:
            raise NotImportable(run.get_state_display())
        run.state, run.finished_at = State.STOPPED, timezone.now()
        run.save()
        record(kind="admin", action="import_stopped", table="exchange_importrun", record=run.pk,
               body={**_told(run), "reason": reason})  # fmt: skip
        push([f"import:{run.pk}", "imports"])
    return run


def advance(*, run_id: int, actor: Actor, steps: int = 5) -> ImportRun:
    """The run after so many more steps; whoever may import may go on with a run that somebody left."""
    run, known = run_of(run_id, actor)
    if run.state != State.RUNNING:
        return run
    lines = parsed_of(run, known).lines
    for _ in range(steps):
        run = _step(run.pk, known, lines, actor)
        if run.state != State.RUNNING:
            break
    return run


def run_of(run_id: int, actor: Actor) -> tuple[ImportRun, Kind]:
    """The run and its kind, when the actor may import such files where it was uploaded."""
    run = ImportRun.objects.select_related("unit").filter(pk=run_id).first()
    if run is None:
        raise NoSuchImport(str(run_id))
    known = kind_for(run.kind, actor)
    if not covers(run, known, actor):
        raise NoSuchImport(str(run_id))
    return run, known


def covers(run: ImportRun, kind: Kind, actor: Actor) -> bool:
    """Whether the run is the actor's own, or of a unit where the actor may import such files."""
    if actor.system or run.unit is None or run.uploaded_by_id == actor.user_id:
        return True
    return actor.may_at(kind.permission, run.unit.path)


def kind_for(kind: str, actor: Actor) -> Kind:
    """The kind of that name; raises `MayNotImport` for one that is not, or not for this person."""
    known = KINDS.get(kind)
    if known is None or not (actor.system or actor.may(known.permission)):
        raise MayNotImport(kind)
    return known


@transaction.atomic
def _step(run_id: int, kind: Kind, lines: Sequence[Line], actor: Actor) -> ImportRun:
    """The next rows in one transaction: up to STEP of them, or one that needs a transaction of its own."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != State.RUNNING:
        return run
    chosen = _next(lines[run.position : run.position + STEP], kind)
    outcomes: dict[str, int] = defaultdict(int)
    with audited(actor=actor, reason=f"import {run.pk}"):
        problems = take(run, kind, chosen, actor, outcomes)
        _suspect(problems, {line.number: line for line in chosen})
    keep(run, problems, {line.number: line for line in chosen})
    run.imported += sum(n for name, n in outcomes.items() if name != "skipped")
    run.skipped += outcomes["skipped"]
    run.position += len(chosen)
    if run.position >= len(lines):
        _finish(run, actor)
    run.save()
    push([f"import:{run.pk}"] + (["imports"] if run.state == State.DONE else []))
    return run


def _next(lines: Sequence[Line], kind: Kind) -> list[Line]:
    chosen: list[Line] = []
    for line in lines:
        alone = kind.alone(line)
        if not (alone and chosen):
            chosen.append(line)
        if alone:
            break
    return chosen


def _suspect(problems: Sequence[Problem], lines: dict[int, Line]) -> None:
    """Falls and leaps of readings are signs of a faulty meter."""
    from exchange.suspicions import Sign, note

    rules = {"reading_falls": "reverse", "implausible": "jump"}
    note(
        [
            Sign(p.installation_id, rules[p.code], _figures(p, lines[p.row]), lines[p.row].values["taken_at"])
            for p in problems
            if p.installation_id is not None and p.code in rules
        ]
    )


def _figures(problem: Problem, line: Line) -> str:
    if problem.code == "reading_falls":
        return f"{line.values['mechanical']:f} < {problem.subject} m³"
    return problem.subject


def _finish(run: ImportRun, actor: Actor) -> None:
    run.state, run.finished_at = State.DONE, timezone.now()
    with audited(actor=actor, reason="import"):
        record(kind="admin", action="import_finished", table="exchange_importrun", record=run.pk, body=_told(run))


def _told(run: ImportRun) -> dict[str, Any]:
    names = ("kind", "file_name", "digest", "batch_no", "row_count", "total", "state", "imported", "skipped", "failed")
    return {name: getattr(run, name) for name in names}
