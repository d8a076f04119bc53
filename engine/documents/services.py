"""The service task that prints a document."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from engine.documents.models import Document
from engine.documents.numbering import number_for
from engine.documents.queries import link_of
from engine.documents.rendering import print_page, render_page
from engine.documents.starring import starred
from engine.documents.storage import keep
from engine.programs import deployed
from engine.service_tasks import Call, service_task
from ledger.context import audited
from ledger.sealing.notes import printed_checkpoint
from people.models import Unit

_DONE = """
SELECT element_id, completed_by, completed_by_name, completed_at FROM user_task
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
    done = _done(call.instance_id)
    username, name = _handler(call, done)
    context = {**_context(inputs, call, number, unit), "handler": name, "done": done}
    process, template = inputs["template"].split("/")
    folder = Path(settings.PROCESSES_DIR) / process / "documents"
    render = partial(render_page, folder=folder, template=template)
    page = render(context=context)
    others = starred(
        version=deployed(_digest(call.instance_id)), context=context, page=page, render=lambda c: render(context=c)
    )
    kept = keep([print_page(page, link=link_of(call.instance_id))])
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
                "created_by": username,
                "created_by_name": name,
                "needs": list(others.needs),
                "starred_sha256": keep([others.page.encode()]).sha256 if others.needs else "",
            },
        )
    return row


def _digest(instance_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM process_instance WHERE id = %s", [instance_id])
        return str(cursor.fetchone()[0])


def _context(inputs: dict[str, Any], call: Call, number: str, unit: Unit | None) -> dict[str, Any]:
    company = Unit.objects.filter(path=unit.path[:5]).first() if unit else None
    return {
        **call.variables,
        **inputs,
        "number": number,
        "today": timezone.localtime(call.now).date(),
        "business_key": call.business_key,
        "company": company.name if company else "",
        "unit": unit.name if unit else "",
        "checkpoint": printed_checkpoint(),
        "documents": list(Document.objects.filter(instance_id=call.instance_id).order_by("id")),
    }


def _handler(call: Call, done: dict[str, dict[str, Any]]) -> tuple[str, str]:
    """User name and name of who brought the process here: who acts, else who completed a task last, else who began."""
    if not call.actor.system:
        return call.actor.username, call.actor.full_name
    if done:
        last = list(done.values())[-1]
        return last["username"], last["by"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT started_by, started_by_name FROM process_instance WHERE id = %s", [call.instance_id])
        username, name = cursor.fetchone()
    return (username, name) if name else (call.actor.username, call.actor.full_name)


def _done(instance_id: int) -> dict[str, dict[str, Any]]:
    """Who completed each user task last, and when, in the order of these completions."""
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [instance_id])
        done: dict[str, dict[str, Any]] = {}
        for element_id, username, name, at in cursor.fetchall():
            known = done.pop(element_id, None)
            everybody = [*known["all"], name] if known else [name]
            done[element_id] = {"username": username, "by": name, "at": timezone.localtime(at).date(), "all": everybody}
    return done


def _told(row: Document) -> dict[str, Any]:
    return {"id": str(row.pk), "number": row.number, "title": row.title, "kind": row.kind}
