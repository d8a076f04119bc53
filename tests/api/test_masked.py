"""What a reader may not see whole is in no channel: one test for each."""

from __future__ import annotations

import subprocess
from itertools import islice, product
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from people.models import User
from people.permissions import mask
from registers.catalogue import sensitive
from registers.lists import LISTS
from tests.api import test_every_answer as every
from tests.api.test_every_answer import OPERATIONS, branches
from tests.api.two_branches import Branch, common_things, secrets_of, told_in

__all__ = ["branches"]
BLIND, SEER = "cost_estimator", "customer_service"
"""Both of the first branch: one sees customers without their contacts and accounts, the other contacts."""


@pytest.fixture
def own(branches: tuple[Branch, Branch], django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield branches[0]


def key_of(username: str) -> str:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client.cookies[django_settings.SESSION_COOKIE_NAME].value


def ask(operation: str, key: str, parts: dict[str, str] | None = None, **more: Any) -> Any:
    """The answer; `body` is JSON, everything else of `more` the query."""
    body = more.pop("body", None)
    sent = {"body": body, "media_type": "application/json"} if body is not None else {}
    return every.ask(OPERATIONS[operation].Case(path_parameters=parts or {}, query=more, **sent), key)


def leaks(said: str, own: Branch) -> list[str]:
    return [secret for secret in secrets_of(own) if secret in said]


READS = [name for name in OPERATIONS if name.startswith("GET ") and "matrix" not in name]
MOST = 10


@pytest.mark.parametrize("name", READS)
def test_no_read_tells_it(name: str, own: Branch) -> None:
    """JSON and CSV: lists, records, instances, tasks, forms, traces, histories, with ids that are there."""
    parts = [part.strip("{}") for part in name.split("/") if part.startswith("{")]
    things, key = {**own.things, **common_things()}, key_of(BLIND)
    found = []
    for values in islice(product(*(things.get(part, ["1"]) for part in parts)), MOST):
        answer = ask(name, key, dict(zip(parts, values, strict=True)))
        found += [(values, secret) for secret in leaks(told_in(answer.content), own)]
    assert found == []


def test_those_reads_would_tell_it(own: Branch) -> None:
    """The test above looks where there is something to see: whoever may see it does."""
    key, seen = key_of(own.username), set()
    for name in ("GET /api/customers/{customer_id}/", "GET /api/process-instances/{instance_id}/variables/"):
        part = name.split("{")[1].split("}")[0]
        seen |= set(leaks(told_in(ask(name, key, {part: own.things[part][0]}).content), own))
    for register in ("customers", "accounts"):
        seen |= set(leaks(told_in(ask("GET /api/registers/{register}/", key, {"register": register}).content), own))
    assert len(seen) >= 6


@pytest.mark.parametrize("register", sorted(LISTS))
@pytest.mark.parametrize("who", ["blind", "seer"])
def test_no_workbook_holds_it(own: Branch, register: str, who: str) -> None:
    """An export without a grant is masked for everybody, also for who sees it whole on the page."""
    key = key_of(BLIND if who == "blind" else own.username)
    answer = ask("POST /api/registers/{register}/export/", key, {"register": register}, body={"reason": "核对"})
    assert answer.status_code == 200, told_in(answer.content)
    assert answer.content[:2] == b"PK"
    assert leaks(told_in(answer.content), own) == []


def sensitive_columns() -> list[tuple[str, str]]:
    return [
        (key, name)
        for key, listed in sorted(LISTS.items())
        for name in listed.columns
        if sensitive(listed.model, name).see
    ]


@pytest.mark.parametrize(("register", "column"), sensitive_columns())
def test_no_list_is_sorted_or_filtered_by_it(own: Branch, register: str, column: str) -> None:
    """For nobody: what is masked for some would be read by bisection."""
    where = {"register": register}
    for key in (key_of(BLIND), key_of(own.username)):
        for query in ({"sort": column}, {"sort": f"-{column}"}, {column: "1"}, {f"{column}_from": "1"}):
            answer = ask("GET /api/registers/{register}/", key, where, **query)
            assert (answer.status_code, answer.json()["code"]) == (400, "cannot_filter"), query


def test_sensitive_columns_are_listed_somewhere() -> None:
    assert len(sensitive_columns()) >= 3


LISTS_THAT_SEARCH = [
    "GET /api/customers/", "GET /api/process-instances/", "GET /api/user-tasks/", "GET /api/change-requests/",
    *(f"GET /api/registers/{key}/" for key in sorted(LISTS)),
]  # fmt: skip


@pytest.mark.parametrize("name", LISTS_THAT_SEARCH)
def test_no_search_finds_by_it(own: Branch, name: str) -> None:
    """Neither whole nor its beginning: a search that answers is a search that tells."""
    key = key_of(BLIND)
    operation, where = name, {}
    if "/registers/" in name:
        operation, where = "GET /api/registers/{register}/", {"register": name.split("/")[-2]}
    for secret in secrets_of(own):
        for word in (secret, secret[:-1], secret[-6:]):
            if word in own.mark or own.mark in word[:-1] and len(word) - len(own.mark) < 2:
                continue
            answer = ask(operation, key, where, q=word)
            if answer.status_code == 200:
                assert answer.json()["results"] == [], word


def test_a_search_finds_by_it_where_it_is_seen(own: Branch) -> None:
    answer = ask("GET /api/customers/", key_of(SEER), q=f"{own.digits}002")
    assert [row["id"] for row in answer.json()["results"]] == own.things["customer_id"]


def test_the_history_of_a_change_is_masked(own: Branch) -> None:
    """Old and new value of a phone, on the record's history page and in the instance's."""
    where = {"customer_id": own.things["customer_id"][0]}
    whole = told_in(ask("GET /api/customers/{customer_id}/history/", key_of(own.username), where).content)
    blind = told_in(ask("GET /api/customers/{customer_id}/history/", key_of(BLIND), where).content)
    assert f"{own.digits}002" in whole
    assert leaks(blind, own) == []
    assert mask(f"{own.digits}002", "phone") in blind


def test_no_refusal_tells_it(own: Branch) -> None:
    """What is sent in its place is refused without saying what stands there; the old value of a proposal is starred."""
    key = key_of(BLIND)
    sent = [
        ask("POST /api/user-tasks/{user_task_id}/complete/", key, {"user_task_id": own.things["user_task_id"][0]},
            body={"variables": {"contact_phone": "1"}}),
        ask("POST /api/change-requests/", key,
            body={"register": "customers", "record": own.things["customer_id"][0], "changes": {"phone": "1"},
                  "reason": "试"}),
        ask("GET /api/change-requests/fields/", key, register="customers", record=own.things["customer_id"][0]),
        ask("POST /api/access-grants/", key,
            body={"register": "customers", "kind": "fields", "names": ["nothing"], "purpose": "试试",
                  "records": [int(own.things["customer_id"][0])], "valid_until": "2026-01-01"}),
    ]  # fmt: skip
    assert all(400 <= answer.status_code < 500 for answer in sent[:2])
    assert [leaks(told_in(answer.content), own) for answer in sent] == [[]] * len(sent)


def test_the_paper_is_masked_for_who_sees_its_phone_masked(own: Branch, tmp_path: Any) -> None:
    where = {"document_id": own.things["document_id"][0]}
    whole = paper(ask("GET /api/documents/{document_id}/content/", key_of(SEER), where).content, tmp_path)
    blind = paper(ask("GET /api/documents/{document_id}/content/", key_of(BLIND), where).content, tmp_path)
    assert f"{own.digits}005" in whole
    assert leaks(blind, own) == []
    assert mask(f"{own.digits}005", "phone") in blind
    assert f"{own.mark}火锅" in blind


def paper(content: bytes, folder: Any) -> str:
    (folder / "paper.pdf").write_bytes(content)
    done = subprocess.run(["pdftotext", "-layout", str(folder / "paper.pdf"), "-"], capture_output=True, check=True)
    return done.stdout.decode().replace(" ", "")
