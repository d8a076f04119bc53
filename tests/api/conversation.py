"""A person who talks to the API; every answer is held against the OpenAPI schema."""

from __future__ import annotations

import json
import re
import uuid
from functools import cache
from typing import Any

import jsonschema
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from people.models import User

JSON = "application/json"
_KNOWN: set[str] = set()


@cache
def schema() -> dict[str, Any]:
    return SchemaGenerator(urlconf="api.documented_urls").get_schema(request=None, public=True)


@cache
def _addresses() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    found = []
    for path, operations in schema()["paths"].items():
        found.append((re.compile("^" + re.sub(r"\{\w+\}", r"[^/]+", path) + "$"), operations))
    return sorted(found, key=lambda f: f[0].pattern.count("[^/]+"))


def expected_shape(method: str, path: str, status: int) -> dict[str, Any] | None:
    """The JSON Schema that the documentation promises for an answer; None when it promises none."""
    for pattern, operations in _addresses():
        if pattern.match(path) and method in operations:
            answers = operations[method]["responses"]
            content = answers.get(str(status), {}).get("content", {})
            return content.get(JSON, {}).get("schema")
    raise AssertionError(f"{method} {path} is not documented")


def hold_against_schema(method: str, path: str, status: int, body: Any) -> None:
    shape = expected_shape(method, path, status)
    if shape is not None:
        jsonschema.Draft202012Validator({**shape, "components": schema()["components"]}).validate(body)


class Person:
    """One browser session."""

    def __init__(self, username: str | None, *, lang: str = "zh-CN") -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"accept-language": lang})
        self.username = username
        if username:
            self._log_in(username)

    def _log_in(self, username: str) -> None:
        """Through the log-in page the first time, later with a session of the same kind: Argon2 is slow by design."""
        if username in _KNOWN:
            self.client.force_login(User.objects.get(username=username))
            return
        answer = self.post("/api/session/", {"username": username, "password": "demo"})
        assert self.status == 200, answer
        _KNOWN.add(username)

    def get(self, path: str, **query: Any) -> Any:
        return self._ask("get", path, data=query)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._ask("post", path, data=body or {}, headers=headers)

    def put(self, path: str, body: Any) -> Any:
        return self._ask("put", path, data=body, headers={})

    def patch(self, path: str, body: Any) -> Any:
        return self._ask("patch", path, data=body, headers={})

    def delete(self, path: str) -> Any:
        return self._ask("delete", path, data={}, headers={})

    def complete(self, user_task_id: str, variables: dict[str, Any], *, key: str | None = None) -> Any:
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        return self.post(f"/api/user-tasks/{user_task_id}/complete/", {"variables": variables}, **headers)

    def _ask(self, method: str, path: str, *, data: Any, headers: dict[str, str] | None = None) -> Any:
        if method == "get":
            answer = self.client.get(path, data)
        else:
            token = self.client.get("/api/session/").json()["csrf_token"]
            headers = {"X-CSRFToken": token, **(headers or {})}
            answer = getattr(self.client, method)(path, json.dumps(data), content_type=JSON, headers=headers)
        self.status, self.answer = answer.status_code, answer
        kind = answer.headers.get("Content-Type", "")
        if not kind.startswith(("application/json", "application/problem+json")):
            return None
        body = answer.json()
        if kind.startswith(JSON):
            hold_against_schema(method, path, self.status, body)
        else:
            assert {"code", "detail", "status"} <= set(body), body
            assert body["status"] == self.status
        return body
