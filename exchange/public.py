"""What people without a log-in send: papers, and word that a hazard is rectified; each with its limits."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from engine import queries
from engine.commands import deliver_message
from engine.commands.correlation import waiting_places
from engine.documents.commands import bind_attachments, discard_free, free_attachments, save_attachment
from exchange.models import PublicTry
from exchange.refusals import NoSuchNotice, NotNow, TooManyTries
from people.actors import SYSTEM
from registers.models import Hazard

DIGITS = 4
MOST_FILES = 10
LARGEST = 10 * 1024 * 1024
TYPES = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
PURPOSE = "public"
MESSAGE = "rectification_reported"
_HOUR, _DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
_UNSAFE = re.compile(r"[^\w.\-（）() ]+")


@dataclass(frozen=True, slots=True)
class Limit:
    """How often an act may be tried in an hour: by one address, and on one thing."""

    per_origin: int
    per_thing: int


def limits() -> dict[str, Limit]:
    """By act; the thing of an upload is its address again."""
    tries = settings.PUBLIC_TRIES_PER_NUMBER
    return {
        "upload": Limit(settings.PUBLIC_UPLOADS_PER_ADDRESS, settings.PUBLIC_UPLOADS_PER_ADDRESS),
        "progress": Limit(settings.PUBLIC_TRIES_PER_ADDRESS, tries),
        "rectified": Limit(settings.PUBLIC_TRIES_PER_ADDRESS, tries),
    }


def count_try(*, act: str, origin: str, thing: str = "") -> None:
    """Notes the try, right or wrong; raises `TooManyTries` beyond the limits. Committed before anything is answered."""
    limit, now = limits()[act], timezone.now()
    ours, about = _mark("origin", origin), _mark(act, thing or origin)
    with transaction.atomic():
        with connection.cursor() as cursor:
            for name in sorted((f"{act}/{ours}", f"{act}/{about}")):
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
        tried = PublicTry.objects.filter(act=act, tried_at__gt=now - _HOUR)
        full = (
            tried.filter(origin=ours).count() >= limit.per_origin
            or tried.filter(thing=about).count() >= limit.per_thing
        )
        if not full:
            PublicTry.objects.create(act=act, origin=ours, thing=about, tried_at=now)
            PublicTry.objects.filter(tried_at__lt=now - _DAY).delete()
    if full:
        raise TooManyTries


def save_paper(*, name: str, content: Any, origin: str) -> dict[str, Any]:
    """The kept file: PDF or picture, at most LARGEST bytes, under a name without anything but letters and digits."""
    count_try(act="upload", origin=origin)
    discard_free(purpose=PURPOSE, before=timezone.now() - _DAY)
    saved = save_attachment(
        name=safe_name(name), content=content, actor=SYSTEM, purpose=PURPOSE, limit=LARGEST, accepted=TYPES
    )
    return {key: saved[key] for key in ("id", "name", "size", "sha256")}


def safe_name(name: str) -> str:
    """The file's own name without folders, marks of markup, and control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, ending = _UNSAFE.sub("_", last).strip(" .").rpartition(".")
    return f"{stem.strip(' .')[:80] or 'file'}{dot}{ending[:5]}" if dot else ending[:80] or "file"


def report_rectified(*, number: str, digits: str, report: Mapping[str, Any], photos: Sequence[str], origin: str) -> str:
    """The hazard's number, its instance told; raises `NoSuchNotice` alike for a wrong number and wrong digits."""
    count_try(act="rectified", origin=origin, thing=number.strip().upper())
    hazard, root_id = _waiting(number.strip().upper(), digits.strip())
    with transaction.atomic():
        kept = free_attachments(ids=photos, purpose=PURPOSE)
        delivered = deliver_message(
            name=MESSAGE,
            correlation_key=hazard,
            variables={**report, "rectified_photos": kept, "report_kind": "done"},
            actor=SYSTEM,
            message_id=f"public:{hazard}:{hashlib.sha256(repr(sorted(report.items())).encode()).hexdigest()[:16]}",
            keep_seconds=0,
        )
        bind_attachments(instance_id=root_id, data={"photos": kept}, actor=SYSTEM)
    if delivered.status not in ("delivered", "duplicate"):
        raise NotNow
    return hazard


def _waiting(number: str, digits: str) -> tuple[str, int]:
    """The number of the hazard that a notice or hazard number means, and the instance that waits for its report."""
    for hazard in _hazards(number):
        phone, root_id = _phone_of(hazard)
        if phone and len(digits) == DIGITS and hmac.compare_digest(phone[-DIGITS:].encode(), digits.encode()):
            if not root_id:
                raise NotNow
            return hazard.number, root_id
    raise NoSuchNotice


def _hazards(number: str) -> Iterable[Hazard]:
    found = list(Hazard.objects.filter(number=number)[:1])
    with connection.cursor() as cursor:
        cursor.execute("SELECT instance_id FROM document WHERE number = %s", [number])
        row = cursor.fetchone()
    if row is not None:
        found += list(Hazard.objects.filter(recorded_in=str(row[0]))[:1])
    return found


def _phone_of(hazard: Hazard) -> tuple[str, int]:
    """The contact's phone as the hazard's instance knows it, and its root when somebody waits for the report."""
    waiting = waiting_places(MESSAGE, hazard.number)
    if not hazard.recorded_in.isdigit():
        return "", 0
    known = {v["name"]: v["value"] for v in queries.variables_of(hazard.recorded_in, SYSTEM)}
    phone = re.sub(r"\D", "", str(known.get("contact_phone") or ""))
    return phone, waiting[0][0] if waiting else 0


def _mark(kind: str, value: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{kind}/{value}".encode(), hashlib.sha256).hexdigest()[:20]
