"""Push: a socket says that something changed, never what; the browser asks the API again."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import Any

from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.layers import get_channel_layer
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

log = logging.getLogger("api.sockets")
MOST_SUBSCRIPTIONS = 50


EVERYBODY = "everybody"


def group_of(topic: str) -> str:
    """The group's name, in which Channels allows letters, digits, hyphens and periods only."""
    return EVERYBODY if topic == "*" else "topic." + topic.replace(":", ".")


class Socket(AsyncJsonWebsocketConsumer):
    """One browser: the inbox's topic always, an instance's when it asks and may see it."""

    async def connect(self) -> None:
        user = self.scope.get("user")
        session = self.scope.get("session")
        if user is None or not user.is_authenticated or (session is not None and session.get(UNFINISHED)):
            await self.close(code=4401)
            return
        self.topics: set[str] = set()
        await self.channel_layer.group_add(EVERYBODY, self.channel_name)
        await self._join("inbox")
        await self._join(topic_of(user.pk))
        await self.accept()
        await self.send_json({"topic": "hello", "seq": 0})

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(EVERYBODY, self.channel_name)
        for topic in getattr(self, "topics", ()):
            await self.channel_layer.group_discard(group_of(topic), self.channel_name)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        wanted = content.get("subscribe", []) if isinstance(content, dict) else []
        for topic in wanted if isinstance(wanted, list) else []:
            if isinstance(topic, str) and len(self.topics) < MOST_SUBSCRIPTIONS and await self._may(topic):
                await self._join(topic)

    async def _join(self, topic: str) -> None:
        self.topics.add(topic)
        await self.channel_layer.group_add(group_of(topic), self.channel_name)

    async def _may(self, topic: str) -> bool:
        kind, _, key = topic.partition(":")
        if kind not in _ASKED:
            return False
        return await sync_to_async(_ASKED[kind])(self.scope["user"], key)

    async def changed(self, event: dict[str, Any]) -> None:
        """Tells the topic; "*" means that anything may have changed, so all that this browser follows."""
        for topic in sorted(self.topics) if event["topic"] == "*" else [event["topic"]]:
            await self.send_json({"topic": shown(topic), "seq": event["seq"]})


def shown(topic: str) -> str:
    """The topic as the browser knows it: its own person's is "notifications"."""
    return "notifications" if topic.startswith("user:") else topic


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

websocket_urls = [path("ws/", Socket.as_asgi())]


class Bridge:
    """Carries the database's wake-ups into the channel layer, for as long as the process serves."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.thread: threading.Thread | None = None

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        layer = get_channel_layer()

        def tell(topic: str, seq: int) -> None:
            message = {"type": "changed", "topic": topic, "seq": seq}
            asyncio.run_coroutine_threadsafe(layer.group_send(group_of(topic), message), loop)

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
        message = await receive()
        if message["type"] == "lifespan.startup":
            bridge.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            bridge.end()
            await send({"type": "lifespan.shutdown.complete"})
            return
