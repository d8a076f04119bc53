"""The socket tells topics, to those who may see them, and nothing else."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.contrib.auth.models import AnonymousUser
from django.db import connections

from api.sockets import HUB, serve
from people.models import User
from tests.api.installation import applied

pytestmark = pytest.mark.usefixtures("db_open")


class Browser(ApplicationCommunicator):
    """A socket's other end (Channels' own needs a server that the product does not use)."""

    def __init__(self, user: Any) -> None:
        scope = {"type": "websocket", "path": "/ws/", "headers": [], "subprotocols": [], "user": user}
        super().__init__(serve, scope)

    async def connect(self) -> dict[str, Any]:
        await self.send_input({"type": "websocket.connect"})
        return await self.receive_output(5)

    async def say(self, message: Any) -> None:
        await self.send_input({"type": "websocket.receive", "text": json.dumps(message)})

    async def hear(self) -> dict[str, Any]:
        return json.loads((await self.receive_output(5))["text"])

    async def disconnect(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(5)


def conversation(user: Any, talk: Any) -> Any:
    """Runs `talk(browser)` in a loop of its own, in a thread of its own: a browser test leaves its loop running."""

    async def run() -> Any:
        browser = Browser(user)
        try:
            return await talk(browser)
        finally:
            await browser.disconnect()

    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, run()).result()


def test_a_stranger_is_turned_away() -> None:
    async def talk(browser: Browser) -> dict[str, Any]:
        return await browser.connect()

    assert conversation(AnonymousUser(), talk) == {"type": "websocket.close", "code": 4401}


def _heard(username: str, topic: str, told: str) -> list[str]:
    user = User.objects.get(username=username)

    async def talk(browser: Browser) -> list[str]:
        assert (await browser.connect())["type"] == "websocket.accept"
        assert (await browser.hear())["topic"] == "hello"
        await browser.say({"subscribe": [topic, "nonsense", 3]})
        await asyncio.sleep(0.5)  # the right to see is asked in a thread
        HUB.tell(told, 7)
        heard = []
        while not await browser.receive_nothing(timeout=0.3):
            heard.append((await browser.hear())["topic"])
        return heard

    try:
        return list(conversation(user, talk))
    finally:
        connections.close_all()


def test_an_instance_is_told_to_who_may_see_it_only() -> None:
    topic = f"instance:{applied()['id']}"
    assert _heard("branch_manager", topic, topic) == [topic]
    assert _heard("branch_manager_2", topic, topic) == []


def test_after_a_lost_connection_everything_followed_is_told() -> None:
    topic = f"instance:{applied()['id']}"
    assert sorted(_heard("branch_manager", topic, "*")) == ["inbox", topic, "notifications"]


def test_what_changed_often_meanwhile_is_told_once_and_last() -> None:
    topic = f"instance:{applied()['id']}"
    user = User.objects.get(username="branch_manager")

    async def talk(browser: Browser) -> list[dict[str, Any]]:
        await browser.connect()
        assert (await browser.hear())["topic"] == "hello"
        for seq in (7, 8, 9):
            HUB.tell("inbox", seq)
            HUB.tell(topic, seq)  # not followed
        heard = []
        while not await browser.receive_nothing(timeout=0.3):
            heard.append(await browser.hear())
        return heard

    try:
        assert conversation(user, talk) == [{"topic": "inbox", "seq": 9}]
    finally:
        connections.close_all()


def test_words_that_no_browser_says_are_passed_over_and_who_left_is_forgotten() -> None:
    user = User.objects.get(username="branch_manager")

    async def talk(browser: Browser) -> str:
        await browser.connect()
        await browser.hear()
        await browser.send_input({"type": "websocket.receive", "text": "{"})
        await browser.send_input({"type": "websocket.receive", "bytes": b"x"})
        HUB.tell("inbox", 7)
        return (await browser.hear())["topic"]

    try:
        assert conversation(user, talk) == "inbox"
        HUB.tell("inbox", 8)  # nobody is left to tell: a socket that had stayed would raise here, its loop has ended
        assert not HUB.sizes()
    finally:
        connections.close_all()
