"""The socket tells topics, to those who may see them, and nothing else."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.layers import get_channel_layer
from django.contrib.auth.models import AnonymousUser
from django.db import connections

from api.sockets import Socket, group_of
from people.models import User
from tests.api.installation import applied

pytestmark = pytest.mark.usefixtures("db_open")


class Browser(ApplicationCommunicator):
    """A socket's other end (Channels' own needs a server that the product does not use)."""

    def __init__(self, user: Any) -> None:
        scope = {"type": "websocket", "path": "/ws/", "headers": [], "subprotocols": [], "user": user}
        super().__init__(Socket.as_asgi(), scope)

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
        await get_channel_layer().group_send(group_of(told), {"type": "changed", "topic": told, "seq": 7})
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
