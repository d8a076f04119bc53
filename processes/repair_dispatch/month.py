"""The month of the emergency repairs: each segment's average against its target, and whose it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from engine import queries
from engine.clock import in_china
from people.actors import Actor

_PAGE = 200
MOST = 2_000


def month_of_segments(month: str, actor: Actor) -> list[dict[str, Any]]:
    """A row for each segment, in their order, over the repairs reported in that month whose crew arrived."""
    return averaged(list(_arrived(month, actor)))


def averaged(repairs: Sequence[Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The rows over the segments of each repair; targets that differ (town, country) are told as a range."""
    by_segment: dict[str, list[Mapping[str, Any]]] = {}
    for segments in repairs:
        for one in segments:
            by_segment.setdefault(str(one["segment"]), []).append(one)
    return [_row(segment, by_segment[segment]) for segment in sorted(by_segment)]


def _row(segment: str, taken: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    minutes = [Decimal(str(one["minutes"])) for one in taken]
    targets = sorted({Decimal(str(one["target"])) for one in taken})
    return {
        "segment": segment,
        "name": taken[0]["name"],
        "department": "、".join(dict.fromkeys(str(one["department"]) for one in taken)),
        "target": "–".join(f"{target:f}" for target in targets),
        "average": (sum(minutes, Decimal(0)) / len(minutes)).quantize(Decimal("0.01"), ROUND_HALF_UP),
        "longest": max(minutes),
        "repairs": len(taken),
        "late": sum(bool(one["late"]) for one in taken),
    }


def _month_of(moment: str) -> str:
    return f"{in_china(dt.datetime.fromisoformat(moment)):%Y-%m}"


def _arrived(month: str, actor: Actor) -> Iterable[Sequence[Mapping[str, Any]]]:
    cursor: str | None = None
    for _ in range(MOST // _PAGE):
        filters = {"definition": "repair_dispatch"}
        page = queries.process_instances(actor, filters=filters, cursor=cursor, page_size=_PAGE)
        for line in page.results:
            begun = _month_of(line["started_at"])
            if begun < month:
                return
            if begun == month:
                seen = {one["name"]: one["value"] for one in queries.variables_of(line["id"], actor)}
                yield seen.get("segments") or []
        if page.next is None:
            return
        cursor = page.next
