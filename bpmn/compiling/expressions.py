"""Texts of a diagram compiled once: FEEL, constants, mappings."""

from __future__ import annotations

import re

from bpmn.compiling.draft import Draft, plain
from bpmn.document import ZEEBE, Element
from bpmn.feel import FeelSyntax, compile_expression
from bpmn.program import Constant, Expression, Mapping_

_FOREIGN = re.compile(r"^\s*[$#]\{")
_NAME = re.compile(r"^[^\W\d]\w*$")


def is_name(text: str) -> bool:
    """Whether FEEL can read this text as one variable name."""
    return bool(_NAME.match(text))


def feel(draft: Draft, element: Element, text: str | None) -> Expression | None:
    """The text compiled as FEEL (a leading `=` is dropped); a syntax problem is reported."""
    source = (text or "").strip().removeprefix("=").strip()
    if not source:
        return None
    if _FOREIGN.match(source):
        _not_feel(draft, element, source)
        return None
    try:
        return compile_expression(source, dialect="camunda")
    except FeelSyntax as problem:
        draft.report(
            "expression_syntax",
            element,
            f"“{source}” is not a FEEL expression: {problem}",
            f"“{source}”不是有效的 FEEL 表达式：{problem}",
        )
        return None


def _not_feel(draft: Draft, element: Element, source: str) -> None:
    draft.report(
        "expression_syntax",
        element,
        f"“{source}” is not FEEL: write it without ${{}}",
        f"“{source}”不是 FEEL 表达式：请去掉 ${{}} 并改写",
    )


def value(draft: Draft, element: Element, text: str | None) -> Expression | None:
    """A text that is FEEL when it begins with `=` and itself otherwise; None when empty."""
    if text is None or not text.strip():
        return None
    stripped = text.strip()
    if stripped.startswith("="):
        return feel(draft, element, stripped)
    if _FOREIGN.match(stripped):
        _not_feel(draft, element, stripped)
    return Constant(stripped, stripped)


def formal(draft: Draft, element: Element | None) -> Expression | None:
    """A BPMN expression element compiled; a language other than FEEL is reported."""
    if element is None:
        return None
    language = element.attributes.get("language") or draft.languages.get(draft.files.get(id(element), ""), "")
    if language and "feel" not in language.lower():
        draft.report(
            "expression_language",
            element,
            f"the expression language “{language}” is not executed, only FEEL is",
            f"不支持表达式语言“{language}”，只支持 FEEL",
        )
        return None
    return feel(draft, element, element.text)


def mappings(draft: Draft, element: Element, tag: str) -> tuple[Mapping_, ...]:
    """The zeebe:ioMapping entries of that tag (`input` or `output`) in order."""
    io = element.extension("ioMapping")
    if io is None:
        return ()
    found = []
    for entry in io.all(tag, ZEEBE):
        source = value(draft, element, entry.attributes.get("source"))
        path = tuple(entry.attributes.get("target", "").split("."))
        if source is None:
            source = Constant(None)
        if not all(is_name(part) for part in path):
            draft.report(
                "mapping_target",
                element,
                f"“{entry.attributes.get('target', '')}” is not a variable path",
                f"“{entry.attributes.get('target', '')}”不是变量路径",
            )
            continue
        found.append(Mapping_(source, path))
    return tuple(found)


def associations(draft: Draft, element: Element, tag: str) -> tuple[Mapping_, ...]:
    """The BPMN data associations of an activity or event as mappings between variables."""
    found: list[Mapping_] = []
    for association in element.all(tag):
        found.extend(_association(draft, association))
    return tuple(found)


def _association(draft: Draft, association: Element) -> list[Mapping_]:
    sources = [variable(draft, association, child.text) for child in association.all("sourceRef")]
    target = association.find("targetRef")
    assignments = list(association.all("assignment"))
    if assignments:
        return [mapping for one in assignments for mapping in _assignment(draft, one, target, association)]
    transformation = formal(draft, association.find("transformation"))
    source = transformation or (Name(sources[0]) if sources and sources[0] else None)
    if source is None or target is None:
        return []
    name = variable(draft, association, target.text)
    return [Mapping_(source, (name,))] if name else []


def _assignment(draft: Draft, assignment: Element, target: Element | None, association: Element) -> list[Mapping_]:
    source = formal(draft, assignment.find("from"))
    to = assignment.find("to")
    path = (to.text or "").strip().removeprefix("=").strip() if to is not None else ""
    if plain(path) in draft.data_names:
        path = draft.data_names[plain(path)]
    if not path and target is not None:
        path = variable(draft, association, target.text) or ""
    return [Mapping_(source, tuple(path.split(".")))] if source is not None and path else []


def variable(draft: Draft, element: Element, reference: str | None) -> str | None:
    """The variable that holds a data object, property, input or output; a dangling reference is reported."""
    if not reference or not reference.strip():
        return None
    name = draft.data_names.get(plain(reference))
    if name is None and draft.resolve(element, reference) is not None:
        return plain(reference)
    return name


class Name:
    """A reference to one variable, read without parsing."""

    __slots__ = ("source",)

    def __init__(self, source: str) -> None:
        self.source = source

    def evaluate(self, scope, *, now):  # type: ignore[no-untyped-def]
        return scope.get(self.source)
