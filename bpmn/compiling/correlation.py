"""Key-based correlation as the standard writes it: properties, how a message carries them, how a process binds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bpmn.compiling.draft import Draft, plain
from bpmn.compiling.expressions import formal
from bpmn.document import Element
from bpmn.program import Expression

CATCHING = {"startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask"}


@dataclass(frozen=True, slots=True)
class Joined:
    """The texts of several expressions, joined; null when one of them is."""

    parts: tuple[Expression, ...]

    @property
    def source(self) -> str:
        return " | ".join(part.source for part in self.parts)

    def evaluate(self, scope: Mapping[str, Any], *, now: dt.datetime) -> Any:
        values = [part.evaluate(scope, now=now) for part in self.parts]
        return None if None in values else "|".join(str(value) for value in values)


def standard_key(draft: Draft, element: Element, message: Element) -> Expression | None:
    """The correlation key of a message at this element, None when the file has no property for it."""
    bound = _bindings(draft, element) if element.tag in CATCHING and draft.correlation_properties else {}
    parts = []
    for found in draft.correlation_properties:
        retrieval = _retrieval(draft, found, message)
        if retrieval is not None:
            parts.append(bound.get(found.id or "") or retrieval)
    return Joined(tuple(parts)) if parts else None


def _retrieval(draft: Draft, prop: Element, message: Element) -> Expression | None:
    for retrieval in prop.all("correlationPropertyRetrievalExpression"):
        if plain(retrieval.attributes.get("messageRef", "")) == message.id:
            return formal(draft, retrieval.find("messagePath"))
    return None


def _bindings(draft: Draft, element: Element) -> dict[str, Expression]:
    index = draft.indexes.get(element.id or "", -1)
    while index >= 0 and draft.container_of[index] >= 0:
        index = draft.container_of[index]
    process = draft.element_of[index] if index >= 0 else element
    found = {}
    for subscription in process.all("correlationSubscription"):
        for binding in subscription.all("correlationPropertyBinding"):
            path = formal(draft, binding.find("dataPath"))
            if path is not None:
                found[plain(binding.attributes.get("correlationPropertyRef", ""))] = path
    return found
