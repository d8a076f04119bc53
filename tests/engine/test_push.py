"""What browsers are told: everything that was committed, once, nothing that was not."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection, connections, transaction

from engine import push
from engine.testing import start
from people.demo import load_company
from tests.engine.drawing import Drawing
from tests.engine.test_races import deploy

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def heard(transactional_db):
    """What a listener hears, in a thread of its own, from the moment when it is ready."""
    heard: list[tuple[str, int]] = []
    stop = threading.Event()
    thread = threading.Thread(target=push.listen, args=(lambda topic, seq: heard.append((topic, seq)), stop))
    thread.start()
    wait_for(lambda: heard)
    yield heard
    stop.set()
    thread.join(timeout=10)
    assert not thread.is_alive()


def wait_for(condition, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert condition()


def topics(heard) -> list[str]:
    return [topic for topic, _ in heard]


def test_a_listener_hears_what_was_committed_and_only_that(heard):
    assert topics(heard) == ["*"]
    with transaction.atomic():
        push.push(["first"])
    with transaction.atomic():
        push.push(["never"])
        transaction.set_rollback(True)
    with transaction.atomic():
        push.push(["second"])
    wait_for(lambda: "second" in topics(heard))
    assert topics(heard) == ["*", "first", "second"]


def test_a_command_tells_the_inbox_and_the_instance(heard):
    load_company()
    deploy(Drawing("telling").start().user_task("record").end())
    request = start("telling", by="cashier", run=False)
    wait_for(lambda: {"inbox", f"instance:{request.id}"} <= set(topics(heard)))


def test_an_event_that_commits_late_is_heard_although_its_number_is_lower(heard):
    written, go = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            push.push(["late"])
            written.set()
            go.wait(10)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    written.wait(10)
    with transaction.atomic():
        push.push(["early"])
    wait_for(lambda: "early" in topics(heard))
    assert "late" not in topics(heard)
    go.set()
    thread.join()
    wait_for(lambda: "late" in topics(heard))
    numbers = dict(heard)
    assert numbers["late"] < numbers["early"]


def test_a_lost_connection_is_told_as_everything_may_have_changed(heard):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    wait_for(lambda: topics(heard).count("*") == 2)
    with transaction.atomic():
        push.push(["afterwards"])
    wait_for(lambda: "afterwards" in topics(heard))
