"""What Django asks for as `ENGINE = "config.postgresql"`."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2.extensions
from django.conf import settings
from django.db.backends.postgresql import base
from django.db.backends.utils import debug_transaction
from psycopg2.extensions import TRANSACTION_STATUS_IDLE


class Cursor(psycopg2.extensions.cursor):
    """Sends a BEGIN that is still owed together with the statement."""

    wrapper: DatabaseWrapper

    def execute(self, query: Any, vars: Any = None) -> None:
        if not self.wrapper.owes_begin:
            super().execute(query, vars)
        elif isinstance(query, str):
            self._first(query, vars)
        else:
            self.wrapper.begin()
            super().execute(query, vars)

    def _first(self, query: str, vars: Any) -> None:
        try:
            super().execute("BEGIN; " + query, vars)
        finally:  # text that cannot be read is refused whole, the BEGIN with it
            self.wrapper.owes_begin = self.connection.info.transaction_status == TRANSACTION_STATUS_IDLE

    def executemany(self, query: Any, vars_list: Any) -> None:
        self.wrapper.begin()
        super().executemany(query, vars_list)

    def callproc(self, procname: Any, parameters: Any = None) -> Any:
        self.wrapper.begin()
        return super().callproc(procname, parameters)

    def copy_expert(self, sql: Any, file: Any, size: int = 8192) -> None:
        self.wrapper.begin()
        super().copy_expert(sql, file, size)

    def copy_from(self, file: Any, table: str, **options: Any) -> None:
        self.wrapper.begin()
        super().copy_from(file, table, **options)

    def copy_to(self, file: Any, table: str, **options: Any) -> None:
        self.wrapper.begin()
        super().copy_to(file, table, **options)


class DatabaseWrapper(base.DatabaseWrapper):
    """The psycopg2 connection stays in autocommit; BEGIN, COMMIT and ROLLBACK are said here."""

    owes_begin = False
    _in_transaction = False

    def begin(self) -> None:
        """Sends the BEGIN that is owed, if one is."""
        if self.owes_begin:
            self.owes_begin = False
            self._say("BEGIN")

    def may_carry_commit(self) -> bool:
        """Whether a COMMIT now would end the one open block and nothing else."""
        return self._in_transaction and len(self.atomic_blocks) == 1 and self.commit_on_exit and not self.needs_rollback

    @contextmanager
    def carrying_commit(self) -> Iterator[None]:
        """For the one statement that brings its own COMMIT as the block's last: none is sent at the block's end."""
        try:
            yield
        finally:
            if self.connection is not None and self.connection.info.transaction_status == TRANSACTION_STATUS_IDLE:
                self.owes_begin = True

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        made = super().get_new_connection(conn_params)
        made.autocommit = True
        self.owes_begin = self._in_transaction = False
        return made

    def create_cursor(self, name: str | None = None) -> Any:
        if name:
            self.begin()
            return super().create_cursor(name)
        cursor = self.connection.cursor(cursor_factory=Cursor)
        cursor.wrapper = self
        cursor.tzinfo_factory = self.tzinfo_factory if settings.USE_TZ else None
        return cursor

    def is_usable(self) -> bool:
        """Whether the server has said nothing; one that ends a session says so, which costs no round trip to see."""
        if self.connection is None or self.connection.closed:
            return False
        heard = select.poll()
        heard.register(self.connection.fileno(), select.POLLIN)
        return not heard.poll(0) or bool(super().is_usable())

    def _set_autocommit(self, autocommit: bool) -> None:
        self.owes_begin = not autocommit
        self._in_transaction = not autocommit

    def _commit(self) -> None:
        self._end("COMMIT")

    def _rollback(self) -> None:
        self._end("ROLLBACK")

    def _end(self, word: str) -> None:
        if self.connection is None or not self._in_transaction:
            return
        if not self.owes_begin:
            with debug_transaction(self, word), self.wrap_database_errors:
                self._say(word)
        self.owes_begin = True

    def _say(self, word: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(word)
