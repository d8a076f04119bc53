"""The public's own page: applying for gas and looking at the progress, without a log-in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from engine.testing import Request
from people.queries import unit_by_code
from processes.installation.web_applications import code_for
from registers.models import Customer
from tests.scenarios.jobs import DINER

pytestmark = pytest.mark.usefixtures("db_open")

PATH = "/api/public/applications/"
SENT = {name: value for name, value in DINER.items() if name != "channel"}


def post(path: str, address: str = "203.0.113.7", **body: Any) -> Any:
    return Client(enforce_csrf_checks=True, REMOTE_ADDR=address).post(
        path, json.dumps(body), content_type="application/json", headers={"Accept-Language": "en"}
    )


def applied(phone: str, address: str = "203.0.113.7", **more: Any) -> Any:
    return post(PATH, address, branch="002", variables=SENT | {"contact_phone": phone}, **more)


def started(number: str) -> Request:
    from engine.models import ProcessInstance

    return Request(ProcessInstance.objects.get(business_key=number).pk)


def test_an_application_starts_at_the_chosen_branch_and_its_progress_shows_stages_and_days_only() -> None:
    answer = applied("13805512001")
    assert answer.status_code == 201, answer.content
    receipt = answer.json()
    request = started(receipt["application_no"]).run_jobs()
    request.expect_waiting_at("review_papers")
    assert request.variables["channel"] == "web"
    assert request.open_tasks("review_papers")[0]["unit_path"].startswith(unit_by_code("002").path)
    shown = post(f"{PATH}progress/", **receipt).json()
    assert [set(stage) for stage in shown["stages"]] == [{"name", "reached_on"}] * 2
    assert [stage["name"] for stage in shown["stages"]] == ["Received", "Papers under review"]


def test_a_wrong_code_and_an_unknown_number_are_the_same_answer() -> None:
    number = applied("13805512002").json()["application_no"]
    wrong = post(f"{PATH}progress/", application_no=number, code="AAAAAAAAAA")
    unknown = post(f"{PATH}progress/", application_no="BZ-1999-000001", code=code_for("BZ-1999-000001"))
    assert wrong.status_code == unknown.status_code == 404
    assert wrong.json()["detail"] == unknown.json()["detail"]


def test_what_is_wrong_is_said_by_field_and_nothing_starts() -> None:
    answer = post(PATH, branch="002", variables=SENT | {"contact_phone": "12", "channel": "counter"})
    assert answer.status_code == 422
    assert {error["field"] for error in answer.json()["errors"]} >= {"/contact_phone"}
    assert post(PATH, branch="nowhere", variables=SENT).json()["errors"][0]["field"] == "/branch"


def test_a_filled_trap_starts_nothing() -> None:
    assert applied("13805512003", website="http://spam.example").status_code == 404


def test_a_phone_and_an_address_may_apply_so_often_an_hour(settings) -> None:
    settings.APPLICATIONS_PER_PHONE, settings.APPLICATIONS_PER_ADDRESS = 2, 3
    here = "198.51.100.9"
    assert [applied("13805512004", here).status_code for _ in range(3)] == [201, 201, 429]
    assert [applied(f"1380551300{n}", here).status_code for n in range(2)] == [201, 429]
    assert applied("13805513009", "198.51.100.10").status_code == 201
    assert not Customer.objects.filter(phone="13805512004").exists()
