"""The service task that prints a document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from engine.documents.models import Document
from engine.documents.numbering import number_for
from engine.documents.rendering import render_pdf
from engine.documents.storage import keep
from engine.service_tasks import Call, service_task
from ledger.context import audited
from people.models import Unit

_DONE = """
SELECT element_id, completed_by_name, completed_at FROM user_task
WHERE root_id = (SELECT root_id FROM process_instance WHERE id = %s) AND state = 'COMPLETED' ORDER BY completed_at, id
"""


@service_task(
    "document.render",
    title="出具文书",
    title_en="Print a document",
    kind="external",
    inputs={
        "type": "object",
        "properties": {
            "template": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,60}/[a-z][a-z0-9_]{0,60}$"},
            "kind": {"type": "string", "minLength": 1, "maxLength": 40},
            "series": {"type": "string", "pattern": "^[A-Z]{1,6}$"},
        },
        "required": ["template", "kind", "series"],
    },
    outputs={"type": "object", "properties": {"document": {"type": "object"}}, "required": ["document"]},
)
def render(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The number of the document now on file; the same job prints it once."""
    printed = Document.objects.filter(job_id=call.job_id).first()
    return {"document": _told(printed or _print(inputs, call))}


def _print(inputs: dict[str, Any], call: Call) -> Document:
    unit = Unit.objects.filter(pk=call.unit_id).first() if call.unit_id else None
    number = number_for(
        key=f"document:{call.job_id}", series=inputs["series"], unit_code=unit.code if unit else "000", now=call.now
    )
    context = _context(inputs, call, number, unit)
    process, template = inputs["template"].split("/")
    folder = Path(settings.PROCESSES_DIR) / process / "documents"
    link = f"{settings.PUBLIC_URL}/i/{call.instance_id}"
    content = render_pdf(folder=folder, template=template, context=context, link=link)
    kept = keep([content])
    with audited(actor=call.actor, instance_id=call.instance_id, reason=inputs["kind"]):
        row, _ = Document.objects.get_or_create(
            job_id=call.job_id,
            defaults={
                "instance_id": call.instance_id,
                "element_id": call.element_id,
                "kind": inputs["kind"],
                "number": number,
                "title": inputs["kind"],
                "sha256": kept.sha256,
                "size": kept.size,
                "created_at": call.now,
                "created_by": call.actor.username,
                "created_by_name": call.actor.full_name,
            },
        )
    return row


def _context(inputs: dict[str, Any], call: Call, number: str, unit: Unit | None) -> dict[str, Any]:
    done = _done(call.instance_id)
    company = Unit.objects.filter(path=unit.path[:5]).first() if unit else None
    return {
        **call.variables,
        **inputs,
        "number": number,
        "today": timezone.localtime(call.now).date(),
        "business_key": call.business_key,
        "company": company.name if company else "",
        "unit": unit.name if unit else "",
        "handler": _handler(call, done),
        "done": done,
        "documents": list(Document.objects.filter(instance_id=call.instance_id).order_by("id")),
    }


def _handler(call: Call, done: dict[str, dict[str, Any]]) -> str:
    """Who brought the process here: the one who acts, else the last who completed a user task, else the starter."""
    if not call.actor.system:
        return call.actor.full_name
    if done:
        return str(list(done.values())[-1]["by"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT started_by_name FROM process_instance WHERE id = %s", [call.instance_id])
        row = cursor.fetchone()
    return str(row[0]) if row and row[0] else call.actor.full_name


def _done(instance_id: int) -> dict[str, dict[str, Any]]:
    """Who completed each user task last, and when."""
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [instance_id])
        done: dict[str, dict[str, Any]] = {}
        for element_id, name, at in cursor.fetchall():
            known = done.get(element_id)
            everybody = [*known["all"], name] if known else [name]
            done.pop(element_id, None)  # the order of the keys is the order of the last completions
            done[element_id] = {"by": name, "at": timezone.localtime(at).date(), "all": everybody}
    return done


def _told(row: Document) -> dict[str, Any]:
    return {"id": str(row.pk), "number": row.number, "title": row.title, "kind": row.kind}
