"""Push: a socket says that something changed, never what; the browser asks the API again.

Every web process hears the database itself (`engine.push.listen`), so nothing stands between it and its own sockets.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connection
from django.urls import path

from api.errors import is_number
from engine import push, queries
from engine.outside.notifying import topic_of
from engine.refusals import EngineRefusal
from exchange import listing
from people.actors import actor_for
from people.session_store import UNFINISHED
from registers.refusals import RegisterRefusal

MOST_SUBSCRIPTIONS = 50
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Browser:
    """One socket: what it follows and what it has yet to be told, each topic once however often it changed."""

    def __init__(self, send: Send, topics: Iterable[str]) -> None:
        self.topics = set(topics)
        self._send = send
        self._untold: dict[str, str] = {}
        self._woken = asyncio.Event()

    def tell(self, topic: str, text: str) -> None:
        """Has the topic's message sent as soon as the browser takes it."""
        self._untold[topic] = text
        self._woken.set()

    async def speak(self) -> None:
        """Sends what there is to tell until the socket closes; a slow reader delays nobody else."""
        with suppress(OSError):  # closed by the other end
            while True:
                await self._woken.wait()
                self._woken.clear()
                untold, self._untold = self._untold, {}
                for text in untold.values():
                    await self._send({"type": "websocket.send", "text": text})


class Hub:
    """The sockets of this process by the topics that they follow; used in the event loop only."""

    def __init__(self) -> None:
        self._followers: defaultdict[str, set[Browser]] = defaultdict(set)
        self._browsers: set[Browser] = set()

    def join(self, browser: Browser) -> None:
        """From now on the browser is told what it follows."""
        self._browsers.add(browser)
        for topic in browser.topics:
            self._followers[topic].add(browser)

    def follow(self, browser: Browser, topic: str) -> None:
        """The browser is told of one topic more."""
        browser.topics.add(topic)
        self._followers[topic].add(browser)

    def leave(self, browser: Browser) -> None:
        """The browser is told nothing any more."""
        self._browsers.discard(browser)
        for topic in browser.topics:
            followers = self._followers[topic]
            followers.discard(browser)
            if not followers:
                del self._followers[topic]

    def tell(self, topic: str, seq: int) -> None:
        """Tells the topic to its followers; "*" means that anything may have changed: to each all it follows."""
        if topic == "*":
            for browser in self._browsers:
                for followed in browser.topics:
                    browser.tell(followed, message(followed, seq))
            return
        followers = self._followers.get(topic)
        if followers:
            text = message(topic, seq)
            for browser in followers:
                browser.tell(topic, text)

    def sizes(self) -> dict[str, int]:
        """How many follow each topic."""
        return {topic: len(followers) for topic, followers in self._followers.items()}


HUB = Hub()


def message(topic: str, seq: int) -> str:
    """What the browser gets; the topic of its own person is called "notifications" there."""
    return json.dumps({"topic": "notifications" if topic.startswith("user:") else topic, "seq": seq})


async def serve(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """One socket from its opening to its end: the inbox's topic always, others' when it asks and may see them."""
    await receive()  # websocket.connect
    user, session = scope.get("user"), scope.get("session")
    if user is None or not user.is_authenticated or (session is not None and session.get(UNFINISHED)):
        await send({"type": "websocket.close", "code": 4401})
        return
    browser = Browser(send, ("inbox", topic_of(user.pk)))
    HUB.join(browser)
    speaking = None
    try:
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": message("hello", 0)})
        speaking = asyncio.create_task(browser.speak())
        while (heard := await receive())["type"] == "websocket.receive":
            await _hear(browser, user, heard.get("text"))
    finally:
        HUB.leave(browser)
        if speaking:
            speaking.cancel()


async def _hear(browser: Browser, user: Any, text: str | None) -> None:
    try:
        content = json.loads(text or "")
    except ValueError:
        return
    wanted = content.get("subscribe", []) if isinstance(content, dict) else []
    for topic in wanted if isinstance(wanted, list) else []:
        if isinstance(topic, str) and len(browser.topics) < MOST_SUBSCRIPTIONS and await _may(user, topic):
            HUB.follow(browser, topic)


async def _may(user: Any, topic: str) -> bool:
    kind, _, key = topic.partition(":")
    return kind in _ASKED and await sync_to_async(_ASKED[kind])(user, key)


def _may_see(user: Any, instance_id: str) -> bool:
    try:
        queries.process_instance(instance_id, actor_for(user), lang="zh")
    except EngineRefusal:
        return False
    finally:
        connection.close()
    return True


def _may_see_import(user: Any, run_id: str) -> bool:
    try:
        listing.visible_run(int(run_id) if is_number(run_id) else 0, actor_for(user))
    except RegisterRefusal:
        return False
    finally:
        connection.close()
    return True


def _may_see_list(user: Any, key: str) -> bool:
    try:
        return not key and listing.may_look(actor_for(user))
    finally:
        connection.close()


_ASKED = {"instance": _may_see, "import": _may_see_import, "imports": _may_see_list, "suspicions": _may_see_list}
websocket_urls = [path("ws/", serve)]  # type: ignore[arg-type]


class Bridge:
    """Carries the database's wake-ups to the sockets, for as long as the process serves."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.thread: threading.Thread | None = None

    def start(self) -> None:
        loop = asyncio.get_running_loop()

        def tell(topic: str, seq: int) -> None:
            with suppress(RuntimeError):  # the loop has ended before the thread
                loop.call_soon_threadsafe(HUB.tell, topic, seq)

        self.thread = threading.Thread(target=push.listen, args=(tell, self.stop), name="push", daemon=True)
        self.thread.start()

    def end(self) -> None:
        self.stop.set()
        if self.thread:
            self.thread.join(timeout=5)


async def lifespan(scope: Any, receive: Any, send: Any) -> None:
    """Starts and ends the bridge with the web process."""
    bridge = Bridge()
    while True:
        told = await receive()
        if told["type"] == "lifespan.startup":
            bridge.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            bridge.end()
            await send({"type": "lifespan.shutdown.complete"})
            return
