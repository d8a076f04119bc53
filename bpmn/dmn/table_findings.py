"""What is suspicious about a decision table: gaps, overlaps, rows that are never reached, types that do not fit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bpmn.dmn.spaces import Cell, Column, NotConstant, cell, column, constant, same
from bpmn.dmn.tables import Rule, Table
from bpmn.feel.problems import IN_CHINESE
from bpmn.feel.run import Run
from bpmn.feel.text import write
from bpmn.feel.tree import Node, walk
from bpmn.feel.types import Type, conforms
from bpmn.feel.values import Range, kind

ROWS_LIMIT = 1_200
TOLD_LIMIT = 5
UNEXAMINED = "table_not_examined"
_STEPS = 40_000
_EXCLUSIVE = ("UNIQUE", "ANY")
_EARLIER_WINS = ("FIRST",)

Tell = Callable[[str, Rule | None, str, str], None]
"""(code, the rule or None for the whole table, message, message in Chinese)"""


def tables_in(node: Node) -> list[Table]:
    """The decision tables inside an expression."""
    return [part for part in walk(node) if isinstance(part, Table)]


def examine(table: Table, tell: Tell) -> None:
    """Tells everything that is suspicious about a table."""
    _check_types(table, tell)
    if not table.rules:
        return
    if len(table.rules) > ROWS_LIMIT:
        tell(UNEXAMINED, None, "Too many rows to look for gaps and overlaps.", "行数过多，未检查缺口和重叠。")
        return
    try:
        columns = _columns(table)
    except NotConstant:
        tell(
            UNEXAMINED,
            None,
            "Gaps and overlaps were not looked for: cells depend on more than their column.",
            "未检查缺口和重叠：有单元格依赖本列以外的内容。",
        )
        return
    _check_empty(table, columns, tell)
    if table.policy in _EXCLUSIVE:
        _check_overlaps(table, columns, tell)
    if table.policy in _EARLIER_WINS:
        _check_reached(table, columns, tell)
    if not any(output.default for output in table.outputs) and table.policy not in ("COLLECT", "RULE ORDER"):
        _check_gaps(table, columns, tell)


def _columns(table: Table) -> list[Column]:
    made = []
    for at, clause in enumerate(table.inputs):
        cells = [cell(rule.tests[at]) for rule in table.rules]
        allowed = cell(clause.allowed) if clause.allowed is not None else None
        made.append(column(clause.label, cells, allowed, clause.of.name if clause.of else ""))
    if table.is_dated:
        made.append(column("as_of", [_period(rule) for rule in table.rules], _whole_period(table), "date"))
    return made


def _period(rule: Rule) -> Cell:
    if rule.valid_from is None and rule.valid_until is None:
        return Cell((), (), negated=False, everything=True)
    return Cell((), (Range(rule.valid_from, rule.valid_until, True, True, unary=True),), negated=False)


def _whole_period(table: Table) -> Cell:
    """Before the first row begins and after the last one ends nobody asks."""
    starts = [rule.valid_from for rule in table.rules]
    ends = [rule.valid_until for rule in table.rules]
    low: date | None = table.valid_from or (None if None in starts else min(day for day in starts if day))
    high: date | None = table.valid_until or (None if None in ends else max(day for day in ends if day))
    if low is None and high is None:
        return Cell((), (), negated=False, everything=True)
    return Cell((), (Range(low, high, True, True, unary=True),), negated=False)


def _check_types(table: Table, tell: Tell) -> None:
    for rule in table.rules:
        for at, clause in enumerate(table.inputs):
            if clause.of is not None:
                _check_cell(rule, at, clause.of, tell)
        for at, output in enumerate(table.outputs):
            _check_output(rule, at, output.of, list(output.values), tell)


def _check_cell(rule: Rule, at: int, of: Type, tell: Tell) -> None:
    try:
        known = cell(rule.tests[at])
    except NotConstant:
        return
    basic = of.parts[0] if of.name == "list" and of.parts else of
    ends = [end for span in known.ranges for end in (span.low, span.high)]
    for value in (*known.points, *ends):
        if value is not None and basic.name not in ("Any", kind(value)) and not conforms(value, basic, Run()):
            text = write(value, Run(), nested=True)
            where, where_zh = f"Row {rule.row}, input column {at + 1}", f"第{rule.row}行，第{at + 1}个输入列"
            named = IN_CHINESE.get(str(basic), str(basic))
            tell("table_type", rule, f"{where}: {text} is not a {basic}.", f"{where_zh}：{text}不是{named}。")


def _check_output(rule: Rule, at: int, of: Type | None, allowed: list[Node], tell: Tell) -> None:
    try:
        value = constant(rule.outputs[at])
        values = [constant(node) for node in allowed]
    except NotConstant:
        return
    if value is None:
        return
    text = write(value, Run(), nested=True)[:60]
    where, where_zh = f"Row {rule.row}, output column {at + 1}", f"第{rule.row}行，第{at + 1}个输出列"
    if of is not None and not conforms(value, of, Run()):
        named = IN_CHINESE.get(str(of), str(of))
        tell("table_type", rule, f"{where}: {text} is not a {of}.", f"{where_zh}：{text}不是{named}。")
    elif values and not any(same(value, one) for one in values):
        tell(
            "output_value",
            rule,
            f"{where}: {text} is not among the output values.",
            f"{where_zh}：{text}不在输出值列表之内。",
        )


def _check_empty(table: Table, columns: list[Column], tell: Tell) -> None:
    for at, rule in enumerate(table.rules):
        for number, one in enumerate(columns, 1):
            if not one.masks[at]:
                tell(
                    "table_unreachable",
                    rule,
                    f"Row {rule.row} never matches: column {number} ({one.label}) lets no value through.",
                    f"第{rule.row}行永远不会命中：第{number}列（{one.label}）不允许任何值。",
                )


def _check_overlaps(table: Table, columns: list[Column], tell: Tell) -> None:
    told = 0
    for second in range(len(table.rules)):
        meeting = _meeting(columns, second)
        while meeting:
            first = (meeting & -meeting).bit_length() - 1
            meeting &= meeting - 1
            if _conflict(table, first, second):
                _tell_overlap(table, columns, first, second, tell)
                told += 1
                if told >= TOLD_LIMIT:
                    return


def _meeting(columns: list[Column], row: int) -> int:
    """The earlier rows that match somewhere where a row does."""
    meeting = (1 << row) - 1
    for one in columns:
        in_column = 0
        mask = one.masks[row]
        while mask and meeting & ~in_column:
            in_column |= one.rows[(mask & -mask).bit_length() - 1]
            mask &= mask - 1
        meeting &= in_column
    return meeting


def _conflict(table: Table, first: int, second: int) -> bool:
    """For ANY only different outputs are a conflict."""
    if table.policy == "UNIQUE":
        return True
    try:
        pairs = zip(table.rules[first].outputs, table.rules[second].outputs, strict=True)
        return any(not same(constant(left), constant(right)) for left, right in pairs)
    except NotConstant:
        return False


def _tell_overlap(table: Table, columns: list[Column], first: int, second: int, tell: Tell) -> None:
    where = _place(columns, [one.masks[first] & one.masks[second] for one in columns])
    rows = f"{table.rules[first].row} and {table.rules[second].row}"
    rows_zh = f"{table.rules[first].row}行和第{table.rules[second].row}"
    tell(
        "table_overlap",
        table.rules[second],
        f"Rows {rows} both match where {where}.",
        f"第{rows_zh}行在以下情况同时命中：{where}。",
    )


def _place(columns: list[Column], masks: list[int]) -> str:
    """What a box of atoms is, in words; columns that are not restricted are left out."""
    said = []
    for one, mask in zip(columns, masks, strict=True):
        if mask & one.whole != one.whole:
            atoms = [text for at, text in enumerate(one.texts) if mask >> at & 1]
            said.append(f"{one.label}: {', '.join(atoms[:4])}{', …' if len(atoms) > 4 else ''}")
    return "; ".join(said) or "*"


def _check_reached(table: Table, columns: list[Column], tell: Tell) -> None:
    for at, rule in enumerate(table.rules):
        box = [one.masks[at] for one in columns]
        if all(box) and not _uncovered(columns, box, (1 << at) - 1, 1):
            tell(
                "table_unreachable",
                rule,
                f"Row {rule.row} is never reached: earlier rows match first.",
                f"第{rule.row}行永远不会被采用：前面的行总是先命中。",
            )


def _check_gaps(table: Table, columns: list[Column], tell: Tell) -> None:
    whole = [one.whole for one in columns]
    for box in _uncovered(columns, whole, (1 << len(table.rules)) - 1, TOLD_LIMIT):
        where = _place(columns, box)
        tell("table_gap", None, f"No row matches where {where}.", f"以下情况没有规则命中：{where}。")


def _uncovered(columns: list[Column], box: list[int], rows: int, most: int) -> list[list[int]]:
    """Parts of a box that none of a set of rows covers, at most so many; for one, a search too long counts as found."""
    found: list[list[int]] = []
    steps = _STEPS
    stack: list[tuple[int, list[int], int]] = [(0, [], rows)]
    while stack and len(found) < most:
        depth, chosen, left = stack.pop()
        if not left:
            found.append([*chosen, *box[depth:]])
        if not left or depth == len(columns):
            continue
        groups = _groups(columns[depth], box[depth], left)
        steps -= len(columns[depth].texts)
        if steps < 0:
            return found if most > 1 else [[0]]
        stack.extend((depth + 1, [*chosen, mask], matching) for matching, mask in reversed(groups.items()))
    return found


def _groups(one: Column, box: int, left: int) -> dict[int, int]:
    """The atoms of a box by the set of rows that match there."""
    groups: dict[int, int] = {}
    while box:
        atom = box & -box
        box ^= atom
        matching = one.rows[atom.bit_length() - 1] & left
        groups[matching] = groups.get(matching, 0) | atom
    return groups
