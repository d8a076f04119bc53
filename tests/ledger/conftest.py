"""A table of its own under the ledger's watch, written by plain SQL."""

import json

import pytest
from django.db import connection

from tests.ledger.sealed import key

__all__ = ["key", "shelf"]


class Shelf:
    """Runs SQL on `shelf` and reads what the ledger says of it."""

    def run(self, sql, *parameters):
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else cursor.rowcount

    def events(self, table="shelf"):
        rows = self.run("SELECT body FROM ledger.event WHERE table_name = %s ORDER BY id", table)
        return [json.loads(body) for (body,) in rows]


@pytest.fixture
def shelf(db):
    shelf = Shelf()
    shelf.run("CREATE TABLE shelf (id bigserial PRIMARY KEY, name text, size numeric, note text, token text, seen int)")
    shelf.run("SELECT ledger.watch('shelf', 'id', 'seen', 'token')")
    return shelf
