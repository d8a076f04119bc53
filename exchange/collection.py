"""The collection file to the bank (托收送盘): the open charges of customers who agreed to be collected from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from exchange.cells import text_of
from exchange.layouts import COLLECTION_CSV, COLLECTION_FIXED
from exchange.layouts.columns import Column, Layout
from exchange.refusals import MayNotImport
from ledger.context import audited
from ledger.recording import record
from people.actors import Actor
from registers.commands import received_for
from registers.models import Charge, PaymentAccount

LAYOUTS = {"fixed": COLLECTION_FIXED, "csv": COLLECTION_CSV}


@dataclass(frozen=True, slots=True)
class CollectionFile:
    """The file, how many charges it asks for and their sum."""

    name: str
    content: bytes
    count: int
    total: Decimal


def collect(*, bank: str, batch_no: str, made_on: dt.date, layout: str, actor: Actor) -> CollectionFile:
    """What is still to be paid of the open charges of all customers with a collection agreement in force."""
    if not (actor.system or actor.may("import_settlement")):
        raise MayNotImport("collection")
    shape = LAYOUTS[layout]
    with audited(actor=actor, reason="托收送盘"):
        rows = [row for charge in _open_charges() if (row := _row(charge))["amount"] > 0]
        total = sum((row["amount"] for row in rows), Decimal(0))
        content = written(shape, {"bank": bank, "batch_no": batch_no, "made_on": made_on}, rows)
        body = {"bank": bank, "batch_no": batch_no, "count": len(rows), "total": total}
        record(kind="read", action="collection_exported", body=body)
    return CollectionFile(f"{batch_no}.{'csv' if layout == 'csv' else 'txt'}", content, len(rows), total)


def written(layout: Layout, header: dict[str, object], rows: Iterable[dict[str, object]]) -> bytes:
    """The bytes of a file of records; the inverse of reading it."""
    rows = list(rows)
    total = sum((Decimal(str(row["amount"])) for row in rows), Decimal(0))
    lines = [_line(layout, layout.header, {"record": "H", **header})]
    lines += [_line(layout, layout.detail, {"record": "D", **row}) for row in rows]
    lines.append(_line(layout, layout.trailer, {"record": "T", "count": len(rows), "total": total}))
    text = b"\r\n".join(lines) + b"\r\n"
    return text if layout.fixed else b"\xef\xbb\xbf" + text


def _line(layout: Layout, columns: Iterable[Column], values: dict[str, object]) -> bytes:
    cells = [(column, text_of(column, values.get(column.name))) for column in columns]
    if not layout.fixed:
        return ",".join(_quoted(text) for _, text in cells).encode()
    return b"".join(_padded(column, text, layout.encodings[0]) for column, text in cells)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\r\n') else text


def _padded(column: Column, text: str, encoding: str) -> bytes:
    raw = text.encode(encoding, errors="replace")
    if column.kind in ("fen", "number"):
        return raw.rjust(column.width, b"0")
    while len(raw) > column.width:
        text = text[:-1]
        raw = text.encode(encoding, errors="replace")
    return raw.ljust(column.width)


def _open_charges() -> Iterable[Charge]:
    account = PaymentAccount.objects.filter(
        Q(valid_until=None), customer=OuterRef("customer"), method=PaymentAccount.Method.COLLECTION
    )
    found = Charge.objects.filter(state=Charge.State.OPEN).annotate(account=Subquery(account.values("pk")[:1]))
    return found.filter(account__isnull=False).order_by("number")


def _row(charge: Charge) -> dict[str, Any]:
    account = PaymentAccount.objects.get(pk=charge.account)  # type: ignore[attr-defined]
    return {
        "notice_no": charge.number,
        "agreement_no": account.agreement_no,
        "account_no": account.account_no,
        "payer": account.account_name,
        "amount": charge.amount - received_for(charge),
        "due_on": charge.due_on,
    }
