"""Which variable holds which data object, property, input or output."""

from __future__ import annotations

from bpmn.compiling.draft import Draft, plain
from bpmn.compiling.expressions import is_name
from bpmn.document import Element

HELD = ("dataObject", "property", "dataInput", "dataOutput", "dataStore")
REFERENCES = {"dataObjectReference": "dataObjectRef", "dataStoreReference": "dataStoreRef"}


STORE = "@"
"""Begins the name of what is not a variable but a data store outside the instance."""


def name_data(draft: Draft) -> None:
    """Fill `draft.data_names`: the name if FEEL can read it, a reference's name for a nameless object, else the id."""
    for element in draft.refs.values():
        if element.tag in HELD and element.id:
            draft.data_names[element.id] = _held(element)
    for element in draft.refs.values():
        if element.tag in REFERENCES and element.id:
            draft.data_names[element.id] = _referred(draft, element)


def _held(element: Element) -> str:
    if element.tag == "dataStore":
        return STORE + (element.name or element.id or "")
    return element.name if is_name(element.name) else element.id or ""


def _referred(draft: Draft, element: Element) -> str:
    reference = plain(element.attributes.get(REFERENCES[element.tag], ""))
    own = element.name if is_name(element.name) else ""
    held = draft.refs.get(reference)
    if element.tag == "dataStoreReference":
        return _held(held) if held is not None else STORE + (element.name or reference or element.id or "")
    if held is None or held.tag not in HELD:
        return own or reference or element.id or ""
    if not is_name(held.name) and own:
        draft.data_names[reference] = own
    return draft.data_names.get(reference) or own or reference


def local_names(draft: Draft, element: Element) -> tuple[str, ...]:
    """The variables that live and die with this process or sub-process."""
    held = [child for child in element.children if child.tag in ("dataObject", "property") and child.id]
    return tuple(draft.data_names.get(child.id, child.id) for child in held if child.id)
