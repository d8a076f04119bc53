"""Each reason for the kernel still holds of the pinned SpiffWorkflow."""

from __future__ import annotations

import pytest

from tests.runtimes.reasons import REASONS


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.__name__)
def test_stock_spiffworkflow_has_the_defect(reason):
    told = reason()
    assert told.reproduced, told.happened
