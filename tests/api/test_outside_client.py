"""Clients of other teams, who know the API's text alone: their diagrams, their values, their mistakes."""

from __future__ import annotations

import json
import re
import uuid
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from engine.testing import Request
from tests.api.conversation import Person

pytestmark = pytest.mark.usefixtures("db_open")

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0"'
    ' id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn" exporter="Camunda Modeler"'
    ' exporterVersion="5.20.0" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.4.0">'
)
LANE = (
    '<bpmn:collaboration id="c"><bpmn:participant id="pool" processRef="{key}"/></bpmn:collaboration>'
    '<bpmn:process id="{key}" name="外来流程" isExecutable="true">'
    '<bpmn:laneSet id="ls"><bpmn:lane id="l" name="{lane}">'
    "<bpmn:flowNodeRef>s</bpmn:flowNodeRef><bpmn:flowNodeRef>t</bpmn:flowNodeRef><bpmn:flowNodeRef>e</bpmn:flowNodeRef>"
    '</bpmn:lane></bpmn:laneSet><bpmn:startEvent id="s"/><bpmn:userTask id="t" name="看一看">{loop}</bpmn:userTask>'
    '<bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t"/>'
    '<bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="e"/></bpmn:process></bpmn:definitions>'
)
EACH = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
    '<zeebe:loopCharacteristics inputCollection="=items" inputElement="item"/>'
    "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
)


def bare(key: str, lane: str, loop: str = "") -> str:
    return HEAD + LANE.format(key=key, lane=lane, loop=loop)


def raw(
    person: Person, method: str, path: str, body: Any = None, kind: str | None = "application/json", **headers: str
):
    """One request as it is written, whatever it is; a failure of the server is an answer too."""
    person.client.raise_request_exception = False
    token = person.client.get("/api/session/").json()["csrf_token"]
    kinds = {"content_type": kind} if kind else {}
    return getattr(person.client, method)(path, body, headers={"X-CSRFToken": token, **headers}, **kinds)


def deployed(files: dict[str, str], **more: str) -> dict[str, Any]:
    (name, text), *rest = files.items()
    data: dict[str, Any] = {"file": SimpleUploadedFile(name, text.encode()), **more}
    if rest:
        data["files"] = [SimpleUploadedFile(n, t.encode()) for n, t in rest]
    answer = raw(Person("process_designer"), "post", "/api/process-definitions/", data, None)
    return {"http": answer.status_code, **answer.json()}


def started(key: str, variables: str = "{}") -> dict[str, Any]:
    body = json.dumps({"definition": key})[:-1] + f', "variables": {variables}}}'
    answer = raw(Person("customer_service"), "post", "/api/process-instances/", body)
    assert answer.status_code == 201, answer.content
    Request(int(answer.json()["id"])).run_jobs()
    return answer.json()


def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    body = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), body
    assert answer.headers["Content-Type"] == "application/problem+json"
    return body


@pytest.mark.parametrize("lane", ["customer_service", "客服受理员", "Customer service"])
def test_a_lane_may_bear_the_roles_key_or_either_of_its_names(lane: str) -> None:
    key = "lane_" + uuid.uuid4().hex
    assert deployed({"a.bpmn": bare(key, lane)})["findings"] == []
    instance = started(key)
    clerk = Person("customer_service")
    [task] = clerk.get("/api/user-tasks/", view="group", instance=instance["id"])["results"]
    assert task["candidate_groups"] == [{"key": "customer_service", "name": "客服受理员"}]
    assert clerk.complete(task["id"], {})["instance"]["state"] == "COMPLETED"


def test_a_lane_that_is_no_role_is_told_at_the_deployment() -> None:
    [finding] = deployed({"a.bpmn": bare("lane_nobody", "神秘部门")})["findings"]
    assert (finding["code"], finding["element_id"], finding["severity"]) == ("lane-without-group", "l", "warning")
    assert "神秘部门" in finding["message"]
    assert finding["mend"]


def test_a_form_of_another_product_is_told_by_its_kind() -> None:
    answer = deployed({"a.bpmn": bare("other_form", "customer_service"), "a.form": '{"components": []}'})
    assert (answer["http"], [f["code"] for f in answer["findings"]]) == (422, ["file-kind"])
    assert answer["findings"][0]["file"] == "a.form"


EXACT = {
    "whole": "123456789012345678901234567890",
    "part": "0.123456789012345678901234567891",
    "small": "-1E-20",
    "beyond_double": "9007199254740993",
    "money": "1.1",
}


def test_every_digit_of_a_number_comes_back() -> None:
    deployed({"a.bpmn": bare("digits", "customer_service")})
    instance = started("digits", "{" + ", ".join(f'"{k}": {v}' for k, v in EXACT.items()) + "}")
    answer = Person("customer_service").client.get(f"/api/process-instances/{instance['id']}/variables/")
    rows = json.loads(answer.content, parse_float=Decimal, parse_int=Decimal)["variables"]
    assert {r["name"]: r["value"] for r in rows} == {k: Decimal(v) for k, v in EXACT.items()}
    assert {k: Decimal(v) for k, v in Request(int(instance["id"])).variables.items()} == {
        k: Decimal(v) for k, v in EXACT.items()
    }


def test_texts_and_objects_come_back_as_they_went_in() -> None:
    deployed({"a.bpmn": bare("texts", "customer_service")})
    sent = {"long": "长" * 5000, "plane": "😀𠮷", "date": "2024-02-30", "like_ours": {"$decimal": "bad"}, "none": None}
    instance = started("texts", json.dumps(sent))
    rows = Person("customer_service").get(f"/api/process-instances/{instance['id']}/variables/")["variables"]
    assert {r["name"]: r["value"] for r in rows} == sent


