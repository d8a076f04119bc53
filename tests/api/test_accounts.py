"""The administrator's pages through the API, and one's own log-in."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from ledger.context import audited
from people.actors import SYSTEM
from people.models import CalendarDay, User
from people.queries import unit_by_code
from registers.models import Customer
from tests.api.conversation import Person
from tests.api.installation import colleague

pytestmark = pytest.mark.usefixtures("db_open")
PROPOSAL = {"kind": "give", "role": "cashier", "unit": "001", "reason": "顶岗"}


def test_accounts_are_filtered_sorted_and_paged() -> None:
    admin = Person("administrator")
    first = admin.get("/api/accounts/", page_size=10, ordering="-username")
    assert len(first["results"]) == 10
    names = [a["username"] for a in first["results"]]
    assert names == sorted(names, reverse=True)
    second = admin.client.get(first["next"]).json()
    assert not {a["username"] for a in second["results"]} & set(names)
    found = admin.get("/api/accounts/", role="cashier", unit="001")["results"]
    assert "cashier" in {a["username"] for a in found}
    assert all("cashier" in {r["key"] for r in a["roles"]} for a in found)
    assert admin.get("/api/accounts/", q="没有此人")["results"] == []
    assert admin.get("/api/accounts/", cursor="x")["errors"][0]["field"] == "/cursor"


def test_the_export_holds_what_is_filtered_and_is_recorded() -> None:
    admin = Person("administrator")
    answer = admin.client.get("/api/accounts/export/", {"role": "cashier", "format": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row[0] for row in rows[1:]} >= {"cashier", "cashier_2"}
    book = load_workbook(
        io.BytesIO(admin.client.get("/api/accounts/export/", {"role": "cashier", "format": "xlsx"}).content)
    )
    assert book.active.max_row == len(rows)
    done = Person("auditor").get("/api/audit/changes/", kind="read", action="accounts_exported")["results"]
    assert done[0]["details"]["filters"] == {"role": "cashier"}


def test_a_right_takes_two_administrators() -> None:
    username = colleague("rights_one", like="surveyor")
    admin = Person("administrator")
    change = admin.post("/api/rights-changes/", {**PROPOSAL, "username": username})
    assert (admin.status, change["may_decide"]) == (201, False)
    admin.post(f"/api/rights-changes/{change['id']}/decide/", {"approve": True})
    assert admin.status == 403
    second = Person("administrator_2")
    [waiting] = [c for c in second.get("/api/rights-changes/", state="PROPOSED")["results"] if c["id"] == change["id"]]
    assert waiting["may_decide"] is True
    done = second.post(f"/api/rights-changes/{change['id']}/decide/", {"approve": True, "comment": "同意"})
    assert done["state"] == "APPROVED"
    detail = admin.get(f"/api/accounts/{username}/")
    assert {"cashier", "surveyor"} <= {p["role"]["key"] for p in detail["positions"] if p["state"] == "now"}
    stranger = Person("surveyor")
    assert change["id"] not in {c["id"] for c in stranger.get("/api/rights-changes/")["results"]}
    stranger.post(f"/api/rights-changes/{change['id']}/decide/", {"approve": True})
    assert stranger.status == 404


def test_an_emergency_is_an_alarm_until_it_ends() -> None:
    username = colleague("emergency_one", like="surveyor")
    person = Person(username)
    change = person.post("/api/rights-changes/", {**PROPOSAL, "kind": "emergency", "username": username, "minutes": 15})
    assert person.get("/api/me/")["may"]["see_bank"] is False
    Person("administrator").post(f"/api/rights-changes/{change['id']}/decide/", {"approve": True})
    assert person.get("/api/me/")["may"]["see_bank"] is True
    for watcher in ("administrator", "auditor", username):
        assert change["id"] in {e["id"] for e in Person(watcher).get("/api/me/")["emergencies"]}
    assert Person("cashier").get("/api/me/")["emergencies"] == []
    person.post(f"/api/rights-changes/{change['id']}/end/")
    assert person.get("/api/me/")["may"]["see_bank"] is False


def test_a_new_account_logs_in_once_and_must_choose_a_password() -> None:
    admin = Person("administrator")
    User.objects.filter(username="wang.fang").delete()
    made = admin.post("/api/accounts/", {"username": "wang.fang", "full_name": "王芳", "unit": "001"})
    assert admin.status == 201
    person = Person(None)
    me = person.post("/api/session/", {"username": "wang.fang", "password": made["password"]})
    assert me["unfinished"] == "password"
    refusal = person.get("/api/user-tasks/")
    assert (person.status, refusal["code"]) == (403, "log_in_unfinished")
    person.post("/api/me/password/", {"old": made["password"], "new": "Riser-2026-pressure"})
    assert person.status == 204
    person.get("/api/user-tasks/")
    assert person.status == 200
    assert person.get("/api/me/")["unfinished"] == ""


def test_an_administrator_without_an_authenticator_sets_one_up_first(settings: object) -> None:
    settings.SECOND_FACTOR = True  # type: ignore[attr-defined]
    username = colleague("factor_admin", like="administrator")
    person = Person(None)
    assert person.post("/api/session/", {"username": username, "password": "demo"})["unfinished"] == "second_factor"
    person.get("/api/accounts/")
    assert person.status == 403
    begun = person.post("/api/me/second-factor/")
    assert begun["svg"].startswith("<svg")
    person.put("/api/me/second-factor/", {"code": "000000"})
    assert person.status == 401
    codes = person.put("/api/me/second-factor/", {"code": _code(begun["secret"])})["codes"]
    person.get("/api/accounts/")
    assert person.status == 200
    again = Person(None)
    refusal = again.post("/api/session/", {"username": username, "password": "demo"})
    assert (again.status, refusal["code"]) == (401, "code_needed")
    again.post("/api/session/", {"username": username, "password": "demo", "code": codes[0]})
    assert again.status == 200


def _code(secret: str) -> str:
    import base64
    import time

    from people.second_factor import STEP, code_at

    return code_at(base64.b32decode(secret + "=" * (-len(secret) % 8)), int(time.time()) // STEP)


def test_sessions_tell_from_where_and_are_ended() -> None:
    username = colleague("sessions_one")
    here, there = Person(None), Person(None)
    for person in (here, there):
        person.post("/api/session/", {"username": username, "password": "demo"})
    listed = here.get("/api/me/sessions/")["results"]
    assert {s["ip"] for s in listed} == {"127.0.0.1"}
    [other] = [s for s in listed if not s["current"]]
    here.delete(f"/api/me/sessions/{other['id']}/")
    there.get("/api/me/")
    assert (here.status, there.status) == (204, 401)
    admin = Person("administrator")
    assert len(admin.get(f"/api/accounts/{username}/")["sessions"]) == 1
    admin.delete(f"/api/accounts/{username}/sessions/")
    here.get("/api/me/")
    assert here.status == 401


def test_the_log_of_log_ins_is_ones_own_or_for_who_may() -> None:
    username = colleague("log_one")
    person = Person(None)
    person.post("/api/session/", {"username": username, "password": "wrong"})
    person.post("/api/session/", {"username": username, "password": "demo"})
    mine = person.get("/api/log-ins/", scope="all")["results"]
    assert [(e["action"], e["person"]["username"]) for e in mine] == [
        ("log_in", username),
        ("log_in_refused", username),
    ]
    assert {e["ip"] for e in mine} == {"127.0.0.1"}
    everybody = Person("administrator").get("/api/log-ins/", scope="all")["results"]
    assert len({e["person"]["username"] for e in everybody if e["person"]}) > 1


def test_the_matrix_has_registers_and_the_fields_of_every_task() -> None:
    admin = Person("administrator")
    phone = admin.get(
        "/api/rights/matrix/", kind="register", thing="registers.customer", role="legal_officer", q="phone"
    )
    assert {(r["field"], r["right"]) for r in phone["results"]} == {("phone", "masked")}
    task = admin.get("/api/rights/matrix/", kind="form", task="approve_refusal")["results"]
    assert {r["thing"] for r in task} == {"installation"}
    assert {"edit", "read", "hidden"} == {r["right"] for r in task}
    answer = admin.client.get(
        "/api/rights/matrix/export/", {"kind": "form", "task": "approve_refusal", "format": "csv"}
    )
    assert len(answer.content.decode().strip().splitlines()) == len(task) + 1
    other = Person("cashier")
    other.get("/api/rights/matrix/")
    assert other.status == 403


def test_why_somebody_may_or_may_not() -> None:
    admin = Person("administrator")
    with audited(actor=SYSTEM, reason="test"):
        Customer.objects.create(number="WHY-1", name="江城一中", category="school", unit=unit_by_code("001-01"))
    asked = {"thing": "registers.customer", "record": "WHY-1"}
    yes = admin.get("/api/rights/explain/", username="customer_service", **asked)
    no = admin.get("/api/rights/explain/", username="warehouse_keeper", **asked)
    assert (yes["allowed"], yes["fields"]["phone"]) == (True, "read")
    assert (no["allowed"], no["fields"]) == (False, {})
    assert "查看客户" in yes["because"]
    assert "查看客户" in no["because"]
    admin.get("/api/rights/explain/", username="customer_service", thing="registers.customer", record="nothing")
    assert admin.status == 404


def _import(client: Client, text: str, *, dry_run: bool) -> dict[str, object]:
    token = client.get("/api/session/").json()["csrf_token"]
    body = {"file": SimpleUploadedFile("2031.csv", text.encode()), "dry_run": str(dry_run).lower(), "source": "国办发"}
    return dict(client.post("/api/calendar/import/", body, headers={"X-CSRFToken": token}).json())


def test_a_year_is_imported_after_a_dry_run_that_changes_nothing() -> None:
    admin = Person("administrator")
    good = "日期,类型,名称\n2031-01-01,休,元旦\n2031-01-04,班,元旦补班\n"
    dry = _import(admin.client, good, dry_run=True)
    assert (dry["year"], dry["added"], dry["problems"]) == (2031, 2, [])
    assert not CalendarDay.objects.filter(day__year=2031).exists()
    bad = _import(
        admin.client, good + "2031-02-30,休,x\n2031-03-01,maybe,x\n2032-01-01,休,x\n2031-01-01,休,x\n", dry_run=False
    )
    assert [(p["row"], p["column"]) for p in bad["problems"]] == [(4, "day"), (5, "kind"), (6, "day"), (7, "day")]  # type: ignore[attr-defined]
    assert not CalendarDay.objects.filter(day__year=2031).exists()
    _import(admin.client, good, dry_run=False)
    year = Person("cashier").get("/api/calendar/", year=2031)
    assert [(d["day"], d["is_working"]) for d in year["days"]] == [("2031-01-01", False), ("2031-01-04", True)]
    assert _import(Person("cashier").client, good, dry_run=True)["code"] == "forbidden"
    assert _import(Person("administrator").client, "\x00\xff", dry_run=True)["problems"]


def test_substitutes_are_ones_own_and_an_administrators_any() -> None:
    away, present = colleague("list_away"), colleague("list_present", like="surveyor")
    person = Person(away)
    body = {
        "substitute": present,
        "valid_from": "2026-01-01",
        "valid_until": "2099-01-01",
        "roles": ["customer_service"],
    }
    made = person.post("/api/substitutes/", body)
    assert (person.status, made["absent"]["username"], made["state"]) == (201, away, "now")
    assert Person(present).get("/api/me/")["stands_in"] == [{"username": away, "full_name": f"同事 {away}"}]
    assert Person("cashier").get("/api/substitutes/", scope="all")["results"] == []
    person.post("/api/substitutes/", {**body, "absent": "cashier"})
    assert person.status == 403
    for wrong in ({"substitute": away}, {"substitute": "nobody"}, {"valid_until": "2020-01-01"}, {"roles": ["king"]}):
        person.post("/api/substitutes/", {**body, **wrong})
        assert person.status == 400, wrong
    admin = Person("administrator")
    assert made["id"] in {r["id"] for r in admin.get("/api/substitutes/", scope="all")["results"]}
    Person("cashier").delete(f"/api/substitutes/{made['id']}/")
    admin.delete(f"/api/substitutes/{made['id']}/")
    assert Person(present).get("/api/me/")["stands_in"] == []
