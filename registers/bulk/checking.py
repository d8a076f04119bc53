"""Checks every row of a bulk change before anything is proposed: each problem by row and column, each difference."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from people.actors import Actor
from people.permissions import FieldRight, fields, scope, thing_named
from registers.bulk.cells import Unfit, is_blank, json_of, same
from registers.bulk.columns import KEYS, NAMES, BulkColumn, bulk_columns
from registers.bulk.problems import RowProblem, shown
from registers.lists import Listed
from registers.models import ChangeRequest

FIRST_ROW = 2
"""Excel's number of the first row under the headings."""


@dataclass(frozen=True, slots=True)
class AskedRow:
    """What a row asks: the record by key or number, and the cells by column."""

    row: int
    key: str
    record_id: int | None
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """What a row would change of its record: {field: {"old": …, "new": …}}."""

    row: int
    record_id: int
    name: str
    unit_path: str
    changes: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Checked:
    """A bulk change that nobody has proposed yet."""

    listed: Listed
    total: int
    rows: tuple[CheckedRow, ...]
    problems: tuple[RowProblem, ...]
    warnings: tuple[RowProblem, ...]
    columns: tuple[BulkColumn, ...]
    """Those that some row changes."""

    @property
    def unchanged(self) -> int:
        """Rows that have every value already."""
        wrong = {problem.row for problem in self.problems}
        return self.total - len(self.rows) - len(wrong - {0, 1})


@dataclass(frozen=True, slots=True)
class _Found:
    id: int
    name: str
    unit_path: str
    present: Mapping[str, Any]


def check_rows(listed: Listed, asked: Sequence[AskedRow], actor: Actor, lang: str) -> Checked:
    """The rows against the register as it is now, for somebody who may propose there."""
    found, by_key = _records(listed, asked, actor)
    known = {column.name: column for column in bulk_columns(listed)}
    problems: list[RowProblem] = []
    checked: list[CheckedRow] = []
    first_row: dict[int, int] = {}
    rights: dict[str, Mapping[str, FieldRight]] = {}
    for one in asked:
        record = _named(one, found, by_key, listed, problems, lang)
        if record is None:
            continue
        if record.id in first_row:
            problems.append(RowProblem(one.row, KEYS.get(listed.key, "id"), "twice_in_file", str(first_row[record.id])))
            continue
        first_row[record.id] = one.row
        mine = rights.setdefault(record.unit_path, fields(actor, listed.model, unit_path=record.unit_path or None))
        changes, wrong = _changes(one, record, known, mine, lang)
        problems += wrong
        if changes and not wrong:
            checked.append(CheckedRow(one.row, record.id, record.name, record.unit_path, changes))
    problems += _taken(listed, checked, known)
    named = {name for row in checked for name in row.changes}
    return Checked(
        listed=listed,
        total=len(asked),
        rows=tuple(checked),
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
        warnings=tuple(_pending(listed, checked)),
        columns=tuple(column for column in known.values() if column.name in named),
    )


def _records(
    listed: Listed, asked: Iterable[AskedRow], actor: Actor
) -> tuple[dict[int, _Found], Mapping[str, list[int]]]:
    """The records that the rows name, of those the actor may see and propose to change, in three statements."""
    thing, key = thing_named(listed.model), KEYS.get(listed.key, "id")
    path = thing.unit_path if thing else "id"
    ids = {one.record_id for one in asked if one.record_id is not None}
    keys = {one.key for one in asked if one.record_id is None and one.key}
    mine = listed.model._default_manager.filter(scope(actor, listed.model), scope(actor, listed.model, "propose"))
    columns = list(dict.fromkeys(["id", key, NAMES[listed.key], path]))
    rows = list(mine.filter(pk__in=ids).values(*columns)) if ids else []
    if keys and key != "id":
        rows += list(mine.filter(**{f"{key}__in": keys}).values(*columns))
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(listed.model._meta.db_table)
        cursor.execute(f"SELECT id, to_jsonb(t) FROM {table} AS t WHERE id = ANY (%s)", [[row["id"] for row in rows]])
        present = {pk: value if isinstance(value, dict) else json.loads(value) for pk, value in cursor.fetchall()}
    found = {
        row["id"]: _Found(row["id"], str(row[NAMES[listed.key]] or row["id"]), row[path] or "", present[row["id"]])
        for row in rows
        if row["id"] in present
    }
    by_key: dict[str, list[int]] = defaultdict(list)
    for pk in found:
        by_key[str(found[pk].present[key])].append(pk)
    return found, by_key


def _named(
    one: AskedRow, found: Mapping[int, _Found], by_key: Mapping[str, list[int]], listed: Listed,
    problems: list[RowProblem], lang: str,
) -> _Found | None:  # fmt: skip
    key = KEYS.get(listed.key, "id")
    if one.record_id is not None:
        if one.record_id in found:
            return found[one.record_id]
        problems.append(RowProblem(one.row, "id", "unknown_record", shown(one.record_id)))
        return None
    matching = by_key.get(one.key, [])
    if len(matching) == 1:
        return found[matching[0]]
    problems.append(RowProblem(one.row, key, "ambiguous_key" if matching else "unknown_record", shown(one.key)))
    return None


def _changes(
    one: AskedRow, record: _Found, known: Mapping[str, BulkColumn], rights: Mapping[str, FieldRight], lang: str
) -> tuple[dict[str, dict[str, Any]], list[RowProblem]]:
    """A masked field is kept even when the value is the present one: leaving it out would tell a guess right."""
    changes: dict[str, dict[str, Any]] = {}
    wrong = []
    for name, cell in one.cells.items():
        if is_blank(cell):
            continue
        column, present = known[name], record.present.get(name)
        try:
            new = json_of(column, cell, lang)
        except Unfit as unfit:
            wrong.append(RowProblem(one.row, name, unfit.code, unfit.value, unfit.hint))
            continue
        if rights.get(name) == "masked" or not same(column, present, new):
            changes[name] = {"old": present, "new": new}
    return changes, wrong


def _taken(listed: Listed, rows: Iterable[CheckedRow], known: Mapping[str, BulkColumn]) -> list[RowProblem]:
    """New values of unique columns that another record has, or another row asks for."""
    problems = []
    for name, column in known.items():
        if not column.field.unique:
            continue
        asked = {row.changes[name]["new"]: row for row in rows if name in row.changes}
        taken = listed.model._default_manager.filter(**{f"{name}__in": list(asked)}).values_list(name, "pk")
        problems += [
            RowProblem(asked[value].row, name, "taken", shown(value))
            for value, pk in taken
            if pk != asked[value].record_id
        ]
    return problems


def _pending(listed: Listed, rows: Sequence[CheckedRow]) -> list[RowProblem]:
    by_record = {row.record_id: row for row in rows}
    others = ChangeRequest.objects.filter(
        table_name=listed.model._meta.db_table, record__in=list(by_record), state=ChangeRequest.State.PROPOSED
    ).select_related("requester")
    return [
        RowProblem(by_record[other.record].row, name, "pending", "", other.requester.full_name)
        for other in others.order_by("pk")
        for name in sorted(set(other.changes) & set(by_record[other.record].changes))
    ]
