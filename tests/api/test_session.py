"""Logging in and out as browsers do."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.api.conversation import Person

pytestmark = pytest.mark.usefixtures("company")


def test_a_stranger_is_told_to_log_in(db_open: None) -> None:
    stranger = Person(None)
    refusal = stranger.get("/api/me/")
    assert stranger.status == 401
    assert refusal["code"] == "not_authenticated"
    assert "登录" in refusal["detail"]


def test_refusals_speak_the_readers_language(db_open: None) -> None:
    assert Person(None, lang="en").get("/api/me/")["detail"] == "Log in first."


def test_who_logs_in_sees_roles_and_rights(db_open: None) -> None:
    surveyor = Person("surveyor")
    me = surveyor.get("/api/me/")
    assert [r["key"] for r in me["roles"]] == ["surveyor"]
    assert me["may"]["audit"] is False
    assert Person("auditor").get("/api/me/")["may"]["audit"] is True
    assert Person("process_designer").get("/api/me/")["may"]["design"] is True


def test_a_wrong_password_is_refused_without_saying_which_was_wrong(db_open: None) -> None:
    stranger = Person(None)
    wrong = stranger.post("/api/session/", {"username": "surveyor", "password": "guess"})
    assert (stranger.status, wrong["code"]) == (401, "not_authenticated")
    unknown = stranger.post("/api/session/", {"username": "nobody", "password": "guess"})
    assert (stranger.status, unknown["detail"]) == (401, wrong["detail"])


def test_logging_in_without_the_csrf_token_is_refused(db_open: None) -> None:
    answer = Client(enforce_csrf_checks=True).post(
        "/api/session/", '{"username": "surveyor", "password": "demo"}', content_type="application/json"
    )
    assert answer.status_code == 403
    assert answer.json()["code"] == "csrf_failed"


def test_after_logging_out_the_session_is_gone(db_open: None) -> None:
    surveyor = Person("surveyor")
    surveyor.delete("/api/session/")
    assert surveyor.status == 204
    surveyor.get("/api/me/")
    assert surveyor.status == 401


def test_a_person_chooses_the_language(db_open: None) -> None:
    cashier = Person("cashier")
    assert cashier.patch("/api/me/", {"language": "en"})["language"] == "en"
    assert Person("cashier").get("/api/me/")["language"] == "en"
    cashier.patch("/api/me/", {"language": "zh-CN"})
    refusal = cashier.patch("/api/me/", {"language": "fr"})
    assert (cashier.status, refusal["errors"][0]["field"]) == (400, "/language")
