"""The bridge from the one port to Django's threads."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from config.http_threads import A_PIECE, IN_MEMORY, threaded

SCOPE = {
    "type": "http", "method": "POST", "path": "/某路径", "query_string": b"a=%E4%B8%AD", "http_version": "1.1",
    "headers": [(b"host", b"x"), (b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"content-type", b"text/plain")],
}  # fmt: skip


class Streamed(list):
    """An answer that is to be sent piece by piece."""

    streaming = True
    closed = False

    def close(self) -> None:
        self.closed = True


def asked(wsgi: Any, parts: list[bytes]) -> list[dict[str, Any]]:
    """What the bridge sends for a request whose body comes in parts."""
    messages = [{"type": "http.request", "body": part, "more_body": n < len(parts) - 1} for n, part in enumerate(parts)]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    with ThreadPoolExecutor(max_workers=1) as thread:  # a browser test leaves its loop running in this one
        thread.submit(asyncio.run, threaded(wsgi, workers=1)(dict(SCOPE), receive, send)).result()
    return sent


def echo(environ: dict[str, Any], start: Any) -> list[bytes]:
    body = environ["wsgi.input"].read()
    start("201 Created", [("X-Length", environ["CONTENT_LENGTH"])])
    return [environ["PATH_INFO"].encode("latin-1"), b"|", environ["HTTP_COOKIE"].encode(), b"|", body]


def test_a_request_reaches_the_application_whole_and_its_answer_leaves_in_one_piece():
    start, body = asked(echo, [b"one ", b"two"])
    assert start["status"] == 201
    assert start["headers"] == [(b"x-length", b"7")]
    assert body["body"].decode() == "/某路径|a=1; b=2|one two"
    assert not body.get("more_body")


def test_a_long_body_is_read_whole_too():
    part = b"x" * (IN_MEMORY // 2)
    _, body = asked(echo, [part, part, part])
    assert body["body"].endswith(part * 3)


def test_a_streamed_answer_comes_in_pieces_in_order_and_is_closed():
    pieces = Streamed([bytes([65 + n]) * (A_PIECE // 2) for n in range(5)])

    def wsgi(environ: dict[str, Any], start: Any) -> Streamed:
        start("200 OK", [])
        return pieces

    _, *bodies = asked(wsgi, [b""])
    assert [len(body["body"]) for body in bodies] == [A_PIECE, A_PIECE, A_PIECE // 2]
    assert b"".join(body["body"] for body in bodies) == b"".join(pieces)
    assert [bool(body.get("more_body")) for body in bodies] == [True, True, False]
    assert pieces.closed


def test_nothing_is_run_for_someone_who_went_away():
    assert asked(echo, []) == []
