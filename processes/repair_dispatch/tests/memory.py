"""The service tasks of an emergency repair as a scenario in memory sees them: the real computation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from processes.repair_dispatch.services import report

Data = Mapping[str, Any]


def jobs() -> dict[str, Callable[[Data, Data, dt.datetime], Data]]:
    """By service task."""

    def really_report(given: Data, seen: Data, now: dt.datetime) -> Data:
        return report(dict(given), SimpleNamespace(variables=seen))  # type: ignore[arg-type]

    return {"repair_dispatch.report": really_report}
