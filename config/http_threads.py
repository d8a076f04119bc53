"""HTTP in a fixed pool of threads that live, each with its database connection: one hop in, one hop out.

Small answers, nearly all of them, leave the thread whole; a streamed one goes piece by piece.
"""

from __future__ import annotations

import asyncio
import contextvars
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
IN_MEMORY = 1024 * 1024
"""Bytes of a body that stay in memory; longer ones wait in a file."""
A_PIECE = 64 * 1024
"""Bytes of a streamed answer that leave the thread at once."""
_PLAIN = {b"content-length": "CONTENT_LENGTH", b"content-type": "CONTENT_TYPE"}


def threaded(wsgi: Any, *, workers: int) -> Any:
    """The WSGI application as an ASGI application for HTTP."""
    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="http")

    async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        body = await _body(receive)
        if body is None:
            return
        loop = asyncio.get_running_loop()
        context = contextvars.copy_context()
        answering = _Answering(loop, send)
        try:
            await loop.run_in_executor(pool, context.run, answering.answer, wsgi, environ_of(scope, body))
            for message in answering.left:
                await send(message)
        finally:
            body.close()

    return app


async def _body(receive: Receive) -> IO[bytes] | None:
    """The whole body; None when the asker went away."""
    body: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the caller
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            body.close()
            return None
        body.write(message.get("body", b""))
        if not message.get("more_body"):
            body.seek(0)
            return body


class _Answering:
    """One answer: what a thread makes of it, and what is left for the loop to send."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        self.loop = loop
        self.send = send
        self.left: list[Message] = []

    def answer(self, wsgi: Any, environ: dict[str, Any]) -> None:
        """In a thread: runs the application; a streamed answer is sent as it comes."""
        parts = wsgi(environ, self._start)
        try:
            if getattr(parts, "streaming", False):
                self._stream(parts)
            else:
                self.left.append({"type": "http.response.body", "body": b"".join(parts)})
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        if exc_info:
            raise exc_info[1].with_traceback(exc_info[2])
        pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self.left.append({"type": "http.response.start", "status": int(status.split(" ", 1)[0]), "headers": pairs})

    def _stream(self, parts: Iterable[bytes]) -> None:
        gathered = b""
        for part in parts:
            gathered += part
            if len(gathered) >= A_PIECE:
                self.left.append({"type": "http.response.body", "body": gathered, "more_body": True})
                gathered = b""
                self._flush()
        self.left.append({"type": "http.response.body", "body": gathered})

    def _flush(self) -> None:
        """Waits until the asker has taken what there is, so that a slow one does not fill the memory."""
        waiting, self.left = self.left, []
        for message in waiting:
            asyncio.run_coroutine_threadsafe(_sent(self.send, message), self.loop).result()


async def _sent(send: Send, message: Message) -> None:
    await send(message)


def environ_of(scope: dict[str, Any], body: IO[bytes]) -> dict[str, Any]:
    """The request as WSGI has it."""
    server, client = scope.get("server") or ("localhost", 80), scope.get("client")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "REMOTE_ADDR": client[0] if client else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = _PLAIN.get(name) or "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
        text = value.decode("latin-1")
        if key in environ:
            text = environ[key] + ("; " if key == "HTTP_COOKIE" else ",") + text
        environ[key] = text
    if "CONTENT_LENGTH" not in environ:
        body.seek(0, 2)
        environ["CONTENT_LENGTH"] = str(body.tell())
        body.seek(0)
    return environ
