"""The service tasks that send short messages and WeCom messages."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from engine.outside.addresses import configured_target
from engine.outside.calling import call as http_call
from engine.outside.mailing import TEXTS
from engine.outside.references import Opened
from engine.outside.refusals import CallFailed
from engine.outside.sending_once import Sending, keys_for, send_once
from engine.outside.texts import text_for
from engine.service_tasks import Call, service_task

_PHONE = {"type": "string", "pattern": r"^\+?[0-9][0-9 -]{4,20}$"}
_PERSON = {"type": "string", "pattern": r"^[A-Za-z0-9@][A-Za-z0-9_.@-]{0,63}$"}
_DUPLICATES_SECONDS = 14_400


def _schema(one: dict[str, Any]) -> dict[str, Any]:
    many = {"type": "array", "items": one, "minItems": 1, "maxItems": 50}
    return {
        "type": "object",
        "properties": {"to": {"oneOf": [one, many]}, **TEXTS},
        "required": ["to"],
        "additionalProperties": False,
    }


@service_task("sms.send", title="发送短信", title_en="Send a short message", kind="external", inputs=_schema(_PHONE))
def send_sms(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; the gateway at SMS_URL has taken one message for each number, once."""
    return _send("sms", inputs, call, what="SMS gateway", setting="SMS_URL")


@service_task("wecom.send", title="发送企业微信", title_en="Send by WeCom", kind="external", inputs=_schema(_PERSON))
def send_wecom(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; WeCom has taken one text for each person (their WeCom user id), once."""
    return _send("wecom", inputs, call, what="WeCom application", setting="WECOM_CORP_ID")


def _send(channel: str, inputs: dict[str, Any], call: Call, *, what: str, setting: str) -> dict[str, Any]:
    text = text_for(inputs, call)
    to = inputs["to"] if isinstance(inputs["to"], list) else [inputs["to"]]
    deliver = {"sms": by_gateway, "wecom": _by_wecom}[channel]
    ready = bool(getattr(settings, setting))
    for key, recipient in keys_for(call.job_id, list(dict.fromkeys(to))):
        sending = Sending(key, channel, recipient, "", text.body, call.instance_id, call.element_id)
        send = (lambda sending=sending: deliver(sending)) if ready else None
        send_once(sending, send, what=what, setting=setting)
    return {}


def by_gateway(sending: Sending) -> str:
    """The gateway's own id: POST {to, text}, the secret as bearer, the key as Idempotency-Key."""
    opened = Opened(allowed={settings.SMS_SECRET})
    headers = {"Content-Type": "application/json", "Idempotency-Key": sending.key}
    if settings.SMS_SECRET:
        headers["Authorization"] = f"Bearer {opened.open(settings.SMS_SECRET)}"
    body = json.dumps({"to": sending.recipient, "text": sending.text}, ensure_ascii=False).encode()
    target = configured_target(settings.SMS_URL)
    answer = http_call(target, method="POST", headers=headers, body=body)
    if not 200 <= answer.status < 300:
        said = opened.starred(answer.body[:200].decode(errors="replace"))
        raise CallFailed(what=target.shown, why=f"HTTP {answer.status} {said}")
    return str(_object(answer.body).get("id") or "")


def _by_wecom(sending: Sending) -> str:
    """WeCom's message id; WeCom itself refuses the same text to the same person within four hours."""
    opened = Opened(allowed={settings.WECOM_SECRET})
    query = {"corpid": settings.WECOM_CORP_ID, "corpsecret": opened.open(settings.WECOM_SECRET)}
    token = _wecom("GET", "/cgi-bin/gettoken", query, None, opened)["access_token"]
    body = {
        "touser": sending.recipient,
        "msgtype": "text",
        "agentid": int(settings.WECOM_AGENT_ID or 0),
        "text": {"content": sending.text},
        "enable_duplicate_check": 1,
        "duplicate_check_interval": _DUPLICATES_SECONDS,
    }
    told = _wecom("POST", "/cgi-bin/message/send", {"access_token": str(token)}, body, opened)
    if told.get("invaliduser"):
        raise CallFailed(what="WeCom", why=f"it does not know the user {told['invaliduser']}")
    return str(told.get("msgid") or "")


def _wecom(method: str, path: str, query: dict[str, str], body: object, opened: Opened) -> dict[str, Any]:
    target = configured_target(f"{settings.WECOM_URL}{path}?{urlencode(query)}")
    content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    answer = http_call(target, method=method, headers={"Content-Type": "application/json"}, body=content)
    told = _object(answer.body)
    if answer.status != 200 or told.get("errcode", -1) != 0:
        why = f"HTTP {answer.status}, errcode {told.get('errcode')}: {told.get('errmsg')}"
        raise CallFailed(what=target.shown, why=opened.starred(why)[:300])
    return told


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
