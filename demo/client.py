"""A person at the public API: logged in, with a session of their own."""

from __future__ import annotations

import json
import secrets
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.cookiejar import CookieJar
from typing import Any


class Refused(Exception):
    """The API's answer was no: `problem` is its problem+json."""

    def __init__(self, where: str, status: int, problem: Mapping[str, Any]) -> None:
        self.status, self.problem = status, problem
        told = problem.get("detail") or problem.get("title") or problem
        super().__init__(f"{where}: {status} {problem.get('code', '')} {told} {problem.get('errors') or ''}")


class Person:
    """One log-in; every call is what a browser would send."""

    def __init__(self, site: str, username: str, password: str) -> None:
        self.site, self.username = site.rstrip("/"), username
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        self._lock = threading.Lock()
        self.call("GET", "/api/session/")
        self.call("POST", "/api/session/", {"username": username, "password": password})

    def call(self, method: str, path: str, body: Any = None, *, key: str = "") -> Any:
        """The answer's JSON (None when empty); raises Refused. `key` is the Idempotency-Key."""
        data = None if body is None else json.dumps(body).encode()
        return self._send(method, path, data, {"Content-Type": "application/json"}, key)

    def upload(self, name: str, content: bytes, content_type: str) -> str:
        """The id of the new attachment."""
        edge = secrets.token_hex(12)
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        head += f"Content-Type: {content_type}\r\n\r\n"
        data = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        sent = self._send(
            "POST", "/api/attachments/", data, {"Content-Type": f"multipart/form-data; boundary={edge}"}, ""
        )
        return str(sent["id"])

    def _send(self, method: str, path: str, data: bytes | None, headers: dict[str, str], key: str) -> Any:
        headers |= {"Accept": "application/json", "Accept-Language": "zh-CN", "Referer": self.site + "/"}
        headers["X-CSRFToken"] = next((c.value or "" for c in self._cookies if c.name == "csrftoken"), "")
        if key:
            headers["Idempotency-Key"] = key
        request = urllib.request.Request(self.site + path, data=data, headers=headers, method=method)
        try:
            with self._lock, self._opener.open(request, timeout=60) as answer:
                content = answer.read()
        except urllib.error.HTTPError as error:
            raise Refused(f"{self.username} {method} {path}", error.code, _json(error.read())) from None
        return _json(content) if content else None

    def get(self, path: str) -> Any:
        """What is at the path."""
        return self.call("GET", path)

    def post(self, path: str, body: Any, *, key: str = "") -> Any:
        """What the API answers to this."""
        return self.call("POST", path, body, key=key)


class People:
    """Everybody who works in the demo company, logged in when first needed."""

    def __init__(self, site: str, password: str) -> None:
        self._site, self._password = site, password
        self._known: dict[str, Person] = {}
        self._lock = threading.Lock()

    def named(self, username: str) -> Person:
        """That person's session."""
        with self._lock:
            if username not in self._known:
                self._known[username] = self._made(username)
            return self._known[username]

    def _made(self, username: str) -> Person:
        return Person(self._site, username, self._password)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return {"title": content[:200].decode(errors="replace")}
