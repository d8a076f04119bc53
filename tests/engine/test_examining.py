"""Files that people bring are examined in a process that may die; the answer is a finding either way."""

from __future__ import annotations

import pytest

from engine import examining
from engine.commands import deploy_definition
from engine.commands.definitions import findings_of
from engine.refusals import DefinitionRefused
from engine.testing import person
from people.actors import SYSTEM
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db


def telling(files, *, known):
    raise AssertionError("examined in the web process")


def drawn(**more: bytes) -> dict[str, bytes]:
    asked = Drawing("asked").start().service_task("measure", "external.meter").service_task("guess", "nobody.knows")
    return {"process.bpmn": asked.user_task("look", groups="nobody").end().xml(), **more}


def test_a_person_and_the_system_are_told_the_same(company):
    files = drawn(**{"forms/bad.form.json": b'{"key": 1}'})
    ours, theirs = findings_of(files, actor=SYSTEM), findings_of(files, actor=person("process_designer"))
    assert ours == theirs
    refused = {(f.code, f.element_id) for f in ours if f.severity == "error"}
    assert {element for _, element in refused} >= {"guess", "look"}
    assert "measure" not in {element for _, element in refused}


def test_a_persons_files_are_never_examined_in_the_web_process(company, monkeypatch):
    monkeypatch.setattr(examining, "check_deployment", telling)
    files = {"process.bpmn": Drawing("drawn_by_hand").start().user_task("look").end().xml()}
    assert deploy_definition(files=files, actor=person("process_designer"), dry_run=True).key == "drawn_by_hand"
    with pytest.raises(AssertionError, match="web process"):
        deploy_definition(files=files, actor=SYSTEM, dry_run=True)


@pytest.mark.parametrize(("patience", "told"), [(0.001, "no answer within"), (60.0, "the examination failed")])
def test_files_that_hold_or_kill_their_examiner_are_refused_with_a_finding(company, monkeypatch, patience, told):
    monkeypatch.setattr(examining, "PATIENCE", patience)
    monkeypatch.setattr(examining, "ENTRY", "tests.lint.test_hostile:crashing")
    with pytest.raises(DefinitionRefused) as refused:
        deploy_definition(files=drawn(), actor=person("process_designer"))
    (finding,) = refused.value.findings
    assert (finding.code, finding.severity) == ("too-costly", "error")
    assert told in finding.message
    assert told not in finding.message_zh
    assert finding.message_zh.startswith("文件无法完成检查")
