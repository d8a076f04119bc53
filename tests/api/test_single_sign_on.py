"""Logging in at the company's own page, against a provider in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from django.test import Client

from people.models import User
from tests.api.conversation import Person
from tests.standins.oidc_provider import CLIENT, SECRET

pytestmark = pytest.mark.usefixtures("db_open")


@contextmanager
def provider(settings: Any, **said: str) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.standins.oidc_provider", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **said}) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        discovery = f"http://127.0.0.1:{port}/.well-known/openid-configuration"
        settings.OIDC = {**settings.OIDC, "client_id": CLIENT, "client_secret": SECRET, "discovery": discovery}
        try:
            yield
        finally:
            process.terminate()


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def walked(browser: Client) -> Any:
    """The browser's way to the provider and back; the answer to its return."""
    away = browser.get("/api/single-sign-on/")
    assert away.status_code == 302, away.content
    try:
        build_opener(_Stay).open(away["Location"])
    except OSError as redirect:
        back = redirect.headers["Location"]  # type: ignore[attr-defined]
    return browser.get(back.partition("/api/")[1] + back.partition("/api/")[2])


def test_who_is_vouched_for_is_logged_in_and_recorded(settings: Any) -> None:
    with provider(settings, PERSON="cashier"):
        browser = Client()
        answer = walked(browser)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert browser.get("/api/me/").json()["username"] == "cashier"
    events = Person("auditor").get("/api/log-ins/", scope="all", action="log_in")["results"]
    assert ("cashier", "oidc") in {(event["person"]["username"], event["why"]) for event in events}


def test_an_unknown_or_disabled_person_is_refused(settings: Any) -> None:
    with provider(settings, PERSON="nobody"):
        answer = walked(Client())
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert "nobody" in answer.json()["detail"]
    assert not User.objects.filter(username="nobody").exists()


@pytest.mark.parametrize("wrong", ["nonce", "audience", "signature"])
def test_a_token_that_is_not_ours_is_refused(settings: Any, wrong: str) -> None:
    with provider(settings, WRONG=wrong):
        answer = walked(Client())
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_on_failed")


def test_an_answer_to_another_browser_is_refused(settings: Any) -> None:
    with provider(settings):
        stranger = Client()
        answer = stranger.get("/api/single-sign-on/back/", {"code": "x", "state": "y"})
    assert answer.status_code == 401


def test_without_the_setting_there_is_no_such_page() -> None:
    assert Client().get("/api/single-sign-on/").status_code == 404
    assert Person(None).get("/api/session/")["single_sign_on"] is False
