"""The clocks of an instance, from its trace."""

from __future__ import annotations

from typing import Any

from engine.access import Row


def clocks_of(row: Row, lang: str) -> list[dict[str, Any]]:
    """Every clock that the definition's properties declare, counted up to now or to the end."""
    return []
