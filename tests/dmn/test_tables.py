"""Decision tables: hit policies, defaults, dates, the index, what is told about them."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from bpmn.dmn import Decisions, load_decisions, tables
from bpmn.document import Refused
from tests.dmn.files import decision, definitions, table

RULES = [("< 10", '"c"'), ("< 20", '"a"'), ("< 20", '"b"'), ("[5..30]", '"a"')]


def model(*args: Any, **named: Any) -> Decisions:
    return load_decisions({"t.dmn": definitions(decision(table(*args, **named)))})


def decide(loaded: Decisions, **variables: Any) -> Any:
    return loaded.evaluate("d1", variables).value


@pytest.mark.parametrize(
    ("policy", "x", "expected"),
    [
        ("UNIQUE", 25, "a"),
        ("UNIQUE", 15, None),
        ("ANY", 25, "a"),
        ("ANY", 15, None),
        ("FIRST", 7, "c"),
        ("PRIORITY", 7, "a"),
        ("RULE ORDER", 7, ["c", "a", "b", "a"]),
        ("OUTPUT ORDER", 7, ["a", "a", "b", "c"]),
        ("COLLECT", 15, ["a", "b", "a"]),
        ("FIRST", 99, None),
        ("COLLECT", 99, None),
    ],
)
def test_hit_policies(policy: str, x: int, expected: Any) -> None:
    assert decide(model(["x"], RULES, policy=policy, values='"a", "b", "c"'), x=x) == expected


@pytest.mark.parametrize(("aggregation", "expected"), [("SUM", 6), ("MIN", 1), ("MAX", 3), ("COUNT", 3)])
def test_collect_aggregates(aggregation: str, expected: int) -> None:
    rules = [("< 10", "1"), ("< 20", "2"), ("-", "3")]
    loaded = model(["x"], rules, policy="COLLECT", extra=f'aggregation="{aggregation}"')
    assert decide(loaded, x=5) == expected


def test_several_outputs_are_a_context() -> None:
    loaded = model(["x"], [("> 1", '"a"', "x * 2")], outputs=("who", "how much"))
    assert decide(loaded, x=2) == {"who": "a", "how much": Decimal(4)}


def test_a_default_answers_where_no_rule_does() -> None:
    assert decide(model(["x"], [("> 1", '"a"')], default='"none"'), x=0) == "none"


def test_a_unique_table_says_which_rows_clashed() -> None:
    told = model(["x"], RULES).evaluate("d1", {"x": 15}).problems
    assert [problem.code for problem in told] == ["no_rule"]
    assert "2, 3, 4" in told[0].message
    assert "2, 3, 4" in told[0].message_zh


def test_the_explanation_is_json_and_says_why() -> None:
    decided = model(["x"], RULES, policy="FIRST").evaluate("d1", {"x": Decimal("7.5")})
    told = json.loads(json.dumps(decided.explanation))
    step = told["decisions"][0]
    assert step["decision"] == "d1"
    assert step["tables"][0]["inputs"] == [{"column": 1, "label": "x", "value": "7.5"}]
    assert step["tables"][0]["matched"] == [{"rule": "r1", "row": 1, "outputs": ["c"]}]


PRICES = [("-", "2.5"), ("-", "2.8"), ('"学校"', "2.2")]
PERIODS = [
    'gas:validUntil="2025-12-31" gas:citation="发改价〔2024〕1号"',
    'gas:validFrom="2026-01-01"',
    'gas:validFrom="2030-01-01"',
]


@pytest.mark.parametrize(("day", "expected"), [((2025, 12, 31), "2.5"), ((2026, 1, 1), "2.8"), ((2020, 1, 1), "2.5")])
def test_rows_hold_for_their_dates(day: tuple[int, int, int], expected: str) -> None:
    loaded = model(["category"], PRICES, dates=PERIODS)
    assert loaded.evaluate("d1", {"category": "工业"}, as_of=dt.date(*day)).value == Decimal(expected)


def test_without_a_day_a_dated_table_answers_nothing() -> None:
    decided = model(["category"], PRICES, dates=PERIODS).evaluate("d1", {"category": "工业"})
    assert decided.value is None
    assert [problem.code for problem in decided.problems] == ["no_date"]


def test_now_is_the_day_where_none_is_told() -> None:
    loaded = model(["category"], PRICES, dates=PERIODS)
    now = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    assert loaded.evaluate("d1", {"category": "工业"}, now=now).value == Decimal("2.8")


def test_the_citation_stands_in_the_explanation() -> None:
    loaded = model(["category"], PRICES, dates=PERIODS)
    decided = loaded.evaluate("d1", {"category": "工业"}, as_of=dt.date(2025, 1, 1))
    assert decided.explanation["as_of"] == "2025-01-01"
    matched = decided.explanation["decisions"][0]["tables"][0]["matched"][0]
    assert matched["citation"] == "发改价〔2024〕1号"
    assert matched["valid"] == [None, "2025-12-31"]


def test_a_whole_table_may_be_out_of_force() -> None:
    loaded = model(["x"], [("-", "1")], extra='gas:validFrom="2026-01-01"')
    assert loaded.evaluate("d1", {"x": 1}, as_of=dt.date(2025, 1, 1)).value is None
    assert loaded.evaluate("d1", {"x": 1}, as_of=dt.date(2026, 1, 1)).value == 1


def test_dated_rows_that_follow_each_other_do_not_overlap() -> None:
    assert not [one for one in model(["category"], PRICES[:2], dates=PERIODS).findings if one.code == "table_overlap"]


def codes(*args: Any, **named: Any) -> list[tuple[str, str | None]]:
    told = model(*args, **named).findings
    assert all(max(one.message_zh) >= "\u4e00" for one in told)
    return [(one.code, one.element_id) for one in told if one.code.startswith(("table_", "output_"))]


def test_gaps_are_told() -> None:
    told = model(["x:number"], [("< 10", "1"), ("> 10", "2")]).findings
    gap = next(one for one in told if one.code == "table_gap")
    assert gap.element_id == "t"
    assert "x: 10" in gap.message


def test_overlaps_are_told() -> None:
    assert codes(["x"], [("<= 10", "1"), (">= 10", "2")]) == [("table_overlap", "r2")]


def test_any_overlaps_only_where_outputs_differ() -> None:
    assert codes(["x"], [("<= 10", "1"), (">= 10", "1")], policy="ANY") == []
    assert codes(["x"], [("<= 10", "1"), (">= 10", "2")], policy="ANY") == [("table_overlap", "r2")]


def test_rows_never_reached_are_told() -> None:
    rules = [("< 10", "-", "1"), (">= 10", "true", "2"), ("[2..5]", "false", "3"), ("-", "-", "4"), ("1", "true", "5")]
    assert codes(["x", "y:boolean"], rules, policy="FIRST") == [
        ("table_unreachable", "r3"),
        ("table_unreachable", "r5"),
    ]


def test_a_cell_that_cannot_be_read_is_told_with_row_and_column() -> None:
    with pytest.raises(Refused) as refusal:
        model(["x", "y"], [("-", "-", "1"), ("-", "[1..", "1")])
    found = refusal.value.findings[0]
    assert found.message.startswith("Row 2, input column 2: ")
    assert found.message_zh.startswith("第2行，第2个输入列：")


def test_types_that_do_not_fit_are_told() -> None:
    assert codes(["x:number"], [('"ten"', "1"), ("-", "2")], policy="FIRST") == [("table_type", "r1")]


def test_an_output_outside_the_list_is_told() -> None:
    assert codes(["x"], [("-", '"z"')], values='"a", "b"') == [("output_value", "r1")]


def test_a_complete_table_has_no_findings() -> None:
    rules = [("< 10", "true", "1"), (">= 10", "true", "2"), ("-", "false", "3")]
    assert codes(["x:number", "y:boolean"], rules) == []


cells = st.sampled_from(
    ["-", "< 5", ">= 5", "[2..7)", "3", "3, 9", "not(3)", "not(< 4)", "null", "= 4", "> y", '"a"', "true", '"a", "b"']
)
asked = st.sampled_from([None, Decimal(2), Decimal(3), Decimal(5), Decimal("6.5"), "a", "b", "c", True, False])


@settings(max_examples=200, deadline=None)
@for_all(st.lists(st.tuples(cells, cells), min_size=1, max_size=8), asked, asked)
def test_the_index_changes_nothing(rows: list[tuple[str, str]], x: Any, y: Any) -> None:
    rules = [(*row, str(at)) for at, row in enumerate(rows)]
    file = {"t.dmn": definitions(decision(table(["x", "y"], rules, policy="RULE ORDER")))}
    before = tables.INDEXED_FROM
    answers = []
    for least in (1, 1_000):
        tables.INDEXED_FROM = least
        try:
            answers.append(load_decisions(file).evaluate("d1", {"x": x, "y": y}).value)
        finally:
            tables.INDEXED_FROM = before
    assert answers[0] == answers[1]


def test_a_table_that_cannot_be_examined_says_so() -> None:
    told = model(["x"], [("< y", "1"), ("-", "2")]).findings
    assert [(one.code, one.severity) for one in told if one.code.startswith("table_")] == [
        ("table_not_examined", "info")
    ]


def test_no_day_lies_between_two_that_follow_each_other() -> None:
    rules = [('<= date("2025-12-31")', "1"), ('>= date("2026-01-01")', "2")]
    assert codes(["day:date"], rules) == []
    assert codes(["day:date"], [('< date("2025-12-31")', "1"), rules[1]]) == [("table_gap", "t")]
