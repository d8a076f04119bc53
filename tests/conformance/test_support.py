"""docs/bpmn-support.md is what the catalogue says."""

from tests.conformance.catalogue import cases
from tests.conformance.support import TARGET, support


def test_the_table_of_support_is_generated_from_the_catalogue():
    assert TARGET.read_text() == support(), "run: python -m tests.conformance.support"


def test_no_event_of_the_standard_is_missing():
    assert "**missing**" not in support()


def test_the_catalogue_is_large():
    assert len(cases()) >= 250
