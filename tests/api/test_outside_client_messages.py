"""Other teams' systems: messages early, twice and to nobody; called definitions; files with strange names; lock-out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.testing import Request
from tests.api.conversation import Person
from tests.api.installation import colleague
from tests.api.test_outside_client import HEAD, bare, deployed, raw, refused, started

pytestmark = pytest.mark.usefixtures("db_open")

WAITS = (
    '<bpmn:message id="m" name="paid_outside"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="=order_no"/></bpmn:extensionElements></bpmn:message>'
    '<bpmn:process id="waits_outside" isExecutable="true"><bpmn:startEvent id="s"/>'
    '<bpmn:intermediateCatchEvent id="w"><bpmn:messageEventDefinition id="d" messageRef="m"/>'
    '</bpmn:intermediateCatchEvent><bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="w"/>'
    '<bpmn:sequenceFlow id="f2" sourceRef="w" targetRef="e"/></bpmn:process></bpmn:definitions>'
)
CALLS = (
    '<bpmn:process id="calls_outside" isExecutable="true"><bpmn:startEvent id="s"/><bpmn:callActivity id="c">'
    '<bpmn:extensionElements><zeebe:calledElement processId="called_outside"/></bpmn:extensionElements>'
    '</bpmn:callActivity><bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="c"/>'
    '<bpmn:sequenceFlow id="f2" sourceRef="c" targetRef="e"/></bpmn:process></bpmn:definitions>'
)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF"


def told(**message: Any) -> Any:
    return raw(Person("cashier"), "post", "/api/messages/", json.dumps({"name": "paid_outside", **message}))


def test_a_message_finds_its_instance_once_whenever_it_comes() -> None:
    deployed({"a.bpmn": HEAD + WAITS})
    early = told(correlation_key="early", variables={"amount": 1})
    assert early.json() == {"status": "buffered", "instance": None}
    assert Request(int(started("waits_outside", '{"order_no": "early"}')["id"])).state == "COMPLETED"
    instance = started("waits_outside", '{"order_no": "once"}')
    first, second = (told(correlation_key="once", message_id="bank-1").json() for _ in range(2))
    assert (first["status"], second["status"]) == ("delivered", "duplicate")
    assert first["instance"] == second["instance"] == instance["id"]
    for _ in range(2):
        started("waits_outside", '{"order_no": "both"}')
    assert "2" in refused(told(correlation_key="both"), 409, "ambiguous")["detail"]
    nobody = raw(Person("cashier"), "post", "/api/messages/", '{"name": "never_heard"}')
    assert "never_heard" in refused(nobody, 404, "no_subscription")["detail"]
    refused(raw(Person("surveyor"), "post", "/api/messages/", '{"name": "paid_outside"}'), 403, "forbidden")


def test_one_deployed_definition_calls_another() -> None:
    deployed({"child.bpmn": bare("called_outside", "客服受理员")})
    assert deployed({"parent.bpmn": HEAD + CALLS})["http"] in (200, 201)
    instance = started("calls_outside")
    clerk = Person("customer_service")
    [task] = clerk.get("/api/user-tasks/", view="group", instance=instance["id"])["results"]
    clerk.complete(task["id"], {})
    Request(int(instance["id"])).run_jobs()
    assert clerk.get(f"/api/process-instances/{instance['id']}/")["state"] == "COMPLETED"


def uploaded(name: bytes, content: bytes) -> Any:
    head = b'--B\r\nContent-Disposition: form-data; name="file"; filename="' + name + b'"\r\n\r\n'
    body = head + content + b"\r\n--B--\r\n"
    return raw(Person("customer_service"), "post", "/api/attachments/", body, "multipart/form-data; boundary=B")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"../../etc/x.pdf", "x.pdf"),
        (b"..\\..\\w.pdf", "w.pdf"),
        (b"a\x00b.pdf", "ab.pdf"),
        ("营业执照.pdf".encode(), "营业执照.pdf"),
    ],
)
def test_a_files_name_leads_nowhere(sent: bytes, kept: str) -> None:
    answer = uploaded(sent, PDF)
    assert (answer.status_code, answer.json()["name"]) == (201, kept)
    content = Person("customer_service").client.get(answer.json()["url"])
    assert b"".join(content.streaming_content) == PDF


def test_files_that_are_not_taken() -> None:
    refused(uploaded(b"a.pdf", b""), 400, "invalid")
    refused(uploaded(b"a.pdf", b"MZ\x90"), 415, "unsupported_media_type")
    refused(uploaded(b"a.html", b"<html>"), 415, "unsupported_media_type")
    [error] = refused(uploaded("营业执照.pdf".encode("gbk"), PDF), 400, "invalid")["errors"]
    assert "UTF-8" in error["message"]


def test_five_wrong_passwords_lock_the_account() -> None:
    name, stranger = colleague("locked_clerk"), Person(None, lang="en")
    for _ in range(5):
        last = stranger.post("/api/session/", {"username": name, "password": "wrong"})
    locked = stranger.post("/api/session/", {"username": name, "password": "demo"})
    assert (stranger.status, locked["code"]) == (429, "locked_out")
    assert "minutes" in locked["detail"]
    assert last["code"] in ("not_authenticated", "locked_out")
