"""The interchange group's 21 reference models import as drafts, come out whole, and say what they lack to run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bpmn.compiling import compile_program
from bpmn.dialects.drafts import Draft, import_draft, import_in_child
from bpmn.document import BPMN, Refused
from bpmn.reading import parse_tree, read_document
from bpmn.sandbox import ChildLost

MODELS = sorted((Path(__file__).parent / "miwg").glob("*.bpmn"))


@cache
def draft_of(path: Path) -> Draft:
    return import_draft(path.read_bytes(), file=path.name)


def everything(data: bytes) -> list[tuple[object, ...]]:
    """Every element, comment and instruction in order with prefix, attributes and all text around it."""
    return [(str(n.tag), n.prefix, sorted(n.attrib.items()), n.text, n.tail) for n in parse_tree(data).iter()]


def test_there_are_21_models() -> None:
    assert len(MODELS) == 21


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_model_comes_out_with_everything_that_went_in(path: Path) -> None:
    data = path.read_bytes()
    draft = draft_of(path)
    assert everything(draft.xml_out) == everything(data)
    again = import_draft(draft.xml_out, file=path.name)
    assert again.xml_out == draft.xml_out


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_conversion_adds_and_takes_nothing_away(path: Path) -> None:
    before, after = read_document(path.read_bytes()), read_document(draft_of(path).executable_xml)
    assert [e.id for e in after.walk() if e.id] == [e.id for e in before.walk() if e.id]
    kept = [(e.namespace, e.tag) for e in after.walk() if "zeebe" not in e.namespace and e.tag != "extensionElements"]
    assert kept == [
        (e.namespace, e.tag) for e in before.walk() if "zeebe" not in e.namespace and e.tag != "extensionElements"
    ]


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_the_list_is_exactly_what_stands_in_the_way(path: Path) -> None:
    draft = draft_of(path)
    for finding in draft.findings:
        assert all((finding.message, finding.message_zh, finding.mend, finding.mend_zh, finding.line, finding.file))
    ids = {e.id for e in read_document(path.read_bytes()).walk() if e.namespace == BPMN}
    assert {f.element_id for f in draft.findings} - {None} <= ids
    errors = {f.code for f in draft.findings if f.severity == "error"}
    try:
        compile_program({path.name: draft.executable_xml})
        compiles = True
    except Refused:
        compiles = False
    assert compiles == (not errors - {"not-executable"})


def test_an_import_in_a_child_is_the_same() -> None:
    path = MODELS[-1]
    assert import_in_child(path.read_bytes(), file=path.name, seconds=30) == draft_of(path)
    with pytest.raises(Refused):
        import_in_child(b"<!DOCTYPE x><a/>", seconds=30)
    with pytest.raises(ChildLost):
        import_in_child(path.read_bytes(), seconds=0.001)


def test_what_the_first_models_lack() -> None:
    def lacks(stem: str) -> list[str]:
        path = next(p for p in MODELS if p.stem == stem)
        return sorted({f.code for f in draft_of(path).findings if f.severity == "error"})

    assert lacks("A.1.0") == ["not-executable"]
    assert lacks("A.2.0") == ["missing-condition", "not-executable"]
    assert lacks("A.4.1") == ["not-executable"]
    assert lacks("C.9.2") == []
