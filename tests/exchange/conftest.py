"""The registers' small company, with people who import."""

import datetime as dt
from decimal import Decimal

import pytest

from registers import commands
from tests.registers.conftest import company, file, in_process, people  # noqa: F401


@pytest.fixture
def charges(file, in_process):  # noqa: F811
    """Three open charges of 100, 200 and 300 yuan with their notices."""
    with in_process():
        return [
            commands.post_charge(
                unit_id=file.unit.pk,
                kind="气费",
                amount=Decimal(amount),
                customer_id=file.customer.pk,
                due_on=dt.date(2026, 12, 1),
                notice_no=f"TZ-{amount}",
            )
            for amount in (100, 200, 300)
        ]
