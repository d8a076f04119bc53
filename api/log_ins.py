"""The ledger's events of the door as the API shows them."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request

from api.changes import filters_from
from api.errors import lang
from engine.queries import Page
from ledger import queries
from ledger.changes import Change
from people.actors import Actor
from people.models import User

NAMES = ("action", "from", "to", "q")


def log_in_events(request: Request, only: Actor | None) -> Page:
    """A page of log-ins, log-outs and refusals, the newest first; of one person, or of all for None."""
    given = {n: request.query_params[n] for n in NAMES if request.query_params.get(n)} | {"kind": "auth"}
    if only is not None:
        given |= {"table": "people_user", "record": str(only.user_id)}
    found = queries.page_of(filters_from(given, request.query_params.get("cursor")), lang=lang())
    ids = [int(c.record) for c in found.results if c.table == "people_user" and c.record]
    people = {str(u.pk): u for u in User.objects.filter(pk__in=ids)}
    return Page(
        results=[_event(c, people) for c in found.results],
        next=str(found.next_below) if found.next_below else None,
        count=found.count,
        count_capped=found.count_capped,
    )


def _event(change: Change, people: dict[str, User]) -> dict[str, Any]:
    user = people.get(change.record)
    told = str(change.details.get("username", ""))
    person = {"username": user.username, "full_name": user.full_name} if user else None
    return {
        "id": str(change.id),
        "at": change.at,
        "action": change.action,
        "person": person or ({"username": told, "full_name": told} if told else None),
        "by": change.actor,
        "why": str(change.details.get("why") or change.details.get("by") or ""),
        "ip": change.ip,
    }
