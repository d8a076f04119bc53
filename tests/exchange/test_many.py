"""Thousands of readings in a few statements: `READINGS=10000 pytest tests/exchange/test_many.py -s` says how long."""

import os
import sys
import time
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchange.readings import judged
from exchange.runs import STEP
from people.actors import SYSTEM
from registers import commands
from registers.models import Meter, MeterInstallation, Reading
from tests.exchange.test_readings import START, row
from tests.exchange.test_settlement import checked, imported, problems
from tests.standins.finance import READINGS, as_csv

METERS = 100
MANY = int(os.environ.get("READINGS", 1_000))


def hang(file, in_process, count):
    """So many meters, each at a place of its own."""
    with in_process():
        for n in range(count):
            point = commands.open_supply_point(site_id=file.site.pk, riser="LG-17")
            meter = Meter.objects.create(
                serial=f"MANY{n:04d}", maker="金卡智能", type="diaphragm", g_size="G4", rated_flow=Decimal(6),
                unit=file.unit, state="IN_USE",
            )  # fmt: skip
            MeterInstallation.objects.create(
                meter=meter, supply_point=point, installed_at=START, reading_in=0, installed_in="900"
            )


def test_many_readings_take_few_statements_and_one_bad_row_keeps_only_itself_out(file, in_process):
    hang(file, in_process, METERS)
    rows = [row(f"MANY{n % METERS:04d}", 1 + n // METERS * 0.05, 10 + n // METERS) for n in range(MANY)]
    rows[7][3] = "5000"
    content = as_csv(READINGS, rows)
    began = time.monotonic()
    assert {code for *_, code in problems(checked(content, kind="readings"))} == {"reading_falls"}
    dry = time.monotonic()
    with CaptureQueriesContext(connection) as asked:
        run = imported(content, kind="readings")
    sys.stdout.write(f"{MANY} rows: dry run {dry - began:.1f} s, import {time.monotonic() - dry:.1f} s\n")
    falls = MANY // METERS - 1
    assert (run.imported, run.failed) == (MANY - falls, falls)
    assert Reading.objects.count() == MANY - falls
    assert len(asked) < 40 * (1 + MANY / STEP)


def test_a_row_that_the_database_refuses_leaves_the_others_in_place(file, in_process):
    hang(file, in_process, 2)
    good, bad = row("MANY0000", 1, 10), row("MANY0001", 2, 10, electronic="5")
    imported(as_csv(READINGS, [row("MANY0001", 1, 8, electronic="7")]), kind="readings")
    assert not problems(checked(as_csv(READINGS, [good, bad]), kind="readings"))
    run = imported(as_csv(READINGS, [good, bad]), kind="readings")
    assert (run.imported, run.failed) == (1, 1)
    assert [p.row for p in run.problems.all()] == [3]


def test_rows_of_one_file_are_judged_one_after_the_other(file):
    lines = as_csv(READINGS, [row("M001", 10, 100), row("M001", 5, 120), row("M001", 5, 120)])
    assert problems(checked(lines, kind="readings")) == [(2, "mechanical", "reading_falls"), (4, "", "twice_in_file")]
    assert judged([], SYSTEM) == {}
