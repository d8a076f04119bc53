"""Loads a generated company in one transaction: all of it, or nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from django.conf import settings
from django.db import OperationalError, connection, transaction

from demo.company.book import Share, fill_book
from demo.company.people import reading_books, staff
from demo.company.sizes import Size
from demo.company.tables import COLUMNS, Rows
from ledger.context import audited
from ledger.recording import record
from people.actors import SYSTEM
from people.demo import NotInDemoMode, load_company
from people.models import Unit
from registers.demo import load_registers

MARK = "generated_company"
_SET_ASIDE = """
SELECT 'ALTER TABLE ' || c.conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(c.conname),
       'ALTER TABLE ' || c.conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(c.conname) || ' '
           || pg_get_constraintdef(c.oid)
  FROM pg_constraint c WHERE c.conrelid = ANY (%s::regclass[]) AND c.contype IN ('f', 'x')
 UNION ALL
SELECT 'DROP INDEX ' || i.indexrelid::regclass, pg_get_indexdef(i.indexrelid)
  FROM pg_index i WHERE i.indrelid = ANY (%s::regclass[]) AND NOT i.indisprimary AND NOT i.indisunique
   AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
_TRIGGERS = """
SELECT tgrelid::regclass, quote_ident(tgname), tgenabled FROM pg_trigger
 WHERE tgrelid = ANY (%s::regclass[]) AND NOT tgisinternal AND tgenabled <> 'D' ORDER BY 1, 2
"""
_ENABLE = {"O": "ENABLE", "A": "ENABLE ALWAYS", "R": "ENABLE REPLICA"}


class AlreadyFilled(Exception):
    """A generated company is in this database already; choose an empty one (another GAS_VAR or DATABASE_URL)."""


class InUse(Exception):
    """The registers are in use; stop the system (Ctrl-C where `make run` runs), fill, and start it again."""


def fill(size: Size, *, tell: Callable[[str], None]) -> dict[str, int]:
    """How many rows each register got; raises `AlreadyFilled`, `InUse` or `NotInDemoMode` and then changes nothing.

    The rows do not pass the ledger one by one: an event per company says how many and with which SHA-256.
    """
    if not settings.DEMO:
        raise NotInDemoMode(NotInDemoMode.__doc__)
    load_company()
    load_registers()
    began = time.monotonic()
    with audited(actor=SYSTEM, reason="Generated company"):
        if _filled():
            raise AlreadyFilled(AlreadyFilled.__doc__)
        books = reading_books(size.books)
        tell(f"  {size.books} books, {staff(size.staff)} people added")
        with _unhindered(tell):
            rows = Rows(last_ids())
            for number, share in enumerate(_shares(size, books), start=1):
                fill_book(share, rows, _district(share.book))
                copy_rows(rows)
                done, passed = number / len(books), time.monotonic() - began
                tell(f"  [{number:>3}/{len(books)}] {share.book.code}: {sum(rows.count.values()):,} rows, "
                     f"{passed:.0f} s, about {passed / done - passed:.0f} s to go")  # fmt: skip
            set_sequences(rows)
            tell("  indexes and constraints")
        record(kind="admin", action=MARK, body={"size": asdict(size), "rows": rows.count, "sha256": rows.digests()})
    _analyze()
    tell(f"  {sum(rows.count.values()):,} rows in {time.monotonic() - began:.0f} s")
    return rows.count


def _filled() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM ledger.event WHERE kind = 'admin' AND action = %s)", [MARK])
        return bool(cursor.fetchone()[0])


def _shares(size: Size, books: list[Unit]) -> Iterator[Share]:
    """Each book's part, as even as can be; numbers go on from book to book."""
    spare = size.meters - size.residents - size.businesses * 5 // 4
    count, first = len(books), 1
    for number, book in enumerate(books):
        share = Share(
            book=book,
            residents=_part(size.residents, number, count),
            businesses=_part(size.businesses, number, count),
            replaced=_part(spare * 9 // 10, number, count),
            stock=_part(spare - spare * 9 // 10, number, count),
            months=size.months,
            readings=size.readings,
            first=first,
        )
        first += share.residents + share.businesses + share.stock
        yield share


def _part(whole: int, number: int, count: int) -> int:
    return whole // count + (number < whole % count)


def _district(book: Unit) -> str:
    return Unit.objects.get(code=book.code.partition("-")[0]).name.removesuffix("分公司") + "区"


@contextmanager
def _unhindered(tell: Callable[[str], None]) -> Iterator[None]:
    """Triggers, foreign keys, exclusions and plain indexes set aside, and put back in the same transaction."""
    tables = [f"registers_{table}" for table in COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(_SET_ASIDE, [tables, tables])
        aside = cursor.fetchall()
        cursor.execute(_TRIGGERS, [tables])
        triggers = cursor.fetchall()
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL lock_timeout = '10s'; SET LOCAL maintenance_work_mem = '512MB'"
        )
        try:
            with transaction.atomic():
                for table in tables:
                    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                for drop, _ in aside:
                    cursor.execute(drop)
        except OperationalError as problem:
            raise InUse(InUse.__doc__) from problem
        yield
        for _, make in aside:
            cursor.execute(make)
        for table, name, enabled in triggers:
            cursor.execute(f"ALTER TABLE {table} {_ENABLE[enabled]} TRIGGER {name}")


def copy_rows(rows: Rows) -> None:
    """Writes the rows that wait, parents before their children."""
    with connection.cursor() as cursor:
        for table, text in rows.taken():
            columns = ", ".join(["id", *COLUMNS[table].split()])
            cursor.copy_expert(f"COPY registers_{table} ({columns}) FROM STDIN", text)


def last_ids() -> dict[str, int]:
    """The greatest id of each register."""
    last = {}
    with connection.cursor() as cursor:
        for table in COLUMNS:
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM registers_{table}")
            last[table] = int(cursor.fetchone()[0])
    return last


def set_sequences(rows: Rows) -> None:
    """The next ids follow those of the rows."""
    with connection.cursor() as cursor:
        for table, last in rows.last.items():
            if rows.count[table]:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [f"registers_{table}", last])


def _analyze() -> None:
    with connection.cursor() as cursor:
        for table in COLUMNS:
            cursor.execute(f"VACUUM (ANALYZE) registers_{table}" if not connection.in_atomic_block else "SELECT 1")
