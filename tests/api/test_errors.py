"""What goes wrong is told as a problem, in the reader's language, without a trace."""

from __future__ import annotations

import pytest
from django.test import Client

from engine import queries
from tests.api.conversation import Person

pytestmark = pytest.mark.usefixtures("db_open")


def test_an_error_of_ours_is_a_problem_with_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    person = Person("auditor")
    person.client.raise_request_exception = False

    def broken(*args: object, **more: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(queries, "definitions", broken)
    problem = person.get("/api/process-definitions/")
    assert (person.status, problem["code"]) == (500, "server_error")
    assert problem["extra"]["request_id"] == person.answer.headers["X-Request-Id"]
    assert problem["extra"]["request_id"] in problem["detail"]
    assert "secret" not in person.answer.content.decode()


def test_an_address_that_the_api_lacks_is_not_found_as_json() -> None:
    answer = Client().get("/api/nothing/")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_a_wrong_method_is_told() -> None:
    person = Person("auditor")
    problem = person.client.put("/api/signals/", headers={"X-CSRFToken": "x"}).json()
    assert problem["code"] in {"method_not_allowed", "csrf_failed"}


def test_every_answer_carries_the_content_security_policy() -> None:
    answer = Client().get("/api/session/")
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"
