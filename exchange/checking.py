"""The dry run of an import, and what is kept of its problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from exchange.kinds import KINDS, Kind
from exchange.models import ImportProblem, ImportRow, ImportRun
from exchange.problems import FileRefused, Problem
from exchange.reading import Line, Parsed
from people.actors import Actor

State = ImportRun.State
_UNSAID = ("record", "result")


def check_run(run: ImportRun, kind: Kind, actor: Actor) -> None:
    """Reads and judges the file, changes nothing but the run and its problems."""
    run.problems.filter(started="", handled_at=None).delete()
    run.imported = run.skipped = run.failed = run.warned = run.position = 0
    try:
        parsed = kind.read(bytes(run.content))
    except FileRefused as refused:
        keep(run, refused.problems)
        run.state = State.REFUSED
    else:
        fresh, wrong = _fresh(parsed, kind)
        run.skipped = len(parsed.lines) - len(fresh) - len(wrong)
        lines = {line.number: line for line in parsed.lines}
        keep(run, [*parsed.problems, *wrong, *kind.check(fresh, actor)], lines)
        run.layout, run.row_count, run.total = parsed.layout.key, parsed.count, parsed.total
        run.batch_no = (parsed.header or {}).get("batch_no", "")
        run.state = State.CHECKED
    run.save()


def keep(run: ImportRun, problems: Iterable[Problem], lines: Mapping[int, Line] | None = None) -> None:
    """Notes the problems with the run and counts them; one that somebody has dealt with is not noted again."""
    handled = set(run.problems.exclude(handled_at=None).values_list("row", "code"))
    rows = [
        ImportProblem(
            run=run,
            row=p.row,
            column=p.column,
            level="warning" if p.warning else "error",
            code=p.code,
            subject=p.subject[:300],
            installation_id=p.installation_id,
            told=_told(run, lines, p.row),
        )
        for p in problems
    ]
    ImportProblem.objects.bulk_create(row for row in rows if (row.row, row.code) not in handled)
    run.failed += len({row.row for row in rows if row.level == "error"})
    run.warned += sum(row.level == "warning" for row in rows)


def _told(run: ImportRun, lines: Mapping[int, Line] | None, number: int) -> str:
    line = (lines or {}).get(number)
    if line is None:
        return ""
    columns = [column for layout in KINDS[run.kind].layouts[:1] for column in layout.detail]
    said = [
        _shown(line.values[c.name]) for c in columns if c.name not in _UNSAID and line.values.get(c.name) is not None
    ]
    return " · ".join(said)[:400]


def _shown(value: object) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, dt.datetime) else str(value)


def parsed_of(run: ImportRun, kind: Kind) -> Parsed:
    """The file's rows; the last file read is remembered, for a run is carried out in many slices."""
    return _parsed(kind.key, run.pk, run.digest)


@lru_cache(maxsize=1)
def _parsed(kind: str, run_id: int, digest: str) -> Parsed:
    content = ImportRun.objects.values_list("content", flat=True).get(pk=run_id, digest=digest)
    return KINDS[kind].read(bytes(content))


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
