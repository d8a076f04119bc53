"""The processes' monthly tables: in both languages, as files, only of what the reader may see."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection

from engine.testing import start
from processes.support_request.tests.stories import DRAWING
from tests.api.conversation import Person

pytestmark = pytest.mark.usefixtures("db_open")
REPORT = "/api/reports/support_request.departments/"


def test_both_processes_offer_one_and_say_it_in_both_languages():
    found = {line["key"]: line["title"] for line in Person("auditor", lang="en").get("/api/reports/")}
    assert set(found) >= {"repair_dispatch.segments", "support_request.departments"}
    assert found["support_request.departments"] == "Support requests of the month"
    told = {line["key"]: line["title"] for line in Person("auditor").get("/api/reports/")}
    assert told["repair_dispatch.segments"] == "抢修分段时限月报"


def test_a_month_counts_what_the_reader_may_see_and_is_exported_with_its_sums():
    reader = Person("branch_manager")
    before = {row["department"]: int(row["requests"]) for row in reader.get(REPORT)["rows"]}
    elsewhere = Person("branch_manager_2").get(REPORT)
    start("support_request", by="account_manager", **DRAWING)
    report = reader.get(REPORT)
    after = {row["department"]: int(row["requests"]) for row in report["rows"]}
    assert after["档案室"] == before.get("档案室", 0) + 1
    assert int(report["sums"]["requests"]) == sum(after.values())
    assert Person("branch_manager_2").get(REPORT)["rows"] == elsewhere["rows"]
    answer = reader.client.get(f"{REPORT}export/", {"month": report["month"], "format": "csv"})
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert (lines[0][:2], lines[-1][0]) == (["部门", "请求数"], "合计")
    assert lines[-1][1] == report["sums"]["requests"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor FROM ledger.event WHERE action = 'report_exported' ORDER BY id DESC LIMIT 1")
        assert cursor.fetchone() == ("branch_manager",)


def test_what_is_no_month_or_no_report_is_refused_in_the_readers_language():
    reader = Person("branch_manager", lang="en")
    said = reader.get(REPORT, month="2026-13")
    assert (reader.status, said["code"], "2026-13" in said["detail"]) == (400, "invalid", True)
    assert reader.get("/api/reports/none/")["code"] == "not_found"
    assert reader.get(REPORT, month="2020-01")["rows"] == []
