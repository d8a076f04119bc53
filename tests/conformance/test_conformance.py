"""Every behaviour of the catalogue, with the invariants checked after every step."""

from __future__ import annotations

import pytest

from bpmn import Refused, compile_program
from tests.conformance.catalogue import FOLDER, Case, cases
from tests.conformance.drawing import draw
from tests.conformance.playing import Play

CASES = cases()


@pytest.mark.parametrize("case", [pytest.param(case, id=case.slug) for case in CASES])
def test_behaves_as_the_standard_says(case: Case):
    files = {"p.bpmn": draw(case.diagram)}
    if case.dmn:
        files[case.dmn] = (FOLDER / case.dmn).read_bytes()
    if case.refused:
        with pytest.raises(Refused) as refused:
            compile_program(files, process_id="p")
        assert case.refused in [finding.code for finding in refused.value.findings]
        assert all(finding.message and finding.message_zh for finding in refused.value.findings)
        return
    Play(compile_program(files, process_id="p")).play(case.scenario)


def test_no_two_cases_have_the_same_name():
    names = [case.slug for case in CASES]
    assert len(names) == len(set(names))
