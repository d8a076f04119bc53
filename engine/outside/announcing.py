"""The service task that tells somebody outside by every way that is known: a short message, a letter."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.conf import settings

from engine.outside.mailing import ADDRESS, TEXTS, send_email
from engine.outside.texting import send_sms
from engine.service_tasks import Call, service_task

_MOBILE = re.compile(r"(?:\+?86)?1\d{10}")
_LETTER_ONLY = ("subject", "attachments")


@service_task(
    "notify.contact",
    title="通知联系人",
    title_en="Notify a contact",
    kind="external",
    inputs={
        "type": "object",
        "properties": {
            "phone": {"type": "string", "maxLength": 30},
            "email": {"type": "string", "pattern": f"{ADDRESS}|^$", "maxLength": 254},
            "subject": {"type": "string", "maxLength": 200},
            "attachments": {"type": "array", "items": {"type": "string"}, "maxItems": 10},
            **TEXTS,
        },
        "additionalProperties": False,
    },
)
def notify_contact(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; the mobile phone has the text and the e-mail address a letter, each once.

    A landline gets none, and of two ways the one that this company has not set up is left out.
    """
    words = {name: value for name, value in inputs.items() if name not in {"phone", "email", *_LETTER_ONLY}}
    extra = {name: inputs[name] for name in _LETTER_ONLY if name in inputs}
    phone = re.sub(r"[ -]", "", inputs.get("phone") or "")
    by_text = bool(_MOBILE.fullmatch(phone))
    by_mail = bool(inputs.get("email"))
    if by_text and not (by_mail and settings.MAIL_URL and not _ready(settings.SMS_URL)):
        send_sms({"to": phone, **words}, replace(call, job_id=f"{call.job_id}-sms"))
    if by_mail and not (by_text and settings.SMS_URL and not _ready(settings.MAIL_URL)):
        send_email({"to": inputs["email"], **words, **extra}, replace(call, job_id=f"{call.job_id}-email"))
    return {}


def _ready(url: str) -> bool:
    return bool(url) or bool(settings.OUTBOX_KEEPS)
