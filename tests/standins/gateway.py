"""A gateway over HTTP: takes short messages and WeCom texts, remembers Idempotency-Keys, and can misbehave."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Taken:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any
    query: dict[str, str] = field(default_factory=dict)


class _Talk(http.server.BaseHTTPRequestHandler):
    server: Any
    protocol_version = "HTTP/1.1"

    def _handle(self) -> None:
        gateway: Gateway = self.server.gateway
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        taken = Taken(self.command, url.path, dict(self.headers.items()), _parsed(raw), query)
        gateway.requests.append(taken)
        with gateway.counted():
            status, headers, content = gateway.answer(taken)
        if status == 0:
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle  # noqa: N815 - the names that the library calls

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return raw.decode()


class Gateway:
    """`requests` all that came; `messages` what was taken, one per Idempotency-Key."""

    def __init__(self, port: int = 0) -> None:
        self.requests: list[Taken] = []
        self.messages: dict[str, Any] = {}
        self.failures: list[int] = []
        """Statuses for the next requests, before anything is taken; 0 takes it and hangs up without an answer."""
        self.seconds = 0.0
        """How long each answer takes."""
        self.most_at_once = self._now = 0
        self._count = threading.Lock()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), _Talk)
        self.server.daemon_threads = True
        self.server.gateway = self  # type: ignore[attr-defined]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Counts how many requests are answered at once, each as slowly as `seconds` says."""
        with self._count:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        time.sleep(self.seconds)
        yield
        with self._count:
            self._now -= 1

    def answer(self, taken: Taken) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for one request."""
        failure = self.failures.pop(0) if self.failures else None
        if failure:
            return failure, {}, b"cannot now, " + taken.headers.get("Authorization", "").encode()
        found = _PAGES.get(taken.path)
        if found:
            return found
        if taken.path == "/drip":
            time.sleep(3)
        if taken.path == "/cgi-bin/gettoken":
            good = taken.query.get("corpsecret") == "wecom-secret"
            return _json({"errcode": 0, "access_token": "T0KEN"} if good else {"errcode": 40001, "errmsg": "no"})
        key = taken.headers.get("Idempotency-Key") or str(len(self.requests))
        self.messages.setdefault(key, taken.body)
        if failure == 0:
            return 0, {}, b""
        number = list(self.messages).index(key) + 1
        return _json({"errcode": 0, "errmsg": "ok", "msgid": f"W{number}", "id": f"M{number}", "got": taken.headers})

    def __enter__(self) -> Gateway:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, one: BaseException | None, at: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()


def _json(body: object) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "application/json"}, json.dumps(body).encode()


_PAGES: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/away": (302, {"Location": "http://169.254.169.254/latest/meta-data/"}, b""),
    "/huge": (200, {"Content-Type": "text/plain"}, b"x" * (2 * 1024 * 1024)),
    "/text": (200, {"Content-Type": "text/plain; charset=utf-8"}, "今天有气".encode()),
    "/missing": (404, {"Content-Type": "application/json"}, b'{"code": "unknown"}'),
}
