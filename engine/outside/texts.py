"""Texts for people: files of the process (`messages/<name>.txt`) or inline, with {placeholders} and no expressions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from engine.documents import filters
from engine.outside.refusals import NoText, PlaceholderMissing, TemplateMissing
from engine.programs import deployed
from engine.service_tasks import Call

_HOLE = re.compile(r"\{([^\W\d]\w*(?:\.\w+)*)(?:\|(\w+))?\}")
_SUBJECT = re.compile(r"(?:主题|Subject)[:：]\s*(.*)\n+")
_FILTERS: Mapping[str, Callable[[object], str]] = {
    "money": filters.money,
    "capital_money": filters.capital_money,
    "amount": filters.amount,
    "date": filters.zh_date,
    "yes_no": filters.yes_no,
    "period": filters.period,
}


@dataclass(frozen=True)
class Text:
    """What to send; the subject is "" when neither the task nor the file's first line names one."""

    subject: str
    body: str


def text_for(inputs: Mapping[str, Any], call: Call) -> Text:
    """The subject and body that a connector's inputs ask for, their placeholders filled."""
    inline, name = inputs.get("text"), inputs.get("template")
    if bool(inline) == bool(name):
        raise NoText
    body = str(inline) if inline else _template(str(name), call)
    subject = str(inputs.get("subject") or inputs.get("title") or "")
    if name and (found := _SUBJECT.match(body)):
        subject, body = subject or found[1], body[found.end() :]
    seen = {**call.variables, "business_key": call.business_key, **(inputs.get("data") or {})}
    return Text(filled(subject, seen).replace("\n", " ").strip(), filled(body, seen).strip())


def filled(text: str, seen: Mapping[str, Any]) -> str:
    """The text with its placeholders filled; raises PlaceholderMissing for one without a value."""
    return _HOLE.sub(lambda hole: _shown(hole[1], hole[2], seen), text)


def _shown(name: str, filter_name: str | None, seen: Mapping[str, Any]) -> str:
    value: Any = seen
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if value is None or (filter_name and filter_name not in _FILTERS):
        raise PlaceholderMissing(name=name + (f"|{filter_name}" if filter_name else ""))
    return _FILTERS[filter_name](value) if filter_name else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return filters.yes_no(value)
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.date):
        return filters.zh_date(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list | tuple):
        return "、".join(_plain(item) for item in value)
    return str(value)


def _template(name: str, call: Call) -> str:
    """The file of the version that the instance runs on; "<process>/<name>" is another process's present one."""
    process, _, own = name.rpartition("/")
    path = f"messages/{own}.txt"
    if not process:
        content = deployed(_digest(call.instance_id)).files.get(path)
        if content is not None:
            return content.decode()
    file = Path(settings.PROCESSES_DIR) / (process or call.definition_key) / path
    if not file.is_file():
        raise TemplateMissing(process=process or call.definition_key, name=own)
    return file.read_text(encoding="utf-8")


def _digest(instance_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM process_instance WHERE id = %s", [instance_id])
        return str(cursor.fetchone()[0])
