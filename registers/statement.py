"""A customer's postings, newest first, each with what was owed after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from ledger.context import audited
from ledger.recording import record
from people.actors import Actor
from registers.catalogue import word
from registers.listing import listed_for, visible
from registers.lists import LISTS
from registers.models import LedgerEntry
from registers.paging import LONGEST_PAGE, Order, cursor_of, key_from
from registers.refusals import NoSuchRecord

_ENTRIES = """
SELECT * FROM (
    SELECT e.id, e.posted_at, e.kind, e.text, e.amount, e.posted_in, c.id AS charge_id, c.number,
           sum(e.amount) OVER (ORDER BY e.posted_at, e.id) AS balance
      FROM (SELECT x.* FROM registers_ledgerentry x JOIN registers_charge y ON y.id = x.charge_id AND y.customer_id = %s
             UNION ALL SELECT * FROM registers_ledgerentry WHERE customer_id = %s) e
      LEFT JOIN registers_charge c ON c.id = e.charge_id) s
 WHERE (s.posted_at, s.id) < (%s, %s) ORDER BY s.posted_at DESC, s.id DESC LIMIT %s
"""
_ORDER = Order(lookups=("posted_at", "id"), down=True)
_END = (dt.datetime(9999, 1, 1, tzinfo=dt.UTC), 2**62)


@dataclass(frozen=True, slots=True)
class Posting:
    """One entry; `balance` is what the customer owes after it, negative when the company owes."""

    id: int
    posted_at: dt.datetime
    kind: str
    kind_label: str
    text: str
    amount: Decimal
    balance: Decimal
    charge_id: int | None
    charge_number: str
    instance_id: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A page of postings."""

    results: tuple[Posting, ...]
    next: str | None


def statement(customer_id: int, actor: Actor, *, cursor: str = "", page_size: int = 50, lang: str = "zh") -> Statement:
    """The postings of a customer whom the reader sees; raises `NoSuchRecord` for others."""
    listed = listed_for(actor, "customers")
    if not visible(actor, listed).filter(pk=customer_id).exists():
        raise NoSuchRecord(str(customer_id))
    size = max(1, min(page_size, LONGEST_PAGE))
    after = key_from(cursor, LedgerEntry, _ORDER) or _END
    with connection.cursor() as found:
        found.execute(_ENTRIES, [customer_id, customer_id, *after, size + 1])
        rows = found.fetchall()
    with audited(actor=actor):
        record(kind="read", action="view", table=LISTS["entries"].model._meta.db_table, body={"customer": customer_id})
    page = tuple(_posting(row, lang) for row in rows[:size])
    return Statement(page, cursor_of((page[-1].posted_at, page[-1].id)) if len(rows) > size else None)


def _posting(row: tuple[Any, ...], lang: str) -> Posting:
    key, posted_at, kind, text, amount, posted_in, charge_id, number, balance = row
    label = word(LedgerEntry._meta.get_field("kind"), kind, lang)
    return Posting(
        id=key, posted_at=posted_at, kind=kind, kind_label=label, text=text, amount=amount, balance=balance,
        charge_id=charge_id, charge_number=number or "", instance_id=posted_in,
    )  # fmt: skip
