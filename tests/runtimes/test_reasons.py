"""Each reason for the kernel still holds of the pinned SpiffWorkflow."""

from __future__ import annotations

import re

import pytest

from tests.runtimes.defects import PAGE, page
from tests.runtimes.reasons import REASONS


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.__name__)
def test_stock_spiffworkflow_has_the_defect(reason):
    told = reason()
    assert told.reproduced, told.happened


def test_the_list_of_defects_is_as_it_was_acted_out():
    assert _without_counts(PAGE.read_text()) == _without_counts(page())


def _without_counts(text: str) -> str:
    """How many of twenty lose their variables is chance."""
    return re.sub(r"\d+ of 20 lost\.", "", text)
