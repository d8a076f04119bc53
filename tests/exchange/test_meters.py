"""Meter stock from the finance system's exchange table, fetched from a process that serves it."""

import subprocess
import sys
from io import StringIO
from urllib.request import urlopen

import pytest
from django.core.management import CommandError, call_command

from registers.models import Meter
from tests.exchange.test_settlement import checked, imported, problems
from tests.standins.finance import METERS, as_csv, as_excel


def bought(serial, document="CG-1", type="皮膜表", unit="001", until="2030-01-01"):
    return [document, "入库", serial, "金卡智能", type, "G4", "6", unit, "2026-05-01", "2026-06-01", until, "0"]


def scrapped(serial, document="BF-1"):
    return [document, "报废", serial, "金卡智能", *[""] * 8]


def test_a_served_table_fills_the_stock_and_empties_it(company, tmp_path):
    (tmp_path / "meters.csv").write_bytes(as_csv(METERS, [bought("Y1"), bought("Y2", type="罗茨表")]))
    (tmp_path / "scrap.xlsx").write_bytes(as_excel(METERS, [scrapped("Y2")]))
    served = subprocess.Popen(
        [sys.executable, "-m", "tests.standins.finance", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert served.stdout
        address = f"http://127.0.0.1:{int(served.stdout.readline())}"
        contents = [urlopen(f"{address}/{name}").read() for name in ("meters.csv", "scrap.xlsx")]
    finally:
        served.terminate()
        served.wait()
    assert [imported(content, kind="meters").imported for content in contents] == [2, 1]
    assert list(Meter.objects.order_by("serial").values_list("serial", "type", "state", "unit__code")) == [
        ("Y1", "diaphragm", "IN_STOCK", "001"),
        ("Y2", "rotary", "SCRAPPED", "001"),
    ]


def test_every_problem_by_row_and_column(file):
    content = as_csv(
        METERS,
        [
            bought("M001"),
            bought("Y3", unit="999"),
            bought("Y4", until="2020-01-01"),
            scrapped("Y5"),
            bought("Y6", type="水表"),
            ["CG-1", "入库", "Y7", "金卡智能", *[""] * 8],
            scrapped("M001"),
            bought("Y8"),
            bought("Y8"),
        ],
    )
    run = imported(content, kind="meters")
    assert problems(run) == [
        (2, "serial", "meter_known"),
        (3, "unit", "unknown_unit"),
        (4, "", "contradictory_values"),
        (5, "serial", "meter_unknown"),
        (6, "type", "not_a_choice"),
        (7, "type", "missing"),
        (8, "", "meter_not_available"),
        (10, "", "twice_in_file"),
    ]
    assert (run.imported, run.failed) == (1, 8)


def test_the_command_says_the_problems_and_imports_the_rest(company, tmp_path):
    path = tmp_path / "表具.csv"
    path.write_bytes(as_csv(METERS, [bought("Y1"), bought("Y2", unit="999")]))
    said = StringIO()
    call_command("import_meters", path, "--dry-run", "--lang", "en", stdout=said)
    assert "error\t3:unit\tThere is no unit 999" in said.getvalue()
    assert not Meter.objects.filter(serial="Y1").exists()
    call_command("import_meters", path, stdout=said)
    assert "DONE rows=2 total=0.000 imported=1 skipped=0 failed=1" in said.getvalue()
    assert Meter.objects.filter(serial="Y1").count() == 1
    path.write_bytes(b"")
    with pytest.raises(CommandError):
        call_command("import_meters", path, stdout=said)


def test_the_keeper_of_another_branch_receives_nothing_here(company, people):
    content = as_csv(METERS, [bought("Y1")])
    assert problems(checked(content, people("warehouse_keeper_2"), "meters")) == [(2, "unit", "unknown_unit")]
    again = as_csv(METERS, [bought("Y1")], encoding="utf-8-sig")
    assert problems(checked(again, people("warehouse_keeper"), "meters")) == []
