"""What rectification does by itself, as a scenario in memory sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

Data = Mapping[str, Any]


def jobs() -> dict[str, Callable[[Data, Data, dt.datetime], Data]]:
    """By service task."""

    def receive(given: Data, seen: Data, now: dt.datetime) -> Data:
        return {"found_on": now.date().isoformat(), "rehearsal": False}

    return {"rectification.receive_hazard": receive}
