"""What the public does without a log-in: apply for gas, and see how far the own application is."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.conf import settings
from django.db import connection, transaction

from engine import clock
from engine.commands import deliver_message
from engine.commands.submission import accepted_at_start, form_named
from engine.documents.commands import bind_attachments
from engine.programs import Deployed, deployed, deployed_latest
from people.actors import SYSTEM
from people.models import Unit

FORM = "web_application"
MESSAGE = "application_submitted"
SPAN = dt.timedelta(hours=1)
_KEY = "installation"
_SENT = "SELECT count(*) FROM message WHERE name = %s AND received_at > %s AND correlation_key LIKE %s"


class TooManyApplications(Exception):
    """This connection or this phone has sent as many applications as an hour allows."""


@dataclass(frozen=True)
class Receipt:
    """What the applicant keeps: both are asked for when they look at the progress."""

    application_no: str
    code: str


@dataclass(frozen=True)
class Stage:
    """A stage that the application has come to, and since when."""

    name: str
    reached_on: dt.date


def public_form(lang: str) -> dict[str, Any]:
    """The form as the page draws it."""
    version = deployed_latest(_KEY)
    form = form_named(version, FORM)
    assert form is not None, "shipped with the process"
    empty: dict[str, Any] = {"data": {}, "rights": {}, "draft": None, "documents": []}
    return {**form.localised(lang), "version": version.version, **empty}


def branches() -> list[dict[str, str]]:
    """Where one may apply: code and name of every branch."""
    found = Unit.objects.filter(kind=Unit.Kind.BRANCH).order_by("code").values_list("code", "name")
    return [{"code": code, "name": name} for code, name in found]


def apply(*, variables: Mapping[str, Any], branch: str, origin: str, scans: Sequence[str] = ()) -> Receipt:
    """The receipt of the new application; raises TooManyApplications, InvalidForm or Unit.DoesNotExist.

    `scans` are free attachments of the public, which belong to the application from now on.
    """
    unit = Unit.objects.get(code=branch, kind=Unit.Kind.BRANCH)
    accepted = accepted_at_start(deployed_latest(_KEY), variables, form_key=FORM)
    ours, phone = _mark("origin", origin), _mark("phone", str(accepted["contact_phone"]))
    with transaction.atomic():
        _refuse_floods(ours, phone)
        started = deliver_message(
            name=MESSAGE,
            correlation_key=f"web/{ours}/{phone}",
            variables={**accepted, "channel": "web", **({"paper_scans": list(scans)} if scans else {})},
            actor=SYSTEM,
            unit_id=unit.pk,
        )
        bind_attachments(instance_id=int(started.instance_id or 0), data={"paper_scans": scans}, actor=SYSTEM)
        number = _business_key(started.instance_id)
    return Receipt(number, code_for(number))


def progress(*, application_no: str, code: str, lang: str) -> list[Stage] | None:
    """The stages in order, no names or amounts; None when number and code do not belong together."""
    if not hmac.compare_digest(code_for(application_no).encode(), code.strip().upper().encode()):
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, digest FROM every_process_instance WHERE definition_key = %s AND business_key = %s",
            [_KEY, application_no],
        )
        found = cursor.fetchone()
    return None if found is None else _stages(found[0], deployed(found[1]), lang)


def code_for(application_no: str) -> str:
    """Ten letters and digits that only this server can make of the number."""
    return base64.b32encode(_digest("progress", application_no))[:10].decode()


def _stages(instance_id: int, version: Deployed, lang: str) -> list[Stage]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT at, entries FROM trace WHERE root_id = %s ORDER BY first_seq, at", [instance_id])
        commands = cursor.fetchall()
    stages: list[Stage] = []
    for at, entries in commands:
        for _, action, element_id, *_more in orjson.loads(entries):
            node = version.program.node(element_id) if action == "entered" else None
            name = "" if node is None else _stage_name(node.task.properties, lang)
            if name and (not stages or stages[-1].name != name):
                stages.append(Stage(name, clock.in_china(at).date()))
    return stages


def _stage_name(properties: Mapping[str, str], lang: str) -> str:
    return properties.get("publicStage.en" if lang == "en" else "publicStage", "")


def _refuse_floods(ours: str, phone: str) -> None:
    since = clock.now() - SPAN
    limits = ((f"web/{ours}/%", settings.APPLICATIONS_PER_ADDRESS), (f"web/%/{phone}", settings.APPLICATIONS_PER_PHONE))
    with connection.cursor() as cursor:
        for pattern, limit in limits:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [pattern])
            cursor.execute(_SENT, [MESSAGE, since, pattern])
            if cursor.fetchone()[0] >= limit:
                raise TooManyApplications


def _business_key(instance_id: str | None) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT business_key FROM process_instance WHERE id = %s", [instance_id])
        return str(cursor.fetchone()[0])


def _mark(kind: str, value: str) -> str:
    return _digest(kind, value).hex()[:20]


def _digest(kind: str, value: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"{kind}/{value}".encode(), hashlib.sha256).digest()
