"""The service task that asks another system over HTTP."""

from __future__ import annotations

import json
from typing import Any

from engine.outside.addresses import allowed_target
from engine.outside.calling import Answer
from engine.outside.calling import call as http_call
from engine.outside.references import Opened
from engine.outside.refusals import CallFailed
from engine.outside.sending_once import Sending, send_once
from engine.service_tasks import Call, service_task
from engine.wire import dump_plain

_OWN = frozenset({"host", "content-length", "transfer-encoding", "connection", "idempotency-key", "accept-encoding"})
MOST_BODY = 256 * 1024


@service_task(
    "http.request",
    title="调用外部系统（HTTP）",
    title_en="Call another system (HTTP)",
    kind="external",
    inputs={
        "type": "object",
        "properties": {
            "method": {"enum": ["GET", "POST", "PUT", "PATCH", "DELETE"]},
            "url": {"type": "string", "maxLength": 2_000},
            "headers": {
                "type": "object",
                "maxProperties": 20,
                "propertyNames": {"pattern": "^[A-Za-z0-9-]{1,60}$"},
                "additionalProperties": {"type": "string", "pattern": "^[^\\r\\n]*$", "maxLength": 2_000},
            },
            "body": {},
            "secret": {"type": "string", "pattern": "^[A-Z][A-Z0-9_]{0,60}$"},
            "statuses": {"type": "array", "items": {"type": "integer", "minimum": 200, "maximum": 499}},
            "seconds": {"type": "number", "exclusiveMinimum": 0, "maximum": 60},
        },
        "required": ["url"],
        "additionalProperties": False,
    },
    outputs={"type": "object", "properties": {"response": {"type": "object"}}, "required": ["response"]},
)
def request(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """`response`: status, content_type and body (JSON parsed, else text) of an answer with an expected status.

    `secret` goes along as bearer; texts of headers and body may hold {secrets.NAME}. Any other status than 2xx (or
    those in `statuses`), a redirect, or an answer over 1 MB or 30 seconds is a failed attempt.
    """
    target = allowed_target(inputs["url"])
    opened = Opened(allowed=target.secrets, address=target.shown)
    method = inputs.get("method") or "GET"
    body = _body(inputs, opened)
    sending = Sending(f"{call.job_id}-http", "http", target.shown, method, "", call.instance_id, call.element_id)
    answers: list[Answer] = []

    def send() -> str:
        headers = _headers(inputs, call, opened)
        seconds = float(inputs.get("seconds") or 30)
        answers.append(http_call(target, method=method, headers=headers, body=body, seconds=seconds))
        return f"HTTP {answers[0].status}"

    if not send_once(sending, send, what="HTTP", setting="HTTP_ALLOW"):
        send()
    return {"response": _shown(_expected(answers[0], inputs, target.shown, opened), opened)}


def _headers(inputs: dict[str, Any], call: Call, opened: Opened) -> dict[str, str]:
    given = {name: value for name, value in (inputs.get("headers") or {}).items() if name.lower() not in _OWN}
    headers: dict[str, str] = {"Accept": "application/json", "User-Agent": "gas-process", **opened.filled(given)}
    if not isinstance(inputs.get("body"), str | None):
        headers.setdefault("Content-Type", "application/json")
    if inputs.get("secret"):
        headers["Authorization"] = f"Bearer {opened.open(inputs['secret'])}"
    return {**headers, "Idempotency-Key": call.job_id}


def _body(inputs: dict[str, Any], opened: Opened) -> bytes | None:
    given = inputs.get("body")
    if given is None:
        return None
    content = opened.filled(given)
    body = (content if isinstance(content, str) else dump_plain(content)).encode()
    if len(body) > MOST_BODY:
        raise CallFailed(what="http.request", why=f"the body has {len(body)} bytes, more than {MOST_BODY}")
    return body


def _expected(answer: Answer, inputs: dict[str, Any], address: str, opened: Opened) -> Answer:
    if 200 <= answer.status < 300 or answer.status in (inputs.get("statuses") or ()):
        return answer
    said = "redirects are not followed" if 300 <= answer.status < 400 else answer.body[:300].decode(errors="replace")
    raise CallFailed(what=address, why=opened.starred(f"HTTP {answer.status}: {said}"))


def _shown(answer: Answer, opened: Opened) -> dict[str, Any]:
    text = opened.starred(answer.body.decode(errors="replace")).replace("\0", "")
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    body: Any = text
    if kind.endswith("json") and text.strip():
        try:
            body = json.loads(text)
        except ValueError:
            raise CallFailed(what="the other system", why="its answer says JSON and is none") from None
    return {"status": answer.status, "content_type": kind, "body": body}
