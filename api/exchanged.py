"""Imports, suspected faults and collection files as the API shows them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from rest_framework.request import Request

from api.errors import is_number, lang
from api.people import unit_ref
from exchange.kinds import KINDS
from exchange.models import Collection, CollectionRow, ImportProblem, ImportRun, Suspicion
from exchange.pages import Wish
from exchange.problems import text
from exchange.runs import covers
from people.actors import Actor
from people.models import User
from people.permissions import fields, mask, thing_named
from registers.models import PaymentAccount

_OWN = frozenset({"sort", "cursor", "page_size", "lang"})
_RULES_EN = {
    "stopped": "Stands still",
    "jump": "Sudden rise",
    "drop": "Sudden fall",
    "reverse": "Reading falls",
    "predicted": "Below contract",
    "due": "Verification due",
    "alarm_dead": "Alarm: dead meter",
    "alarm_power": "Alarm: power loss",
    "alarm_reverse": "Alarm: reverse flow",
    "alarm_tamper": "Alarm: tampering",
}


def wish_of(request: Request) -> Wish:
    """What the address asks of a list: every other parameter is a filter."""
    given = request.query_params
    size = given.get("page_size", "")
    return Wish(
        filters={name: str(value) for name, value in given.items() if name not in _OWN and value},
        sort=given.get("sort", ""),
        cursor=given.get("cursor", ""),
        size=int(size) if is_number(size) else 50,
    )


def attachment_file(name: str, content: bytes, content_type: str) -> HttpResponse:
    """A download that no browser opens in place."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def shown_person(user: User | None) -> dict[str, str] | None:
    """Who did it; None for the system."""
    return {"username": user.username, "full_name": user.full_name} if user else None


def run_view(run: ImportRun, actor: Actor) -> dict[str, Any]:
    """One import."""
    kind = KINDS[run.kind]
    return {
        "id": str(run.pk),
        "kind": run.kind,
        "kind_label": kind.named(lang()),
        **{n: getattr(run, n) for n in ("file_name", "digest", "layout", "batch_no", "state", "row_count", "position")},
        "total": _money(run.total) if run.kind == "settlement" else f"{run.total.normalize():f}",
        **{n: getattr(run, n) for n in ("imported", "skipped", "failed", "warned")},
        "unit": unit_ref(run.unit),
        "uploaded_by": shown_person(run.uploaded_by),
        "uploaded_at": run.uploaded_at,
        "confirmed_by": shown_person(run.confirmed_by),
        "confirmed_at": run.confirmed_at,
        "finished_at": run.finished_at,
        "may_import": actor.may(kind.permission) and covers(run, kind, actor),
    }


def problem_view(problem: ImportProblem, run: ImportRun) -> dict[str, Any]:
    """One problem of a row."""
    return {
        "id": str(problem.pk),
        "run": str(run.pk),
        "file_name": run.file_name,
        "row": problem.row,
        "column": column_label(run.kind, problem.column),
        "level": problem.level,
        "code": problem.code,
        "message": text(problem.code, problem.subject, lang()),
        "told": problem.told,
        "handled_at": problem.handled_at,
        "handled_by": shown_person(problem.handled_by),
        "note": problem.note,
    }


def column_label(kind: str, name: str) -> str:
    """The heading of a column in the reader's language; the name itself for one that no layout has."""
    for layout in KINDS[kind].layouts:
        for column in (*layout.detail, *layout.header, *layout.trailer):
            if column.name == name:
                return column.en if lang() == "en" else column.zh
    return name


def suspicion_view(row: Suspicion) -> dict[str, Any]:
    """One suspected fault with its meter and customer."""
    site = row.installation.supply_point.site
    return {
        "id": str(row.pk),
        "rule": row.rule,
        "rule_label": _RULES_EN[row.rule] if lang() == "en" else row.get_rule_display(),
        **{name: getattr(row, name) for name in ("reason", "figures", "seen_at", "found_at", "state", "note")},
        "meter_id": str(row.installation.meter_id),
        "serial": row.installation.meter.serial,
        "customer_id": str(site.customer_id),
        "customer_name": site.customer.name,
        "address": site.address,
        "unit": unit_ref(site.unit),
        "instance_id": row.instance or None,
        "decided_by": shown_person(row.decided_by),
        "decided_at": row.decided_at,
    }


def collection_view(batch: Collection, counts: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """One collection file with the bank's answers so far."""
    names = ("bank", "bank_code", "batch_no", "made_on", "due_from", "due_until", "layout", "row_count", "digest",
             "state", "made_at", "reason")  # fmt: skip
    return {
        "id": str(batch.pk),
        **{name: getattr(batch, name) for name in names},
        "total": _money(batch.total),
        "made_by": shown_person(batch.made_by),
        "collected": _money(counts.get("collected") or 0),
        "collected_count": counts.get("done", 0),
        "failed_count": counts.get("failed", 0),
        "waiting_count": counts.get("waiting", 0),
        "may_collect": actor.may("import_settlement"),
    }


def collection_row_view(row: CollectionRow, actor: Actor) -> dict[str, Any]:
    """What the bank was asked for one charge."""
    customer = row.charge.customer
    right = fields(actor, PaymentAccount).get("account_no", "hidden")
    known = thing_named(PaymentAccount)
    number: Any = row.account.account_no if right in ("read", "edit") else None
    if right == "masked" and known:
        number = mask(row.account.account_no, known.columns["account_no"].mask)
    return {
        "position": row.position,
        "charge_id": str(row.charge_id),
        "charge_number": row.charge.number,
        "customer_id": str(customer.pk) if customer else None,
        "customer_name": customer.name if customer else "",
        "account_no": number,
        "amount": _money(row.amount),
        "result": row.result,
        "collected": None if row.collected is None else _money(row.collected),
        "waiting": row.waiting,
    }


def _money(amount: Any) -> str:
    return f"{amount:.2f}"
