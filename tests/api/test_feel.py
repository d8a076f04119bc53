"""Trying an expression over HTTP: who may, how exactly, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bpmn.feel.functions import CAMUNDA
from bpmn.feel.functions.results import RESULTS
from tests.api.conversation import Person

pytestmark = pytest.mark.usefixtures("db_open")

ADDRESS = "/api/feel/evaluate/"
FUNCTIONS = Path(__file__).parents[2] / "web/src/design/feel/functions.json"


def tried(expression: str, *, lang: str = "zh-CN", **more: Any) -> tuple[int, Any, str]:
    """Status, answer and the answer's own text, for its digits."""
    designer = Person("process_designer", lang=lang)
    answer = designer.post(ADDRESS, {"expression": expression, **more})
    return designer.status, answer, designer.answer.content.decode()


@pytest.mark.parametrize(("username", "status"), [(None, 401), ("customer_service", 403), ("process_designer", 200)])
def test_trying_is_for_designers(username: str | None, status: int) -> None:
    person = Person(username)
    person.post(ADDRESS, {"expression": "1 + 1"})
    assert person.status == status


def test_the_answer_tells_value_kind_and_what_was_read() -> None:
    status, answer, _ = tried("=amount > 100 and vip", variables={"amount": 250, "vip": True, "other": 1})
    assert status == 200
    assert answer == {"value": True, "text": "true", "kind": "boolean", "problems": [], "reads": ["amount", "vip"]}


def test_digits_stay_exact_in_both_directions() -> None:
    assert '"value":0.3,' in tried("0.1 + 0.2")[2]
    long = "1234567890123456789012345.678"
    designer = Person("process_designer")
    token = designer.client.get("/api/session/").json()["csrf_token"]
    body = f'{{"expression": "a + 0.001", "variables": {{"a": {long}}}}}'
    answer = designer.client.post(ADDRESS, body, content_type="application/json", headers={"X-CSRFToken": token})
    assert '"value":1234567890123456789012345.679,' in answer.content.decode()


def test_temporal_values_come_as_their_text_and_now_is_the_one_given() -> None:
    _, answer, _ = tried('date(now()) + duration("P3D")', now="2026-03-30T10:00:00+08:00")
    assert (answer["value"], answer["kind"]) == ("2026-04-02", "date")
    _, answer, _ = tried('[date("2026-01-01"), {a: duration("PT2H")}, [1..3]]')
    assert answer["value"] == ["2026-01-01", {"a": "PT2H"}, "[1..3]"]


@pytest.mark.parametrize(("lang", "word"), [("zh-CN", "没有名为"), ("en", "There is no")])
def test_what_became_null_is_told_with_its_place(lang: str, word: str) -> None:
    _, answer, _ = tried("=1 + missing", lang=lang)
    first = answer["problems"][0]
    assert (first["code"], first["position"]) == ("unknown_variable", 5)
    assert first["message"].startswith(word)


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_a_syntax_error_is_refused_with_its_place(lang: str) -> None:
    status, answer, _ = tried("=a + )", lang=lang, variables={"a": 1})
    assert (status, answer["code"], answer["extra"]) == (400, "invalid", {"position": 5})
    [error] = answer["errors"]
    assert (error["field"], error["code"]) == ("/expression", "feel_syntax")
    assert error["message"].isascii() is (lang == "en")


@pytest.mark.parametrize(
    "expression",
    [
        "for a in 1..1000, b in 1..1000, c in 1..1000 return a * b * c",
        'for a in 1..60000 return "xxxxxxxxxx"',
        "(" * 4000 + "1" + ")" * 4000,
        "1" * 10_001,
    ],
    ids=["steps", "answer", "depth", "length"],
)
def test_what_would_hold_a_worker_is_refused(expression: str) -> None:
    status, answer, _ = tried(expression)
    assert (status, answer["code"]) == (400, "invalid")
    assert answer["errors"][0]["field"] == "/expression"


def test_variables_are_bounded() -> None:
    status, answer, _ = tried("1", variables={f"v{i}": i for i in range(201)})
    assert (status, answer["errors"][0]["code"]) == (400, "too_many")


def test_the_dialects_differ_where_they_should() -> None:
    assert tried('"a" + 1', dialect="feel")[1]["value"] is None
    assert tried('"a" + 1', dialect="camunda")[1]["value"] == "a1"
    assert tried("1", dialect="juel")[0] == 400


def test_the_editor_offers_the_functions_that_the_engine_has() -> None:
    own = [
        {"name": name, "params": list(CAMUNDA[name].parameters), "result": RESULTS.get(name)}
        for name in sorted(CAMUNDA)
    ]
    assert json.loads(FUNCTIONS.read_text()) == own
