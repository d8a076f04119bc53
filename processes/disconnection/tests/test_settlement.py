"""The settlement's arithmetic: examples, and its laws."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.disconnection.settlement import NothingToSettleWith, settle

D = Decimal
MONEY = st.decimals(min_value=D("0.01"), max_value=D(100000), places=2)
READINGS = st.decimals(min_value=D(0), max_value=D(99999), places=3)


@pytest.mark.parametrize(
    ("out", "billed", "price", "account", "fees", "deposit", "balance"),
    [
        ("3666", "3600", "3.86", "0", [], "0", "254.76"),
        ("3666", "3600", "3.86", "0", ["120.00", "30.50"], "1000", "-594.74"),
        ("100.005", "100", "2.95", "-50.00", [], "0", "-49.99"),
        ("100", "100", "3", "0", [], "0", "0.00"),
    ],
)
def test_worked_examples(out, billed, price, account, fees, deposit, balance):
    done = settle(
        reading_out=D(out), billed_reading=D(billed), price=D(price), account_balance=D(account),
        fees=[D(one) for one in fees], deposit=D(deposit),
    )  # fmt: skip
    assert str(done.balance) == balance
    assert done.steps[-1].value == balance


@pytest.mark.parametrize(("out", "billed", "price"), [("10", "11", "3"), ("10", "9", "0")])
def test_without_a_basis_nothing_is_settled(out, billed, price):
    with pytest.raises(NothingToSettleWith):
        settle(reading_out=D(out), billed_reading=D(billed), price=D(price), account_balance=D(0))


@given(READINGS, READINGS, MONEY, MONEY)
def test_a_deposit_lowers_the_balance_by_itself(one, other, price, deposit):
    low, high = sorted((one, other))
    known = {"reading_out": high, "billed_reading": low, "price": price, "account_balance": D(0)}
    assert settle(**known).balance - settle(**known, deposit=deposit).balance == deposit