BAD_BODIES = {
    "half a surrogate pair": '{"definition": "x", "variables": {"a": "\\ud800"}}',
    "NUL in a value": '{"definition": "x", "variables": {"a": "x\\u0000"}}',
    "NUL in a name": '{"definition": "x", "variables": {"a\\u0000": 1}}',
    "a billion digits": '{"definition": "x", "variables": {"a": 1e999999999}}',
    "5000 digits": '{"definition": "x", "variables": {"a": %s}}' % ("9" * 5000),
    "NaN": '{"definition": "x", "variables": {"a": NaN}}',
    "nested": '{"definition": "x", "variables": {"a": %s}}' % ("[" * 900 + "]" * 900),
    "nested deeper": "[" * 100_000,
    "no JSON": "{definition",
    "not UTF-8": b'{"definition": "\xff"}',
    "null": "null",
    "a list": "[]",
    "variables are a list": '{"definition": "x", "variables": []}',
    "definition is a list": '{"definition": ["x"]}',
}


@pytest.mark.parametrize("what", BAD_BODIES)
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_a_body_that_cannot_be_kept_is_refused_with_where_and_why(what: str, lang: str) -> None:
    answer = raw(Person("customer_service", lang=lang), "post", "/api/process-instances/", BAD_BODIES[what])
    [error] = refused(answer, 400, "invalid")["errors"]
    assert error["message"]
    if error["code"] == "parse":
        assert ("must be JSON" in error["message"]) == (lang == "en")


ADDRESSES = [
    "/api/user-tasks/?view=all",
    "/api/user-tasks/?ordering=bogus",
    "/api/user-tasks/?due=someday",
    "/api/user-tasks/?page_size=x",
    "/api/user-tasks/?page_size=%C2%B2",
    "/api/user-tasks/?q=%00",
    "/api/user-tasks/?unit=%00",
    "/api/user-tasks/?cursor=zzz",
    "/api/user-tasks/?cursor=WzEsMl0",  # [1,2]
    "/api/user-tasks/?cursor=WyJ4Iiwie30iXQ",  # ["x","{}"]
    "/api/user-tasks/?view=done&cursor=WyJ4IiwxXQ",  # ["x",1]
    "/api/process-instances/?cursor=WyJ4Il0",  # ["x"]
    "/api/process-instances/?cursor=W1tdXQ",  # [[]]
    "/api/process-definitions/installation/bpmn/?version=%C2%B2",
    "/api/process-definitions/installation/bpmn/?version=-1",
    "/api/process-definitions/a%00/",
    "/api/attachments/1%00/",
    "/api/customers/?cursor=%C2%B2",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_cannot_be_read_is_refused(address: str) -> None:
    refused(raw(Person("customer_service"), "get", address), 400, "invalid")


@pytest.mark.parametrize("ident", ["abc", "0", "-1", "99999999999999999999999", "%E4%B8%AD", "1.5", "%C2%B2"])
@pytest.mark.parametrize("kind", ["user-tasks", "process-instances", "attachments", "customers", "process-definitions"])
def test_what_does_not_exist_is_told_in_the_readers_language(kind: str, ident: str) -> None:
    for lang in ("zh-CN", "en"):
        body = refused(raw(Person("customer_service", lang=lang), "get", f"/api/{kind}/{ident}/"), 404, "not_found")
        has_chinese = re.search("[一-鿿]", body["detail"].replace("中", "")) is not None
        assert has_chinese == (lang == "zh-CN"), body["detail"]


def test_a_completion_is_posted_and_says_so() -> None:
    for method in ("get", "put", "delete"):
        answer = raw(Person("customer_service"), method, "/api/user-tasks/1/complete/")
        refused(answer, 405, "method_not_allowed")
        assert answer.headers["Allow"] == "POST"
    long = {"Idempotency-Key": "k" * 201}
    answer = raw(Person("customer_service"), "post", "/api/user-tasks/1/complete/", "{}", **long)
    assert "200" in refused(answer, 400, "idempotency_key_missing")["detail"]


@pytest.mark.parametrize("ordering", ["due_at", "-due_at", "created_at", "-created_at", "priority", "-priority"])
def test_paging_leaves_nothing_out_and_repeats_nothing(ordering: str) -> None:
    deployed({"a.bpmn": bare("many_tasks", "customer_service", EACH)})
    instance = started("many_tasks", json.dumps({"items": list(range(110))}))
    clerk = Person("customer_service")
    seen: list[str] = []
    query = {"view": "group", "instance": instance["id"], "ordering": ordering, "page_size": 37}
    while True:
        page = clerk.get("/api/user-tasks/", **query)
        seen += [task["id"] for task in page["results"]]
        if page["next"] is None:
            break
        query = dict(parse_qsl(urlsplit(page["next"]).query))
    assert (len(seen), len(set(seen))) == (110, 110)


def test_the_docs_page_loads_nothing_that_its_policy_blocks() -> None:
    answer = Person(None).client.get("/api/docs/")
    page, policy = answer.content.decode(), answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    sources = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.S)
    assert sources
    assert all(re.search(r'src="/[^/]', attributes) and not text.strip() for attributes, text in sources)
    assert all(href.startswith("/") for href in re.findall(r'<link[^>]*href="([^"]*)"', page))
