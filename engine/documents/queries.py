"""What instances printed and what people added, for those who may see the instance."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.conf import settings
from django.utils import timezone

from engine.documents.content_types import ACCEPTED
from engine.documents.models import Attachment, Document
from engine.documents.rendering import print_page
from engine.documents.storage import open_kept
from engine.refusals import Forbidden, NotFound
from ledger.context import audited
from ledger.recording import record
from people.actors import Actor


@dataclass(frozen=True, slots=True)
class Content:
    """A file to hand out."""

    name: str
    content_type: str
    sha256: str
    link: str = ""
    """Where the QR code of a page leads that is yet to be printed; "" for bytes that are kept as they are."""

    def open(self) -> BinaryIO:
        """The bytes, to read."""
        if not self.link:
            return open_kept(self.sha256)
        with open_kept(self.sha256) as page:
            return io.BytesIO(print_page(page.read().decode(), link=self.link))


def link_of(instance_id: int) -> str:
    """The address of the instance that stands in the QR code of its papers."""
    return f"{settings.PUBLIC_URL}/i/{instance_id}"


def content_types() -> list[str]:
    """The content types that may be uploaded."""
    return list(ACCEPTED)


def documents_of(instance_id: str | int) -> list[dict[str, Any]]:
    """The documents that the instance printed, oldest first; whoever calls has checked who asks."""
    return [_as_document(row) for row in Document.objects.filter(instance_id=int(instance_id)).order_by("id")]


def attachments_of(instance_id: str | int) -> list[dict[str, Any]]:
    """The attachments of the instance, oldest first; whoever calls has checked who asks."""
    rows = Attachment.objects.filter(instance_id=int(instance_id)).order_by("uploaded_at", "id")
    return [as_attachment(row) for row in rows]


def attachment(attachment_id: str, actor: Actor) -> dict[str, Any]:
    """One attachment; raises NotFound for those who neither uploaded it nor may see its instance."""
    return as_attachment(_attachment(attachment_id, actor))


def attachment_content(attachment_id: str, actor: Actor) -> Content:
    """The attachment's file; raises NotFound likewise."""
    row = _attachment(attachment_id, actor)
    with audited(actor=actor, instance_id=row.instance_id):
        record(kind="read", action="attachment_viewed", table="attachment", record=row.pk)
    return Content(row.name, row.content_type, row.sha256)


def document_content(document_id: str, actor: Actor) -> Content:
    """The document's PDF, starred for those who see its values starred; raises NotFound for those who may not see
    its instance, Forbidden where a paper from before has no starred page."""
    row = Document.objects.filter(pk=int(document_id)).first() if str(document_id).isdecimal() else None
    if row is None:
        raise NotFound(thing=f"文书 {document_id}")
    path = _unit_of(row.instance_id, actor)
    needs = _BEFORE if row.needs is None else row.needs
    whole = actor.system or all(actor.may_at(permission, path) for permission in needs)
    with audited(actor=actor, instance_id=row.instance_id):
        record(kind="read", action="paper_viewed", table="document", record=row.pk, body={"whole": whole})
    name = f"{row.number} {row.title}.pdf"
    if whole:
        return Content(name, "application/pdf", row.sha256)
    if not row.starred_sha256:
        raise Forbidden(what=f"查看含联系方式或账户的文书 {row.number}")
    return Content(name, "application/pdf", row.starred_sha256, link_of(row.instance_id))


_BEFORE = ("see_contacts", "see_bank")
"""What a paper takes that was printed before papers noted it."""


def as_attachment(row: Attachment) -> dict[str, Any]:
    """An attachment in the shape of the API."""
    return {
        "id": row.id,
        "name": row.name,
        "size": row.size,
        "content_type": row.content_type,
        "sha256": row.sha256,
        "purpose": row.purpose,
        "uploaded_at": timezone.localtime(row.uploaded_at).isoformat(timespec="seconds"),
        "uploaded_by": {"username": row.uploaded_by, "full_name": row.uploaded_by_name},
        "url": f"/api/attachments/{row.id}/content/",
    }


def _as_document(row: Document) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "number": row.number,
        "kind": row.kind,
        "title": row.title,
        "created_at": timezone.localtime(row.created_at).isoformat(timespec="seconds"),
        "created_by": {"username": row.created_by, "full_name": row.created_by_name},
        "size": row.size,
        "sha256": row.sha256,
        "url": f"/api/documents/{row.pk}/content/",
    }


def _attachment(attachment_id: str, actor: Actor) -> Attachment:
    row = Attachment.objects.filter(pk=attachment_id).first()
    if row is None or (row.instance_id is None and row.uploaded_by_id != actor.user_id):
        raise NotFound(thing=f"附件 {attachment_id}")
    if row.instance_id is not None and row.uploaded_by_id != actor.user_id:
        _unit_of(row.instance_id, actor)
    return row


def _unit_of(instance_id: int, actor: Actor) -> str:
    """The unit's path of an instance that the actor may see; raises NotFound."""
    from engine.queries.instances import visible_instance  # the engine's queries import this module's neighbours

    return str(visible_instance(str(instance_id), actor)["unit_path"])
