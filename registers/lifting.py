"""What a reader sees more of under a grant that counts today; each such look is recorded with the grant's instance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model

from ledger.context import audited
from ledger.recording import record
from people.actors import Actor
from people.models import today
from people.permissions import FieldRight
from registers.models import AccessGrant


def open_grants(actor: Actor, register: str, kind: str) -> list[AccessGrant]:
    """The reader's own grants of the kind that count today."""
    if actor.user_id is None:
        return []
    found = AccessGrant.objects.filter(
        user_id=actor.user_id, register=register, kind=kind, state=AccessGrant.State.GRANTED, valid_until__gte=today()
    )
    return list(found.order_by("pk"))


def export_grant(actor: Actor, register: str, asked: Mapping[str, str]) -> AccessGrant | None:
    """The grant under which the reader takes exactly this list out; the newest where there are several."""
    wanted = list_filter(asked)
    found = [grant for grant in open_grants(actor, register, "export") if grant.list_filter == wanted]
    return found[-1] if found else None


def list_filter(asked: Mapping[str, str]) -> str:
    """What an address asks of a list, in one spelling; its order and the page do not count."""
    return urlencode(sorted((name, text) for name, text in asked.items() if text and name not in _NO_FILTER))


_NO_FILTER = frozenset({"cursor", "page_size", "lang", "sort"})


def lifted(actor: Actor, register: str, row: Model, rights: dict[str, FieldRight]) -> dict[str, FieldRight]:
    """The rights to one record with what a grant lifts from masked to read; the look is recorded with it."""
    more = dict(rights)
    for grant in open_grants(actor, register, "fields"):
        names = [name for name in grant.fields if rights.get(name) == "masked" and row.pk in grant.records]
        if names:
            more |= dict.fromkeys(names, "read")
            seen(actor, grant, [row.pk], names)
    return more


def seen(actor: Actor, grant: AccessGrant, records: Iterable[int], names: Iterable[str]) -> None:
    """Records that the reader saw these records' fields under the grant, in whose instance."""
    body: dict[str, Any] = {"grant": grant.pk, "fields": sorted(names), "records": list(records)}
    with audited(actor=actor, instance_id=grant.instance, reason=grant.purpose):
        one = str(body["records"][0]) if len(body["records"]) == 1 else ""
        record(kind="read", action="view_under_grant", table=grant.table_name, record=one, body=body)
