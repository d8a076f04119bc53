"""The public's own page: applying for gas and looking at the progress, without a log-in."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from engine.documents.models import Attachment
from engine.documents.storage import path_of
from engine.testing import Request, start
from ledger.context import audited
from people.actors import SYSTEM
from people.queries import unit_by_code
from processes.installation.web_applications import code_for
from registers.models import Customer
from tests.scenarios.jobs import DINER
from tests.scenarios.test_for_real import HAZARD, _through

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


UPLOADS = "/api/public/uploads/"
RECTIFIED = "/api/public/rectifications/"
PDF = b"%PDF-1.4 a licence"
PNG = b"\x89PNG\r\n\x1a\n a photo"


def upload(content: bytes, name: str = "营业执照.pdf", address: str = "203.0.113.7") -> Any:
    client = Client(enforce_csrf_checks=True, REMOTE_ADDR=address)
    return client.post(UPLOADS, {"file": SimpleUploadedFile(name, content)}, headers={"Accept-Language": "en"})


def hazard(phone: str) -> tuple[Request, dict[str, Any]]:
    """A rectification that waits for word of the customer, and what it knows."""
    case = start("rectification", by="safety_inspector", **{**HAZARD, "contact_phone": phone}).run_jobs()
    _through(case, "deliver_notice")
    case.run_jobs().expect_waiting_at("report_rectified")
    return case, case.variables


def reported(number: str, digits: str, photos: list[str], address: str = "203.0.113.7", **more: Any) -> Any:
    sent = {"rectified_on": "2026-11-21", "rectified_by": "王秀兰", "measures": "已更换软管。", **more}
    return post(RECTIFIED, address, number=number, phone_digits=digits, photos=photos, **sent)


def test_papers_travel_with_the_application_and_belong_to_it() -> None:
    saved = upload(PDF, "../../<script>alert(1)</script>执照.pdf")
    assert saved.status_code == 201, saved.content
    paper = saved.json()
    assert paper["name"] == "script_执照.pdf"
    assert paper["sha256"] == hashlib.sha256(PDF).hexdigest()
    stranger = "att-" + "0" * 32
    request = started(applied("13805512901", papers=[paper["id"], stranger]).json()["application_no"]).run_jobs()
    assert request.variables["paper_scans"] == [paper["id"]]
    assert Attachment.objects.get(pk=paper["id"]).instance_id == request.id
    again = started(applied("13805512902", papers=[paper["id"]]).json()["application_no"]).run_jobs()
    assert "paper_scans" not in again.variables
    assert Client().get(f"/api/attachments/{paper['id']}/content/").status_code == 401


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (b"<script>alert(1)</script>", "x.html", 415),
        (b"<script>alert(1)</script>", "x.pdf", 415),
        (b"MZ\x90\x00", "x.exe", 415),
        (b"just words", "x.txt", 415),
        (PNG, "x.pdf", 415),
        (PNG + b"0" * (10 * 1024 * 1024), "x.png", 413),
    ],
)
def test_only_papers_and_photos_of_a_size_are_kept(content: bytes, name: str, status: int) -> None:
    before = Attachment.objects.count()
    answer = upload(content, name)
    assert answer.status_code == status, answer.content
    assert answer.json()["detail"]
    assert Attachment.objects.count() == before


def test_an_address_may_upload_so_often_an_hour(settings) -> None:
    settings.PUBLIC_UPLOADS_PER_ADDRESS = 2
    answers = [upload(PNG, "a.png", "198.51.100.77").status_code for _ in range(3)]
    assert answers == [201, 201, 429]
    assert upload(PNG, "a.png", "198.51.100.78").status_code == 201


def test_what_was_uploaded_and_never_sent_is_gone_after_a_day() -> None:
    old = upload(PNG + b"old", "old.png").json()
    with audited(actor=SYSTEM):
        Attachment.objects.filter(pk=old["id"]).update(uploaded_at=timezone.now() - dt.timedelta(days=2))
    upload(PNG, "new.png")
    assert not Attachment.objects.filter(pk=old["id"]).exists()
    assert not path_of(old["sha256"]).exists()


def test_a_customer_reports_a_hazard_rectified_by_notice_number_and_digits() -> None:
    case, known = hazard("13805519876")
    photo = upload(PNG, "after.png").json()["id"]
    for number, digits in ((known["notice_no"], "1234"), ("ZG-1999-000001", "9876")):
        refused = reported(number, digits, [photo])
        assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    wrong = reported(known["notice_no"], "9876", [photo], rectified_on="2036-01-01")
    assert wrong.json()["errors"][0]["field"] == "/rectified_on"
    answer = reported(known["notice_no"], "9876", [photo])
    assert (answer.status_code, answer.json()["hazard_no"]) == (201, known["hazard_no"]), answer.content
    case.run_jobs().expect_waiting_at("inspect_again")
    assert case.variables["measures"] == "已更换软管。"
    assert case.variables["rectified_photos"] == [photo]
    assert Attachment.objects.get(pk=photo).instance_id == case.id
    assert reported(known["hazard_no"], "9876", [photo]).json()["code"] == "not_open"


def test_guessing_digits_ends_after_a_few_tries(settings) -> None:
    settings.PUBLIC_TRIES_PER_NUMBER = 3
    number = "ZG-1999-000777"
    answers = [
        reported(number, f"{n:04d}", ["att-" + "0" * 32], address=f"192.0.2.{n}").status_code for n in range(1, 5)
    ]
    assert answers == [404, 404, 404, 429]
    asked = [
        post(f"{PATH}progress/", f"192.0.2.{n}", application_no="BZ-1999-000777", code="A").status_code
        for n in range(1, 5)
    ]
    assert asked == [404, 404, 404, 429]
