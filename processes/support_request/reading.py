"""The support requests as the engine's queries tell them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from engine import clock, queries
from people.actors import Actor
from processes.support_request.monthly import Asked, Stop, by_department, in_month

_PAGE = 200
_DEAD = frozenset(("CANCELED", "TERMINATED"))


def asked_since(day: dt.date, actor: Actor) -> Iterator[Asked]:
    """The requests that the actor may see and that were asked on that day (UTC) or later, the newest first."""
    cursor: str | None = None
    while True:
        page = queries.process_instances(
            actor, filters={"definition": "support_request"}, cursor=cursor, page_size=_PAGE
        )
        for line in page.results:
            if _moment(line["started_at"]).date() < day:
                return
            if line["state"] not in _DEAD:
                yield _asked(line, actor)
        if page.next is None:
            return
        cursor = page.next


def month_of_departments(month: str, actor: Actor) -> list[dict[str, Any]]:
    """The month's line of each department, over the requests that the actor may see."""
    day_before = dt.date.fromisoformat(f"{month}-01") - dt.timedelta(days=1)
    return [asdict(line) for line in by_department(in_month(asked_since(day_before, actor), month), now=clock.now())]


def _asked(line: Mapping[str, Any], actor: Actor) -> Asked:
    seen = {one["name"]: one["value"] for one in queries.variables_of(line["id"], actor)}
    stops = [
        Stop(one["department"], _moment(one["due_at"]), _moment(one["left_at"]), one["reply"] == "forward")
        for one in seen.get("stops") or []
    ]
    open_ = queries.process_instance(line["id"], actor)["open"]
    if any(work["element_id"] == "answer_request" and work["kind"] == "user_task" for work in open_):
        stops.append(Stop(seen["asked"]["name"], _moment(seen["due_at"])))
    asked_by = (seen.get("asking") or {}).get("name", "")
    return Asked(line["business_key"], seen["subject"], asked_by, _moment(line["started_at"]), tuple(stops))


def _moment(value: object) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    return dt.datetime.fromisoformat(str(value).partition("@")[0].partition("[")[0])
