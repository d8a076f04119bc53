"""No list, sort, filter or search reads a large register from its beginning: each goes along an index."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from demo.company import Size, fill
from people.actors import actor_named
from registers import listing
from registers.catalogue import columns, field_at
from registers.listing import Asked
from registers.lists import LISTS
from tests.registers.conftest import sql

SIZE = Size(books=32, residents=3_000, businesses=100, meters=3_600, staff=40, months=6, readings=1)
LARGE = 1_500
"""Rows from which on reading a whole table is refused; the real registers have a thousand times as many."""
WORDS = ("江城", "王", "j", "138", "000012", "LG0", "王 江城")


def cases(listed) -> Iterator[dict]:
    """Every sort both ways, every choice of every filter, both ends of every span, and words common and rare."""
    yield {}
    for name in listed.sort:
        yield from ({"sort": name}, {"sort": f"-{name}"})
    for column in columns(listed, "zh"):
        if not column.filterable:
            continue
        if column.kind in ("date", "moment"):
            ends = {"_from": "2026-10-20", "_until": "2014-01-01"}
            yield from ({"filters": {column.name + end: day}} for end, day in ends.items())
        else:
            values = [value for value, _ in column.choices] or ["true", "false"]
            yield from ({"filters": {column.name: value}} for value in values)
    yield from ({"q": word} for word in WORDS)


@contextmanager
def plans(found: list) -> Iterator[None]:
    """Asks for the plan of each question to the registers, just where and as it is put."""

    def explained(execute, statement, parameters, many, context):
        if statement.startswith("SELECT") and '"registers_' in statement:
            execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters, many, context)
            (plan,) = context["cursor"].fetchone()
            found.append((plan if isinstance(plan, list) else json.loads(plan), statement))
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(explained):
        yield


def scanned(node, *, gathered: bool = False) -> Iterator[str]:
    """The tables that are read whole: from their beginning, or along an index with nothing to stop it."""
    kind = node["Node Type"]
    endless = kind in ("Index Scan", "Index Only Scan") and "Index Cond" not in node
    if "Seq Scan" in kind or (endless and gathered):
        yield node["Relation Name"]
    for part in node.get("Plans", ()):
        yield from scanned(part, gathered=gathered or kind in ("Sort", "Hash", "Materialize", "Aggregate"))


@pytest.fixture
def large(company, monkeypatch):
    fill(SIZE, tell=lambda line: None)
    monkeypatch.setattr(listing, "MOST_FOUND", 21)  # as small beside these tables as 1,001 is beside the real ones
    monkeypatch.setattr(listing, "LONGEST_PAGE", 20)
    sql("ANALYZE")
    return {
        model._meta.db_table
        for model in {listed.model for listed in LISTS.values()}
        if model._default_manager.count() >= LARGE
    }


def test_every_question_goes_along_an_index(large):
    assert {"registers_customer", "registers_meter", "registers_reading", "registers_supplypoint"} <= large
    bad, asked_for = [], 0
    for who in ("auditor", "branch_manager_2"):
        actor = actor_named(who)
        for key, listed in LISTS.items():
            for case in cases(listed):
                seen: list = []
                with plans(seen):
                    page = listing.page_of(actor, listed, Asked(**case, page_size=10))
                    if page.next and "q" not in case:
                        listing.page_of(actor, listed, Asked(**case, page_size=10, cursor=page.next))
                    if not case:
                        listing.rows_shown(actor, listed, page.ids)
                asked_for += 1
                bad += [
                    (who, key, case, table, statement[:300])
                    for (plan,), statement in seen
                    for table in scanned(plan["Plan"])
                    if table in large
                ]
    assert bad == []
    assert asked_for > 400


def test_every_order_can_be_walked():
    for listed in LISTS.values():
        for lookup in listed.walk:
            assert field_at(listed.model, lookup) is not None, (listed.key, lookup)
        assert {*listed.sort, *listed.filters} <= {*listed.columns}, listed.key
        assert listed.first.removeprefix("-") in (*listed.sort, ""), listed.key
        assert {*listed.numbered} <= {*listed.sort}, listed.key
