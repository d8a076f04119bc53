"""Reading a snapshot without its program."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from engine.runtime.protocol import Environment, WorkNotOpen
from engine.runtime.snapshot import unpack, unseal

UNITS = 8


def visible_in(snapshot: bytes, unit_id: int, env: Environment, only: Collection[str] | None = None) -> dict[str, Any]:
    """The variables (`only` those named) that a unit sees, outer ones hidden by inner ones of the same name."""
    row = unseal(snapshot)
    units = row[UNITS]
    if unit_id not in units:
        raise WorkNotOpen(f"the scope “{unit_id}” is not open")
    found: dict[str, Any] = {}
    while unit_id >= 0:
        unit = unpack(units[unit_id])
        for name, raw in (unit[4] if len(unit) > 4 and unit[4] else {}).items():
            if name not in found and (only is None or name in only):
                found[name] = _value(raw, env)
        called = len(unit) > 7 and unit[7] and unit[7].get("process")
        unit_id = -1 if called else unit[0]
    return found


def _value(raw: bytes | str, env: Environment) -> Any:
    if isinstance(raw, str):
        if env.stored is None:
            raise LookupError(f"the stored variable {raw} cannot be read without env.stored")
        raw = env.stored(raw)
    return unpack(raw)
