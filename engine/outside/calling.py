"""One HTTP request to a pinned address: no redirects, no proxies, at most so many bytes and seconds."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from engine.outside.addresses import Target
from engine.outside.refusals import CallFailed

SECONDS = 30.0
MOST_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was looked at before; the name is used for TLS and the Host header only."""

    def __init__(self, target: Target, seconds: float) -> None:
        super().__init__(str(target.url.hostname), target.port, timeout=seconds)
        self._target = target
        self.raw: socket.socket | None = None
        self.too_late = False

    def cut(self) -> None:
        """Ends whatever is under way; called when the time is up."""
        self.too_late = True
        if self.raw is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.raw, socket.SHUT_RDWR)

    def connect(self) -> None:
        """Connects to the first pinned address that answers."""
        problem: OSError | None = None
        for ip in self._target.ips:
            try:
                plain = socket.create_connection((ip, self._target.port), self.timeout)
            except OSError as refused:
                problem = refused
                continue
            self.raw = plain
            self.sock = self.raw = self._secured(plain)
            return
        raise problem or OSError("no address")

    def _secured(self, plain: socket.socket) -> socket.socket:
        if self._target.url.scheme != "https":
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def call(
    target: Target,
    *,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None = None,
    seconds: float = SECONDS,
    most: int = MOST_BYTES,
) -> Answer:
    """The answer, whatever its status; raises CallFailed for anything that is no whole answer in time."""
    connection = _Pinned(target, seconds)
    watchdog = threading.Timer(seconds, connection.cut)
    watchdog.start()
    try:
        path = (target.url.path or "/") + (f"?{target.url.query}" if target.url.query else "")
        given = {"Accept-Encoding": "identity", "Connection": "close", **headers}
        connection.request(method, path, body=body, headers=given)
        response = connection.getresponse()
        content = response.read(most + 1)
        if connection.too_late:
            raise TimeoutError
        if len(content) > most:
            raise CallFailed(what=target.shown, why=f"the answer has more than {most} bytes")
        told = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, told, content)
    except (OSError, http.client.HTTPException, ValueError) as problem:
        why = "no whole answer in time" if connection.too_late else f"{type(problem).__name__}: {problem}"
        raise CallFailed(what=target.shown, why=why) from None
    finally:
        watchdog.cancel()
        connection.close()
