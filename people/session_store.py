"""Sessions in the database, each with its person, address and browser, so that they can be listed and ended."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any, cast

from django.contrib.auth import SESSION_KEY

from people.light_sessions import SessionStore as LightStore
from people.models import Session

UNFINISHED = "_unfinished"
"""What must be done before the session may do anything else: "password" or "second_factor"."""
FROM = "_from"
"""Where the log-in came from and when: address, browser, moment."""


class SessionStore(LightStore):
    """The light store with the person's id in a column of its own."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        known = data.get(SESSION_KEY)
        row.user_id = int(known) if known else None
        if known := data.get(FROM):
            row.ip, row.agent, row.created_at = known[0], known[1], dt.datetime.fromisoformat(known[2])
        return row


def public_id(session_key: str) -> str:
    """What a session is called outside: its key would open it."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:24]
