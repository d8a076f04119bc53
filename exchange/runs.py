"""An import from its file to its last row: checked first, confirmed by a person, taken in steps, never twice."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from exchange.kinds import KINDS, Kind
from exchange.models import ImportProblem, ImportRow, ImportRun
from exchange.problems import FileRefused, Problem
from exchange.reading import Line, Parsed
from exchange.refusals import FileTooLarge, MayNotImport, NoSuchImport, NotImportable
from exchange.taking import take
from ledger.context import audited
from ledger.recording import record
from people.actors import Actor

LARGEST = 20_000_000
STEP = 200
State = ImportRun.State


def check_file(*, kind: str, name: str, content: bytes, actor: Actor) -> ImportRun:
    """The run of this file with its problems: a dry run, which changes no register. The same bytes are the same run."""
    known = _kind(kind, actor)
    if len(content) > LARGEST:
        raise FileTooLarge(str(LARGEST // 1_000_000))
    digest = hashlib.sha256(content).hexdigest()
    with audited(actor=actor, reason="import"):
        run, made = ImportRun.objects.select_for_update().get_or_create(
            kind=kind,
            digest=digest,
            defaults={"file_name": name[-200:], "content": content, "uploaded_by_id": actor.user_id},
        )
        if (made or run.state in (State.CHECKED, State.REFUSED) or run.failed) and run.state != State.RUNNING:
            _check(run, known, actor)
        record(kind="admin", action="import_checked", table="exchange_importrun", record=run.pk, body=_told(run))
    return run


def confirm(*, run_id: int, actor: Actor) -> ImportRun:
    """The run, on its way from its first row; rows that took effect before are passed over."""
    run, known = run_of(run_id, actor)
    with audited(actor=actor, reason="import"):
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.state == State.RUNNING:
            return run
        if run.state == State.REFUSED or (run.state == State.DONE and not run.failed):
            raise NotImportable(run.get_state_display())
        run.problems.filter(started="").delete()
        run.state, run.position, run.finished_at = State.RUNNING, 0, None
        run.imported = run.skipped = run.failed = run.warned = 0
        run.confirmed_by_id, run.confirmed_at = actor.user_id, timezone.now()
        keep(run, known.read(bytes(run.content)).problems)
        run.save()
        record(kind="admin", action="import_confirmed", table="exchange_importrun", record=run.pk, body=_told(run))
    return run


def advance(*, run_id: int, actor: Actor, steps: int = 5) -> ImportRun:
    """The run after so many more steps; whoever may import may go on with a run that somebody left."""
    run, known = run_of(run_id, actor)
    if run.state != State.RUNNING:
        return run
    lines = known.read(bytes(run.content)).lines
    for _ in range(steps):
        run = _step(run.pk, known, lines, actor)
        if run.state != State.RUNNING:
            break
    return run


def run_of(run_id: int, actor: Actor) -> tuple[ImportRun, Kind]:
    """The run and its kind, when the actor may import such files."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None:
        raise NoSuchImport(str(run_id))
    return run, _kind(run.kind, actor)


def keep(run: ImportRun, problems: Iterable[Problem]) -> None:
    """Notes the problems with the run and counts them."""
    rows = [
        ImportProblem(
            run=run,
            row=p.row,
            column=p.column,
            level="warning" if p.warning else "error",
            code=p.code,
            subject=p.subject[:300],
            installation_id=p.installation_id,
        )
        for p in problems
    ]
    ImportProblem.objects.bulk_create(rows)
    run.failed += len({row.row for row in rows if row.level == "error"})
    run.warned += sum(row.level == "warning" for row in rows)


def _kind(kind: str, actor: Actor) -> Kind:
    known = KINDS.get(kind)
    if known is None or not (actor.system or actor.may(known.permission)):
        raise MayNotImport(kind)
    return known


def _check(run: ImportRun, kind: Kind, actor: Actor) -> None:
    run.problems.filter(started="").delete()
    run.imported = run.skipped = run.failed = run.warned = run.position = 0
    try:
        parsed = kind.read(bytes(run.content))
    except FileRefused as refused:
        keep(run, refused.problems)
        run.state = State.REFUSED
    else:
        fresh, wrong = _fresh(parsed, kind)
        run.skipped = len(parsed.lines) - len(fresh) - len(wrong)
        keep(run, [*parsed.problems, *wrong, *kind.check(fresh, actor)])
        run.layout, run.row_count, run.total = parsed.layout.key, parsed.count, parsed.total
        run.batch_no = (parsed.header or {}).get("batch_no", "")
        run.state = State.CHECKED
    run.save()


def _fresh(parsed: Parsed, kind: Kind) -> tuple[list[Line], list[Problem]]:
    """The rows that took no effect yet, and those that contradict a row before them."""
    known = _taken(kind, parsed.lines)
    first: dict[str, int] = {}
    fresh, wrong = [], []
    for line in parsed.lines:
        key = kind.key_of(line)
        if key in first:
            wrong.append(Problem(line.number, "", "twice_in_file", str(first[key])))
        elif key in known and known[key] != line.digest:
            wrong.append(Problem(line.number, "", "key_reused", key))
        elif key not in known:
            fresh.append(line)
        first.setdefault(key, line.number)
    return fresh, wrong


def _taken(kind: Kind, lines: Sequence[Line]) -> dict[str, str]:
    keys = [kind.key_of(line) for line in lines]
    found = ImportRow.objects.filter(kind=kind.key, key__in=keys)
    return dict(found.values_list("key", "digest"))


@transaction.atomic
def _step(run_id: int, kind: Kind, lines: Sequence[Line], actor: Actor) -> ImportRun:
    """The next rows in one transaction: up to STEP of them, or one that needs a transaction of its own."""
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state != State.RUNNING:
        return run
    chosen: list[Line] = []
    for line in lines[run.position : run.position + STEP]:
        alone = kind.alone(line)
        if not (alone and chosen):
            chosen.append(line)
        if alone:
            break
    outcomes: dict[str, int] = defaultdict(int)
    with audited(actor=actor, reason=f"import {run.pk}"):
        problems = [p for line in chosen for p in take(run, kind, line, actor, outcomes)]
    keep(run, problems)
    run.imported += sum(n for name, n in outcomes.items() if name != "skipped")
    run.skipped += outcomes["skipped"]
    run.position += len(chosen)
    if run.position >= len(lines):
        _finish(run, actor)
    run.save()
    return run


def _finish(run: ImportRun, actor: Actor) -> None:
    run.state, run.finished_at = State.DONE, timezone.now()
    with audited(actor=actor, reason="import"):
        record(kind="admin", action="import_finished", table="exchange_importrun", record=run.pk, body=_told(run))


def _told(run: ImportRun) -> dict[str, Any]:
    names = ("kind", "file_name", "digest", "batch_no", "row_count", "total", "state", "imported", "skipped", "failed")
    return {name: getattr(run, name) for name in names}
