"""The service task of a support request as a scenario in memory sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from processes.support_request.services import span

Data = Mapping[str, Any]


def jobs() -> dict[str, Callable[[Data, Data, dt.datetime], Data]]:
    """By service task."""

    def opened(given: Data, seen: Data, now: dt.datetime) -> Data:
        return {
            "asker": "account_manager", "asker_name": "客户经理", "due_at": now + span(seen["time_limit"]), "stops": [],
        }  # fmt: skip

    return {"support_request.open": opened}
