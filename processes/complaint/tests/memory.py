"""A complaint has no service tasks of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def jobs() -> dict[str, Callable[..., Any]]:
    """None."""
    return {}
