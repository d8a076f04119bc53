"""The page of a paper for readers who see some of its values starred, as they do on the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape

from engine.programs import Deployed
from engine.sensitive import masked_fields, shown
from people.permissions import mask

SHORTEST = 5
"""Signs that a value needs to be starred under another name too; one of few signs stands everywhere."""
Rendered = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Starred:
    """Which permissions the whole paper takes, and the page without what they open; "" when it takes none."""

    needs: tuple[str, ...]
    page: str


def starred(*, version: Deployed, context: Mapping[str, Any], page: str, render: Rendered) -> Starred:
    """What the page becomes when everything that takes a permission is starred; `render` makes it of a context."""
    known = masked_fields(version)
    needs = []
    for permission in sorted({see for see, _ in known.values()}):
        kinds = {name: kind for name, (see, kind) in known.items() if see == permission}
        if _page(context, kinds, render) != page:
            needs.append(permission)
    if not needs:
        return Starred((), "")
    kinds = {name: kind for name, (see, kind) in known.items() if see in needs}
    return Starred(tuple(needs), _page(context, kinds, render))


def _page(context: Mapping[str, Any], kinds: Mapping[str, str], render: Rendered) -> str:
    page = render({name: shown(name, value, kinds) for name, value in context.items()})
    for name, kind in kinds.items():
        value = context.get(name)
        if isinstance(value, str) and len(value) >= SHORTEST:
            page = page.replace(escape(value), escape(str(mask(value, kind))))
    return page
