"""What expressions are worth: the standard's own examples and the corners between them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from bpmn.feel import DaysDuration, MonthsDuration, Range, compile_expression

HOUR = 3_600 * 10**9
NUMBERS = [
    ("1 + 2 * 3", 7),
    ("2 ** 3 ** 2", 64),
    ("-2 ** 2", 4),
    ("10 / 4", Decimal("2.5")),
    ("10 / 3", Decimal("3.333333333333333333333333333333333")),
    ("0.1 + 0.2 = 0.3", True),
    (".5 + 1", Decimal("1.5")),
    ("1e3", 1000),
    ("5 / 0", None),
    ("2 ** 100000000", None),
    ("decimal(1/3, 2)", Decimal("0.33")),
    ("decimal(2.5, 0)", 2),
    ("round up(-5.5, 0)", -6),
    ("round down(-5.5, 0)", -5),
    ("round half up(-5.5, 0)", -6),
    ("round half down(-5.5, 0)", -5),
    ("floor(-1.5)", -2),
    ("ceiling(1.56, 1)", Decimal("1.6")),
    ("modulo(-12, 5)", 3),
    ("modulo(10.1, -4.5)", Decimal("-3.4")),
    ("odd(5) and even(2)", True),
    ('number("1 000,5", " ", ",")', Decimal("1000.5")),
    ('number("1,000", ".", ".")', None),
    ("string(1E+3)", "1000"),
    ("string(1.10)", "1.10"),
]
TEXTS = [
    ('substring("foobar", -2, 1)', "a"),
    ('substring(string: "foobar", start position: 3)', "obar"),
    ('substring("foobar", 0)', None),
    (r'string length("\U01F40Eab")', 3),
    (r'"\uD83D\uDC0E"', "🐎"),
    ('substring before("foobar", "bar")', "foo"),
    ('substring after("foobar", "ob")', "ar"),
    ('string join(["a", null, "c"], "-")', "a-c"),
    ('upper case(["abc"])', "ABC"),
    ('string({a: [1, "x"]})', '{a: [1, "x"]}'),
    ('"a" + 1', None),
    ('"abc" < "abd"', True),
    ('string(@"2020-01-01T10:00:00@Europe/Paris")', "2020-01-01T10:00:00@Europe/Paris"),
]
LISTS: list[tuple[str, Any]] = [
    ("[1, 2, 3][-1]", 3),
    ("[1, 2, 3][4]", None),
    ("[1, 2, 3, 4][item > 2 and even(item)]", [4]),
    ("[{a: 1, b: 2}, {a: 3, b: 4}][a > 2].b", [4]),
    ("[{item: 1}][item = 1]", [{"item": 1}]),
    ('[1, 2]["x"]', None),
    ("for i in 1..3, j in 1..i return i * j", [1, 2, 4, 3, 6, 9]),
    ("for i in 3..1 return i", [3, 2, 1]),
    ("for i in 1..3 return count(partial)", [0, 1, 2]),
    ("for i in 1..2 return partial", [[], [[]]]),
    ('for d in @"2024-02-28"..@"2024-03-01" return day of week(d)', ["Wednesday", "Thursday", "Friday"]),
    ("some x in [1, 2], y in [2, 3] satisfies x = y", True),
    ("every x in [] satisfies false", True),
    ("every x in [1, null] satisfies x > 0", None),
    ("sort([3, 1, 2], function(x, y) x > y)", [3, 2, 1]),
    ("list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)", [5, 5, 7, 8]),
    ("union([1, 2], [2, 3])", [1, 2, 3]),
    ("flatten([[1, 2], [[3]], 4])", [1, 2, 3, 4]),
    ("mode([6, 1, 9, 6, 1])", [1, 6]),
    ("median(8, 2, 5, 3)", 4),
    ("sum([])", None),
    ("index of([1, 2, 3, 2], 2)", [2, 4]),
    ("append([1], 2, 3)", [1, 2, 3]),
    ("concatenate([1], 2)", [1, 2]),
    ("sublist([4, 5, 6], 1, 2)", [4, 5]),
    ("insert before([1, 3], 1, 2)", [2, 1, 3]),
    ('distinct values([1, 2, 1.0, "1"])', [1, 2, "1"]),
    ("list contains([1, null], null)", True),
    ("1 in [[1, 2], 1]", True),
]
CONTEXTS: list[tuple[str, Any]] = [
    ("{foo bar: 1, baz: foo bar + 1}.baz", 2),
    ('{"foo+bar": 1, x: foo+bar}.x', 1),
    ("{f: function(n) if n = 0 then 1 else n * f(n - 1), r: f(10)}.r", 3628800),
    ("(function(x) function(y) x + y)(1)(2)", 3),
    ('context put({a: 1}, ["x", "y"], 2)', {"a": 1, "x": {"y": 2}}),
    ("context merge([{a: 1}, {a: 2, b: 3}])", {"a": 2, "b": 3}),
    ("get entries({a: 1})", [{"key": "a", "value": 1}]),
    ('context([{key: "a", value: 1}, {key: "a", value: 2}])', None),
    ('get value({a: 1}, "b")', None),
]
TEMPORAL: list[tuple[str, Any]] = [
    ('date("2020-01-31") + @"P1M"', dt.date(2020, 2, 29)),
    ('@"2020-01-01" - @"2019-01-01"', DaysDuration(365 * 24 * HOUR)),
    ('@"2020-01-01" + @"-PT1S"', dt.date(2019, 12, 31)),
    ('@"P1D" / @"PT1H"', 24),
    ('@"PT1H" * 2.5', DaysDuration(5 * HOUR // 2)),
    ('years and months duration(@"2011-12-22", @"2013-08-24")', MonthsDuration(20)),
    ('@"10:00:00Z" = @"12:00:00+02:00"', True),
    ('@"10:00:00" = @"10:00:00Z"', False),
    ('@"2024-03-31T01:30:00@Europe/Paris" + @"PT1H"', "2024-03-31T03:30:00@Europe/Paris"),
    ('@"2021-01-01T24:00:00" = @"2021-01-02T00:00:00"', True),
    ('string(date("999999999-12-31"))', "999999999-12-31"),
    ('(date("10000-01-01") - @"P1D")', dt.date(9999, 12, 31)),
    ('date("9999-12-31") < date("10000-01-01")', True),
    ('date("2017-02-29")', None),
    ('date and time("2017-12-31T11:22:33+22:00")', None),
    ("week of year(date(2003, 12, 29))", 1),
    ('week of year(@"2005-01-01")', 53),
    ('@"2024-01-01".weekday', 1),
    ('@"-P1DT2H".hours', -2),
    ('string(@"P13M")', "P1Y1M"),
    ('time(12, 30, 0, duration("PT1H")).time offset', DaysDuration(HOUR)),
]
LOGIC: list[tuple[str, Any]] = [
    ("true and null", None),
    ("false and null", False),
    ("true or null", True),
    ('false or "x"', None),
    ("not(null)", None),
    ("null = null", True),
    ("1 = null", False),
    ('1 = "1"', None),
    ("null < 1", None),
    ('@"2026-01-01T10:00:00" < @"2026-01-01T10:00:00Z"', None),
    ('@"10:00:00@Europe/Paris" < @"11:00:00Z"', True),
    ("if null then 1 else 2", 2),
    ("5 between 1 and 10 and true", True),
    ("5 in ]1..6[", True),
    ("5 in (1..5]", True),
    ("5 in (< 3, > 4)", True),
    ("5 in != 5", False),
    ("1 = 1 = true", True),
    ("[1..3] = [1..3]", True),
    ("before([1..5), 5)", True),
    ("overlaps before([1..5], [3..8])", True),
    ("(> 5).start included", False),
    ("null instance of Any", False),
    ("(>5) instance of range<number>", True),
    ('[1, "a"] instance of list<number>', False),
    ("(function(x: number) x) instance of function<number> -> Any", True),
    ("{a: 1} instance of context<a: number>", True),
    ("1 + /* one */ 2 // three", 3),
]


def plain(value: Any) -> Any:
    """The value with the moment of a date and time as text, for easy comparison."""
    if isinstance(value, dt.datetime):
        return compile_expression("string(v)").evaluate({"v": value})
    return value


@pytest.mark.parametrize(("source", "expected"), NUMBERS + TEXTS + LISTS + CONTEXTS + TEMPORAL + LOGIC)
def test_value(source: str, expected: Any) -> None:
    found = plain(compile_expression(source).evaluate({}))
    assert found == expected
    assert type(found) is bool if type(expected) is bool else True


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (1, Decimal(1)),
        (1.5, Decimal("1.5")),
        (float("nan"), None),
        ((1, 2), [Decimal(1), Decimal(2)]),
        ({"a": 1.5}, {"a": Decimal("1.5")}),
        (dt.timedelta(hours=1), DaysDuration(HOUR)),
        (object(), None),
        (Decimal("Infinity"), None),
    ],
)
def test_python_values_become_values_of_feel(given: Any, expected: Any) -> None:
    assert compile_expression("x").evaluate({"x": given}) == expected


def test_now_is_what_the_caller_says() -> None:
    now = dt.datetime(2026, 11, 21, 8, 0, tzinfo=dt.UTC)
    assert compile_expression("now()").evaluate({}, now=now) == now
    assert compile_expression("today()").evaluate({}, now=now) == dt.date(2026, 11, 21)
    assert compile_expression("now()").evaluate({}) is None


def test_a_range_has_both_brackets() -> None:
    assert compile_expression("]1..5[").evaluate({}) == Range(Decimal(1), Decimal(5), False, False)
    assert compile_expression('range("[1..5)")').evaluate({}) == Range(Decimal(1), Decimal(5), True, False)


def test_a_shadowing_name_wins_over_a_function() -> None:
    assert compile_expression("{count: 5, x: count + 1}.x").evaluate({}) == 6
