"""Readings from hand-held readers, as CSV in two encodings and as Excel."""

import datetime as dt
from decimal import Decimal

import pytest

from exchange.cells import CHINA
from exchange.neighbours import Point
from exchange.readings import implausible
from exchange.refusals import KnownElsewhere
from people.actors import SYSTEM
from registers.models import Reading
from tests.exchange.test_settlement import checked, imported, problems
from tests.standins.finance import READINGS, as_csv, as_excel

DAY = dt.timedelta(days=1)
START = dt.datetime(2026, 11, 2, 17, 0, tzinfo=CHINA)


def at(days):
    return f"{START + days * DAY:%Y-%m-%d %H:%M}"


def row(serial, days, shown, **more):
    return [serial, more.get("maker", ""), at(days), shown, more.get("electronic", ""), "李师傅"]


def first_file(make=as_csv):
    return make(READINGS, [row("M001", 5, "62.5"), row("M001", 10, "112.5")])


@pytest.mark.parametrize(
    "content",
    [
        first_file(),
        as_csv(READINGS, [row("M001", 5, "62.5"), row("M001", 10, "112.5")], encoding="utf-8-sig"),
        as_excel(READINGS, [["M001", None, START + 5 * DAY, 62.5, None, None], ["M001", "", START + 10 * DAY, 112.5]]),
    ],
)
def test_a_file_of_any_form_becomes_readings(file, content):
    run = imported(content, kind="readings")
    assert (run.state, run.imported, run.failed, run.total) == ("DONE", 2, 0, Decimal(175))
    found = Reading.objects.filter(installation=file.installation).order_by("taken_at")
    assert [(r.mechanical, r.taken_at) for r in found] == [
        (Decimal("62.5"), START + 5 * DAY),
        (Decimal("112.5"), START + 10 * DAY),
    ]


def test_what_is_wrong_is_said_by_row_and_column_and_keeps_only_itself_out(file):
    imported(first_file(), kind="readings")
    content = as_csv(
        READINGS,
        [
            row("M404", 11, "1"),
            row("M001", 11, "99"),
            row("M001", 12, "1.2.3"),
            row("M001", -1, "13"),
            row("M001", 4000, "500"),
            row("M001", 13, "130"),
            row("", 13, "130"),
        ],
    )
    expected = [
        (2, "serial", "unknown_meter"),
        (3, "mechanical", "reading_falls"),
        (4, "mechanical", "not_a_number"),
        (5, "taken_at", "before_installation"),
        (6, "taken_at", "in_the_future"),
        (8, "serial", "missing"),
    ]
    assert problems(checked(content, kind="readings")) == expected
    run = imported(content, kind="readings")
    assert problems(run) == expected
    assert (run.imported, run.failed, run.row_count) == (1, 6, 7)
    assert run.problems.get(code="reading_falls").installation_id == file.installation.pk


def test_a_leap_of_consumption_is_recorded_and_suspected(file):
    imported(first_file(), kind="readings")
    run = imported(as_csv(READINGS, [row("M001", 12, "180")]), kind="readings")
    assert (run.imported, run.warned) == (1, 1)
    found = run.problems.get()
    assert (found.code, found.level, found.installation_id) == ("implausible", "warning", file.installation.pk)


@pytest.mark.parametrize(
    ("shown", "strange"),
    [(Decimal(130), ""), (Decimal(130) + Decimal("0.01"), "30.01 > 3 × 10.00 m³/d"), (Decimal(100), "")],
)
def test_three_times_the_average_is_still_believed(shown, strange):
    first, last = Point(START, Decimal(0)), Point(START + 10 * DAY, Decimal(100))
    assert implausible(first, last, Point(START + 11 * DAY, shown)) == strange


def test_without_an_average_nothing_is_strange():
    only = Point(START, Decimal(0))
    assert implausible(only, only, Point(START + DAY, Decimal(10_000))) == ""


def test_a_reader_of_another_branch_does_not_find_the_meter(file, people):
    mine, others = people("metering_officer"), people("metering_officer_2")
    assert problems(checked(first_file(), others, "readings")) == [
        (2, "serial", "unknown_meter"),
        (3, "serial", "unknown_meter"),
    ]
    with pytest.raises(KnownElsewhere):
        checked(first_file(), mine, "readings")
    assert problems(checked(first_file(as_excel), mine, "readings")) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (as_csv(READINGS, [row("M001", 5, "62.5")], count=2), "wrong_count"),
        (first_file()[: first_file().index("合计".encode("gbk"))], "truncated"),
        (as_excel(READINGS, [row("M001", 5, "62.5")])[:2000], "truncated"),
        (as_csv([*READINGS[:3], "读数"], [row("M001", 5, "62.5")[:4]]), "missing_column"),
        (b"\xff\xfe\x00\x81\xff", "wrong_encoding"),
    ],
)
def test_a_broken_file_is_refused_as_a_whole(file, content, code):
    run = checked(content, SYSTEM, "readings")
    assert run.state == "REFUSED"
    assert code in {p.code for p in run.problems.all()}
