"""Who asks, in two small statements: the session and its person read past the ORM, which would cost much more."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DEFAULT_DB_ALIAS, connection

from people.models import User


class SessionStore(DatabaseStore):
    """Django's sessions in the database; what a session holds is decoded once as long as it stays the same."""

    def load(self) -> dict[str, Any]:
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT session_data FROM {table} WHERE session_key = %s AND expire_date > now()", [self.session_key]
            )
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return dict(_decoded(type(self), row[0]))


@lru_cache(maxsize=5_000)
def _decoded(store: type[SessionStore], text: str) -> dict[str, Any]:
    found: dict[str, Any] = store().decode(text)
    return found


class Backend(ModelBackend):
    """Django's log-in by name and password; who is behind a session is read with one small statement."""

    def get_user(self, user_id: Any) -> User | None:
        fields = User._meta.concrete_fields
        names = ", ".join(f'"{field.column}"' for field in fields)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {names} FROM people_user WHERE id = %s AND is_active", [user_id])
            row = cursor.fetchone()
        return None if row is None else User.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], row)
