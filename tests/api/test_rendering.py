"""JSON out: numbers of any length stay what they are."""

import json
from decimal import Decimal

import pytest

from api.rendering import dumps, loads


@pytest.mark.parametrize("number", [2**63, -(2**70), 10**200, 2**63 - 1])
def test_a_whole_number_of_any_length_is_written_exactly(number: int) -> None:
    assert json.loads(dumps({"rows": [{"old": number, "new": (1, number)}]})) == {
        "rows": [{"old": number, "new": [1, number]}]
    }


def test_a_decimal_keeps_its_digits() -> None:
    assert dumps({"amount": Decimal("1.50")}) == b'{"amount":1.50}'
    assert loads(b"1.50") == Decimal("1.50")
