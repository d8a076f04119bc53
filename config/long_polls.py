"""Requests that wait: the threads answer at once, and here, where waiting costs nothing, they are asked again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

PATH = "/api/external-tasks/fetch-and-lock/"
HEADER = b"x-wait-seconds"
PAUSE_SECONDS = 0.5
LONGEST_SECONDS = 30.0
MOST_BYTES = 64 * 1024
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Any


def waiting(inner: App) -> App:
    """The application; a fetch that found nothing is repeated until it finds something or has waited long enough."""

    async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope.get("path") != PATH:
            await inner(scope, receive, send)
            return
        body = await _whole(receive)
        began = time.monotonic()
        while True:
            answer = await _asked(inner, scope, body)
            left = min(_wait(answer), LONGEST_SECONDS) - (time.monotonic() - began)
            if left <= 0 or await _gone(receive, min(PAUSE_SECONDS, left)):
                break
        for message in answer:
            await send(message)

    return app


async def _whole(receive: Receive) -> bytes:
    """The body; what is longer than any such request comes cut and is refused as no JSON."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body") or message["type"] == "http.disconnect" or len(body) > MOST_BYTES:
            return body[: MOST_BYTES + 1]


async def _asked(inner: App, scope: dict[str, Any], body: bytes) -> list[Message]:
    answer: list[Message] = []
    parts = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return parts.pop() if parts else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        answer.append(message)

    headers = [pair for pair in scope["headers"] if pair[0] != b"content-length"]
    length = (b"content-length", str(len(body)).encode())
    await inner({**scope, "headers": [*headers, length]}, receive, send)
    return answer


def _wait(answer: list[Message]) -> float:
    headers = dict(answer[0].get("headers", ())) if answer else {}
    return float(headers.get(HEADER, b"0"))


async def _gone(receive: Receive, seconds: float) -> bool:
    """Whether the asker went away while nothing happened."""
    try:
        message = await asyncio.wait_for(receive(), seconds)
    except TimeoutError:
        return False
    return message["type"] == "http.disconnect"
