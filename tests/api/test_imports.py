"""Imports, suspected faults and collection files over HTTP, as people of different roles and units use them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from engine.jobs.claiming import claim
from engine.jobs.executing import execute
from exchange.models import ImportRun
from ledger.context import audited
from people.actors import SYSTEM
from people.models import Unit, User
from registers import commands
from registers.models import Reading
from tests.api.conversation import Person
from tests.standins.bank import settlement
from tests.standins.finance import METERS, READINGS, as_csv

pytestmark = pytest.mark.usefixtures("db_open")

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)


def upload(person: Person, kind: str, content: bytes, name: str = "文件.csv") -> Any:
    token = person.client.get("/api/session/").json()["csrf_token"]
    person.answer = person.client.post(
        "/api/imports/", {"kind": kind, "file": SimpleUploadedFile(name, content)}, headers={"X-CSRFToken": token}
    )
    person.status = person.answer.status_code
    return person.answer.json()


def work() -> None:
    """What a worker does, until nothing of ours waits."""
    for _ in range(50):
        jobs = [job for job in claim(worker=1, most=20) if job.kind == "chore"]
        if not jobs:
            return
        for job in jobs:
            assert execute(job) == "done"


def installed(serial: str) -> Any:
    """A meter of a customer of the first branch, with a charge of 100 yuan that its bank may collect."""
    with audited(actor=SYSTEM, instance_id=900):
        unit = Unit.objects.get(code="001")
        customer = commands.open_customer(name=f"客户{serial}", category="commercial", unit_id=unit.pk)
        site = commands.open_site(customer_id=customer.pk, address=f"长江路 {serial}")
        point = commands.open_supply_point(site_id=site.pk)
        meter = commands.receive_meter(
            serial=serial, maker="金卡智能", type="diaphragm", g_size="G4", rated_flow=Decimal(6), unit_id=unit.pk,
            verified_until=dt.date(2030, 1, 1),
        )  # fmt: skip
        commands.issue_meter(meter_id=meter.pk)
        return commands.install_meter(
            meter_id=meter.pk, supply_point_id=point.pk, reading_in=Decimal(0), installed_at=NOW
        )


def charged(number: str, bank: str) -> Any:
    with audited(actor=SYSTEM, instance_id=900):
        unit = Unit.objects.get(code="001")
        customer = commands.open_customer(name=f"付款人{number}", category="commercial", unit_id=unit.pk)
        commands.open_payment_account(
            customer_id=customer.pk, method="collection", bank=bank, account_no=f"6222{number}"
        )
        return commands.post_charge(
            unit_id=unit.pk, kind="气费", amount=Decimal(100), customer_id=customer.pk, notice_no=number
        )


def reading(serial: str, day: int, shown: str) -> list[str]:
    return [serial, "", f"{NOW + dt.timedelta(days=day):%Y-%m-%d %H:%M}", shown, "", ""]


def test_a_file_is_checked_imported_by_a_worker_and_mended() -> None:
    place, officer = installed("IM001"), Person("metering_officer")
    content = as_csv(READINGS, [reading("IM001", 1, "10"), reading("IM001", 2, "x"), reading("IM404", 2, "5")])
    run = upload(officer, "readings", content)
    assert (officer.status, run["known"], run["state"], run["failed"], run["row_count"]) == (
        201,
        False,
        "CHECKED",
        2,
        3,
    )
    assert not Reading.objects.filter(installation=place).exists()
    problems = officer.get(f"/api/imports/{run['id']}/problems/")["results"]
    assert [(p["row"], p["column"], p["code"]) for p in problems] == [
        (3, "机械读数", "not_a_number"),
        (4, "表号", "unknown_meter"),
    ]
    officer.post(f"/api/imports/{run['id']}/confirm/")
    assert officer.status == 202
    work()
    done = officer.get(f"/api/imports/{run['id']}/")
    assert (done["state"], done["imported"], done["failed"], done["confirmed_by"]["username"]) == (
        "DONE", 1, 2, "metering_officer",
    )  # fmt: skip
    officer.get(f"/api/imports/{run['id']}/wrong-rows/")
    mended = officer.answer.content.decode("utf-8-sig")
    assert [line.count(",") for line in mended.splitlines()] == [6, 6, 6, 1]
    again = upload(officer, "readings", mended.replace(",x,", ",20,").encode("utf-8-sig"))
    assert (officer.status, again["failed"], again["row_count"]) == (201, 1, 2)


def test_the_same_bytes_are_the_same_import_and_say_so() -> None:
    installed("IM002")
    officer, content = Person("metering_officer"), as_csv(READINGS, [reading("IM002", 1, "10")])
    first = upload(officer, "readings", content)
    officer.post(f"/api/imports/{first['id']}/confirm/")
    work()
    again = upload(officer, "readings", content, name="anders.csv")
    assert (officer.status, again["known"], again["id"], again["state"]) == (200, True, first["id"], "DONE")
    refused = officer.post(f"/api/imports/{first['id']}/confirm/")
    assert (officer.status, refused["code"]) == (409, "not_open")


def test_who_sees_and_does_what() -> None:
    installed("IM003")
    content = as_csv(READINGS, [reading("IM003", 1, "10")])
    officer, other, auditor = Person("metering_officer"), Person("metering_officer_2"), Person("auditor")
    run = upload(officer, "readings", content)
    assert upload(other, "readings", content)["code"] == "conflict"
    assert upload(other, "settlement", content)["code"] == "forbidden"
    other.get(f"/api/imports/{run['id']}/")
    assert other.status == 404
    other.post(f"/api/imports/{run['id']}/confirm/")
    assert other.status == 404
    assert auditor.get(f"/api/imports/{run['id']}/")["may_import"] is False
    assert auditor.post(f"/api/imports/{run['id']}/confirm/")["code"] == "forbidden"
    surveyor = Person("surveyor")
    for path in ("", "kinds/", f"{run['id']}/", "export/"):
        surveyor.get(f"/api/imports/{path}")
        assert surveyor.status == 403, path
    auditor.get(f"/api/imports/{run['id']}/content/")
    assert auditor.answer.content == content
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ledger.event WHERE action = 'import_file_read' AND record = %s", [run["id"]]
        )
        assert cursor.fetchone() == (1,)


def test_the_list_is_filtered_sorted_continued_and_exported() -> None:
    keeper = Person("warehouse_keeper", lang="en")
    for n in range(3):
        upload(keeper, "meters", as_csv(METERS, [["D", "报废", f"IMX{n}", "m", *[""] * 8]] * (n + 1)), name=f"Z{n}.csv")
    first = keeper.get("/api/imports/", kind="meters", q="Z", sort="-row_count", page_size=2)
    assert [run["row_count"] for run in first["results"]] == [3, 2]
    rest = keeper.get("/api/imports/", **dict(parse_qsl(urlsplit(first["next"]).query)))
    assert [run["row_count"] for run in rest["results"]] == [1]
    assert keeper.get("/api/imports/", sort="content")["code"] == "cannot_filter"
    assert keeper.get("/api/imports/", uploaded_at_from="yesterday")["code"] == "cannot_filter"
    keeper.get("/api/imports/export/", q="Z")
    assert len(keeper.answer.content.decode("utf-8-sig").splitlines()) == 4


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04" + b"\0" * 50, b"<script>alert(1)</script>"])
def test_a_file_that_is_none_is_refused_with_a_reason(content: bytes) -> None:
    officer = Person("metering_officer")
    run = upload(officer, "readings", content, name="<img onerror=alert(1)>.csv")
    if officer.status == 400:  # Django takes no empty file
        assert not content
        return
    assert run["state"] == "REFUSED"
    assert officer.get(f"/api/imports/{run['id']}/problems/")["results"][0]["message"]
    assert officer.post(f"/api/imports/{run['id']}/confirm/")["code"] == "not_open"
    officer.get(f"/api/imports/{run['id']}/content/")
    assert "attachment" in officer.answer["Content-Disposition"]
    officer.get(f"/api/imports/{run['id']}/wrong-rows/")
    assert officer.status == 409


def test_rights_lost_meanwhile_stop_the_import() -> None:
    installed("IM005")
    officer = Person("metering_officer")
    run = upload(officer, "readings", as_csv(READINGS, [reading("IM005", 1, "10")]))
    officer.post(f"/api/imports/{run['id']}/confirm/")
    ImportRun.objects.filter(pk=run["id"]).update(confirmed_by=User.objects.get(username="surveyor"))
    work()
    assert officer.get(f"/api/imports/{run['id']}/")["state"] == "STOPPED"


def test_a_bank_collects_and_its_answer_is_worked_through() -> None:
    finance, bank = Person("finance_officer"), "测试银行甲"
    charges = [charged(f"TZ-API-{n}", bank) for n in range(3)]
    due = finance.get("/api/collections/banks/")["results"]
    assert {"bank": bank, "count": 3, "total": "300.00"} in due
    order = {"bank": bank, "bank_code": "102361", "batch_no": "API-1", "layout": "fixed"}
    made = finance.post("/api/collections/", order)
    assert (finance.status, made["state"], made["row_count"], made["total"]) == (201, "WRITTEN", 3, "300.00")
    assert finance.post("/api/collections/", {**order, "batch_no": "API-2"})["code"] == "nothing_to_collect"
    finance.get(f"/api/collections/{made['id']}/content/")
    assert finance.answer.content.count(b"\r\nD") == 3
    answer = settlement(
        [
            {"serial": "A1", "notice": charges[0].number, "fen": 10000},
            {"serial": "A2", "notice": charges[1].number, "fen": 4000},
            {"serial": "A3", "notice": charges[2].number, "fen": 10000, "result": "02"},
            {"serial": "A4", "notice": "TZ-UNKNOWN", "fen": 100},
            {"serial": "A5", "notice": charges[0].number, "fen": 10000},
        ],
        batch="API-1", day="20261103",
    )  # fmt: skip
    elsewhere = Person("finance_officer_2")
    assert not [one for one in elsewhere.get("/api/collections/banks/")["results"] if one["bank"] == bank]
    assert elsewhere.get(f"/api/collections/{made['id']}/")["code"] == "not_found"
    theirs = settlement([{"serial": "Z1", "notice": charges[0].number, "fen": 10000}], batch="Z", day="20261103")
    assert upload(elsewhere, "settlement", theirs, name="z.txt")["failed"] == 1
    run = upload(finance, "settlement", answer, name="back.txt")
    finance.post(f"/api/imports/{run['id']}/confirm/")
    work()
    batch = finance.get(f"/api/collections/{made['id']}/")
    assert (batch["state"], batch["collected"], batch["failed_count"]) == ("ANSWERED", "140.00", 1)
    todo = finance.get("/api/imports/payment-problems/", handled="false", q="API-1")["results"]
    assert sorted(p["code"] for p in todo) == ["collection_failed", "overpaid", "partly_paid", "unknown_notice"]
    assert "TZ-UNKNOWN" in next(p["told"] for p in todo if p["code"] == "unknown_notice")
    ids = [p["id"] for p in todo if p["code"] == "overpaid"]
    assert finance.post("/api/imports/problems/handle/", {"ids": ids, "note": "已退款"}) == {"count": 1}
    assert len(finance.get("/api/imports/payment-problems/", handled="false", q="API-1")["results"]) == 3
    cashier = Person("cashier")
    cashier.get("/api/collections/")
    assert cashier.status == 403
    assert finance.post(f"/api/collections/{made['id']}/cancel/", {"reason": "x"})["code"] == "not_open"


def test_a_canceled_file_frees_its_charges() -> None:
    finance, bank = Person("finance_officer"), "测试银行乙"
    charged("TZ-API-9", bank)
    order = {"bank": bank, "bank_code": "1", "batch_no": "API-C1"}
    made = finance.post("/api/collections/", order)
    assert finance.post("/api/collections/", order)["code"] in ("nothing_to_collect", "conflict")
    assert finance.post(f"/api/collections/{made['id']}/cancel/", {"reason": "发错银行"})["state"] == "CANCELED"
    again = finance.post("/api/collections/", {**order, "batch_no": "API-C2"})
    assert (finance.status, again["row_count"]) == (201, 1)


def test_suspected_faults_are_started_in_bulk_once_and_dismissed() -> None:
    place, officer = installed("IM006"), Person("metering_officer")
    content = as_csv(READINGS, [reading("IM006", 2, "20"), reading("IM006", 3, "10"), reading("IM006", 4, "900")])
    run = upload(officer, "readings", content)
    officer.post(f"/api/imports/{run['id']}/confirm/")
    work()
    rows = officer.get("/api/suspicions/", q="IM006", state="OPEN")["results"]
    assert sorted(row["rule"] for row in rows) == ["jump", "reverse"]
    assert not Person("metering_officer_2").get("/api/suspicions/", q="IM006")["results"]
    done = officer.post("/api/suspicions/start/", {"ids": [row["id"] for row in rows]})["results"]
    assert sorted(one["state"] for one in done) == ["refused", "started"]
    started = next(one for one in done if one["state"] == "started")
    case = officer.get(f"/api/process-instances/{started['instance_id']}/")
    assert case["definition"]["key"] == "meter_replacement"
    assert {row["instance_id"] for row in officer.get("/api/suspicions/", q="IM006")["results"]} == {case["id"]}
    officer.get("/api/suspicions/export/", q="IM006")
    assert officer.answer.content.decode().count(",IM006,") == 2
    assert place.pk
    assert officer.post("/api/suspicions/dismiss/", {"ids": [rows[0]["id"]], "note": ""})["code"] == "invalid"
    officer.post("/api/suspicions/search/", {})
    assert officer.status == 202
    work()
