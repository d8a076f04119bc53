"""The sheet's arithmetic: the contract's examples, and its laws."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.meter_replacement.adjustment import NothingToComputeWith, by_comparison, by_error

D = Decimal
MONEY = st.decimals(min_value=D("0.01"), max_value=D(20), places=4)
VOLUMES = st.lists(st.decimals(min_value=D(0), max_value=D(99999), places=3), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("volumes", "error", "price", "volume", "amount"),
    [
        ([D(910), D(909)], D("-8.4"), D("3.65"), "166.808", "608.85"),
        ([D(1050), D(1050)], D(5), D("4.00"), "-100.000", "-400.00"),
        ([D(100)], D(0), D(3), "0.000", "0.00"),
        ([D(970), D(970)], D(-3), D("3.335"), "60.000", "200.10"),
    ],
)
def test_two_months_corrected_by_the_error(volumes, error, price, volume, amount):
    done = by_error(volumes=volumes, error_percent=error, price=price)
    assert (str(done.volume), str(done.amount)) == (volume, amount)
    assert D(done.steps[-1].value) == done.amount
    assert [step.label for step in done.steps] == ["已计气量 m³", "实际气量 m³", "退补气量 m³", "退补金额 元"]


def test_a_stopped_meter_is_compared():
    done = by_comparison(volumes=[D(900), D(930), D(870), D(900)], days=30, registered=D(60), price=D("3.65"))
    assert (str(done.volume), str(done.amount)) == ("840.000", "3066.00")


@pytest.mark.parametrize(
    "wrong",
    [
        {"volumes": [], "error_percent": D(5), "price": D(3)},
        {"volumes": [D(1)], "error_percent": D(-100), "price": D(3)},
        {"volumes": [D(1)], "error_percent": D(5), "price": D(0)},
    ],
)
def test_without_a_basis_nothing_is_computed(wrong):
    with pytest.raises(NothingToComputeWith):
        by_error(**wrong)


def test_a_meter_that_stood_for_no_day_is_not_compared():
    with pytest.raises(NothingToComputeWith):
        by_comparison(volumes=[D(1)], days=0, registered=D(0), price=D(3))


@given(VOLUMES, st.decimals(min_value=D("-60"), max_value=D(60), places=1), MONEY)
def test_a_fast_meter_gives_back_and_a_slow_one_asks_for_more(volumes, error, price):
    done = by_error(volumes=volumes, error_percent=error, price=price)
    assert done.amount * error <= 0
    assert done.amount == done.amount.quantize(D("0.01"))


@given(VOLUMES, st.integers(1, 400), MONEY)
def test_what_was_registered_is_never_charged_twice(volumes, days, price):
    without = by_comparison(volumes=volumes, days=days, registered=D(0), price=price)
    half = by_comparison(volumes=volumes, days=days, registered=without.volume / 2, price=price)
    assert half.amount <= without.amount
