"""Takes files from people and ties them to the instances whose forms name them."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any, Protocol

from django.conf import settings
from django.db import connection

from engine import clock
from engine.documents.content_types import ACCEPTED, content_type_of
from engine.documents.models import Attachment
from engine.documents.queries import as_attachment
from engine.documents.refusals import FileEmpty, FileTooLarge, FileTypeRefused
from engine.documents.storage import Kept, TooLarge, keep, path_of
from ledger.context import audited
from people.actors import SYSTEM, Actor

_ID = re.compile(r"att-[0-9a-f]{32}")
_BIND = """UPDATE attachment SET instance_id = %s
 WHERE id = ANY(%s) AND instance_id IS NULL AND uploaded_by_id IS NOT DISTINCT FROM %s"""


class Content(Protocol):
    """A file as a web framework hands it over."""

    def chunks(self) -> Iterator[bytes]: ...


def save_attachment(
    *,
    name: str,
    content: Content | Iterable[bytes],
    actor: Actor,
    purpose: str = "",
    limit: int | None = None,
    accepted: Iterable[str] = ACCEPTED,
) -> dict[str, Any]:
    """The new attachment as the API shows it; raises FileTooLarge, FileTypeRefused, FileEmpty."""
    name = PurePath(name.replace("\\", "/")).name[:200] or "file"
    kept = _kept(name, content, limit or int(settings.ATTACHMENT_MAX_BYTES))
    kind = content_type_of(name, kept.head)
    if kept.size == 0:
        raise FileEmpty(name=name)
    if kind is None or kind not in accepted:
        _forget(kept)
        raise FileTypeRefused(name=name, accepted="、".join(e[1:] for one in accepted for e in ACCEPTED[one]))
    with audited(actor=actor, reason=purpose):
        saved = Attachment.objects.create(
            id=f"att-{secrets.token_hex(16)}",
            name=name,
            purpose=purpose[:200],
            content_type=kind,
            sha256=kept.sha256,
            size=kept.size,
            uploaded_at=clock.now(),
            uploaded_by_id=actor.user_id,
            uploaded_by=actor.username,
            uploaded_by_name=actor.full_name,
        )
    return as_attachment(saved)


def bind_attachments(*, instance_id: int, data: Mapping[str, Any], actor: Actor) -> int:
    """How many of the person's own free attachments, named anywhere in the data, now belong to the instance.

    Runs in the open transaction of the command that took the data.
    """
    named = sorted(set(_ids(data)))
    if not named:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_BIND, [instance_id, named, actor.user_id])
        return int(cursor.rowcount)


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if _ID.fullmatch(value):
            yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _ids(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _ids(item)


def free_attachments(*, ids: Iterable[str], purpose: str) -> list[str]:
    """Those of the ids that are attachments of that purpose and of no instance yet, in their order."""
    wanted = [one for one in ids if _ID.fullmatch(one)]
    found = set(
        Attachment.objects.filter(pk__in=wanted, purpose=purpose, instance_id=None).values_list("pk", flat=True)
    )
    return [one for one in wanted if one in found]


def discard_free(*, purpose: str, before: dt.datetime) -> int:
    """How many attachments of that purpose that no instance took are gone, with bytes that nobody else has."""
    rows = list(Attachment.objects.filter(purpose=purpose, instance_id=None, uploaded_at__lt=before)[:100])
    for row in rows:
        with audited(actor=SYSTEM, reason="not sent within a day"):
            row.delete()
        _forget(Kept(row.sha256, row.size, b""))
    return len(rows)


def _kept(name: str, content: Content | Iterable[bytes], limit: int) -> Kept:
    chunks = content.chunks() if hasattr(content, "chunks") else content
    try:
        return keep(chunks, limit=limit)
    except TooLarge:
        raise FileTooLarge(name=name, limit=limit // (1024 * 1024)) from None


def _forget(kept: Kept) -> None:
    """Bytes that were refused do not stay, unless they are also somebody's accepted file."""
    if not Attachment.objects.filter(sha256=kept.sha256).exists():
        path_of(kept.sha256).unlink(missing_ok=True)
