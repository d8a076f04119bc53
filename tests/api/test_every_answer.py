"""Every operation of the OpenAPI document, asked by two people of different branches with what schemathesis makes up.

No answer is a failure of ours, and none carries a row of the other's branch. CI asks each operation a few times, the
same each time; `make fuzz EXAMPLES=200` asks longer and never the same.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from people.models import User
from tests.api.conversation import schema
from tests.api.two_branches import Branch, common_things, told_in, two_branches

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
"""For each operation and kind of input; 0 for CI's short and constant cut."""
SEED = int(os.environ.get("FUZZ_SEED", "0")) or (random.SystemRandom().randrange(2**32) if EXAMPLES else 0)
CSRF = "x" * 32
FEW = 2
SLOW = {"GET /api/rights/matrix/", "GET /api/rights/matrix/export/"}
"""Seconds each; they tell of no unit's rows."""
TRY = hypothesis_settings(
    max_examples=EXAMPLES or FEW,
    deadline=None,
    database=None,
    derandomize=not EXAMPLES,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
_schema = schemathesis.openapi.from_dict(schema())
_schema.app = get_wsgi_application()
OPERATIONS = {f"{op.method.upper()} {op.path}": op for found in _schema.get_all_operations() if (op := found.ok())}


@pytest.fixture(scope="module")
def branches(django_db_setup: None, django_db_blocker: Any) -> tuple[Branch, Branch]:
    from tests.worlds import load_company_once

    load_company_once(django_db_blocker)
    with django_db_blocker.unblock():
        return two_branches()


@pytest.fixture
def asking(branches: tuple[Branch, Branch], django_db_blocker: Any) -> Iterator[list[tuple[Branch, Branch, str]]]:
    """Each person with the other, and the key of a session."""
    with django_db_blocker.unblock():
        found = []
        for own, other in (branches, branches[::-1]):
            client = Client()
            client.force_login(User.objects.get(username=own.username))
            found.append((own, other, client.cookies[django_settings.SESSION_COOKIE_NAME].value))
        yield found


def pool(branch: Branch) -> dict[str, list[str]]:
    """For each part of an address: what there is of that branch, or of the company."""
    return {**branch.things, **common_things()}


def ask(case: Any, key: str) -> Any:
    """The answer of the real application; whatever it did is undone."""
    cookies = {django_settings.SESSION_COOKIE_NAME: key, "csrftoken": CSRF}
    with one_connection(), transaction.atomic():
        answer = case.call(cookies=cookies, headers={"X-CSRFToken": CSRF})
        transaction.set_rollback(True)
    return answer


@contextmanager
def one_connection() -> Iterator[None]:
    """The request leaves the test's own connection open, as with Django's client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def wrong_with(case: Any, answer: Any, other: Branch) -> str:
    """What is wrong with the answer; empty when nothing is."""
    said = told_in(answer.content)
    if answer.status_code >= 500 and answer.status_code != 503:
        return f"{answer.status_code}: {said[:500]}"
    sent = f"{case.path_parameters} {case.query} {case.body}"
    leaked = [mark for mark in other.marks if mark in said and mark not in sent]
    if leaked:
        place = said.index(leaked[0])
        return f"{leaked[0]} of the other branch: …{said[max(0, place - 200) : place + 100]}…"
    return ""


@pytest.mark.parametrize("name", [name for name in OPERATIONS if EXAMPLES or name not in SLOW])
def test_no_answer_fails_or_tells_of_the_other_branch(name: str, asking: list[tuple[Branch, Branch, str]]) -> None:
    operation = OPERATIONS[name]
    wrong: list[str] = []
    people = asking if EXAMPLES else [asking[len(name) % 2]]

    @TRY
    @seed(SEED)
    @given(data=st.data())
    def talk(data: st.DataObject) -> None:
        mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
        case = data.draw(operation.as_strategy(generation_mode=mode))
        for own, other, key in people:
            for theirs in (pool(other), pool(own)):
                body = case.body if isinstance(case.body, dict) else {}
                for place in (case.path_parameters or {}, case.query or {}, body):
                    for part in sorted(theirs.keys() & place.keys()):
                        if data.draw(st.integers(0, 7)):
                            place[part] = data.draw(st.sampled_from(theirs[part]))
                answer = ask(case, key)
                if problem := wrong_with(case, answer, other):
                    wrong.append(f"{own.code} {case.as_curl_command()}\n  {problem}")

    talk()
    assert wrong == [], "\n".join(wrong[:3])


def test_the_marks_are_seen_by_their_own_branch_and_a_leak_would_be(asking: list[tuple[Branch, Branch, str]]) -> None:
    """The test itself: what it looks for is there to be found."""
    for own, other, key in asking:
        seen = 0
        for name in ("GET /api/customers/", "GET /api/process-instances/", "GET /api/rights-changes/"):
            answer = ask(OPERATIONS[name].Case(), key)
            seen += own.mark in told_in(answer.content)
            assert wrong_with(OPERATIONS[name].Case(), answer, own).startswith(own.mark)
            assert wrong_with(OPERATIONS[name].Case(), answer, other) == ""
        assert seen == 3
