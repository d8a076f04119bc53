"""Variables that not everybody may read whole: what registers declare for the column of that name holds here too.

A form says it of a field of its own by `"x-mask": "<kind>"` in the field's schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from engine.programs import Deployed, deployed, form_files
from people.actors import Actor
from people.permissions import declared, mask


@lru_cache(maxsize=500)
def _masked_fields(digest: str) -> Mapping[str, tuple[str, str]]:
    version = deployed(digest)
    columns = {name: (c.see, c.mask) for thing in declared() for name, c in thing.columns.items() if c.see and c.mask}
    permission_of = {kind: see for see, kind in columns.values()}
    found: dict[str, tuple[str, str]] = dict(columns)
    for key in form_files(version.files):
        form = version.form(key)
        for name in form.fields if form else ():
            kind = form.property_schema(name).get("x-mask") if form else None
            if kind:
                found[name] = (permission_of.get(str(kind), "see_contacts"), str(kind))
    return found


def masked_fields(version: Deployed) -> Mapping[str, tuple[str, str]]:
    """Every variable that takes a permission to be seen whole: its name, the permission, the kind of mask."""
    return _masked_fields(version.digest)


def masked_for(version: Deployed, actor: Actor, unit_path: str) -> dict[str, str]:
    """The names of variables that this reader sees masked, with the kind of mask."""
    if actor.system:
        return {}
    fields = _masked_fields(version.digest)
    seen = {see: actor.may_at(see, unit_path) for see in {see for see, _ in fields.values()}}
    return {name: kind for name, (see, kind) in fields.items() if not seen[see]}


def shown(name: str, value: Any, masked: Mapping[str, str]) -> Any:
    """The variable's value as the reader may see it, starred also where it stands inside another one."""
    if name in masked:
        return None if value is None else mask(value, masked[name])
    if not masked:
        return value
    if isinstance(value, dict):
        return {key: shown(key, item, masked) for key, item in value.items()}
    if isinstance(value, list):
        return [shown("", item, masked) for item in value]
    return value
