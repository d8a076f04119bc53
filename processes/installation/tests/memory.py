"""The money of installation as a scenario in memory sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

Data = Mapping[str, Any]


def jobs() -> dict[str, Callable[[Data, Data, dt.datetime], Data]]:
    """By service task."""

    def post_fee(given: Data, seen: Data, now: dt.datetime) -> Data:
        due = Decimal(str(seen["estimate_total"]))
        return {"charge_no": "YS-1", "fee_received": Decimal(0), "fee_balance": due}

    return {
        "installation.post_fee": post_fee,
        "installation.cancel_fee": lambda given, seen, now: {"charges_canceled": 1},
    }
