"""The sheet's arithmetic: worked examples, the laws, and the promise that an issued sheet stays what it is."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.wire import dump_plain
from processes.penalty_recovery import instalments, sheet
from processes.penalty_recovery.methods import METHODS, Lacking, estimate

D = Decimal
APPLIANCES = [{"rated_flow": D("4.5"), "quantity": 2}, {"rated_flow": 1, "quantity": 1}]
EVERYTHING = {
    "days": 60, "hours_per_day": 8, "appliances": APPLIANCES, "meter_qmax": 40, "year_ago_volume": D(1800),
    "year_ago_days": 90, "before_volume": D(3600), "before_days": 120, "predicted_volume": D("2750.5"),
    "similar_daily": D("21.5"), "similar_ratio": D("1.2"), "leak_rate": D("3.25"),
}  # fmt: skip
PRICES = [
    {"from": "2026-01-01", "until": "2026-01-20", "days": 20, "price": D("3.50"), "citation": "旧价"},
    {"from": "2026-01-21", "until": "2026-03-01", "days": 40, "price": D("3.86"), "citation": "新价"},
]
INPUTS = EVERYTHING | {
    "methods": ["appliances", "before"], "chosen_method": "before", "first_day": "2026-01-01", "last_day": "2026-03-01",
    "prices": PRICES, "multiple": 1, "clause": "第 41 条", "billed_volume": D(300),
    "sources": [{"method": "before", "source": "账务 2025 年 9–12 月"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("method", "volume"),
    [
        ("appliances", "4800.000"),
        ("meter_qmax", "19200.000"),
        ("year_ago", "1200.000"),
        ("before", "1800.000"),
        ("predicted", "2750.500"),
        ("similar", "1548.000"),
        ("measured", "1560.000"),
    ],
)
def test_a_method(method, volume):
    done = estimate(method, EVERYTHING, "证据 1")
    assert (str(done.volume), done.steps[0].source) == (volume, "证据 1")


def test_every_method_has_an_example_and_says_what_it_lacks():
    assert len(METHODS) == 7
    for key, method in METHODS.items():
        for needed in method.needs:
            with pytest.raises(Lacking) as lacking:
                estimate(key, EVERYTHING | {needed: None}, "")
            assert lacking.value.name == needed


def test_two_prices_and_one_rounding():
    done = sheet.compute(INPUTS)
    # 1800 − 300 = 1500 m³; 20 days at 3.50 and 40 at 3.86: 1500 × (20 × 3.50 + 40 × 3.86) ÷ 60 = 5610; doubled
    assert (str(done["volume"]), str(done["gas_fee"]), str(done["penalty"]), str(done["amount"])) == (
        "1500.000", "5610.00", "5610.00", "11220.00",
    )  # fmt: skip
    assert [one["chosen"] for one in done["estimates"]] == [False, True]
    steps = {one["label"]: one for one in done["steps"]}
    assert steps["异常前平均 m³"]["source"] == "账务 2025 年 9–12 月"
    assert steps["气费 2026-01-21 至 2026-03-01 元"]["source"] == "新价"
    assert steps["合计 元"]["value"] == "11220.00"
    assert all(one["label"] and one["formula"] and one["value"] for one in done["steps"])


def test_an_issued_sheet_gives_the_same_cent_under_other_tables():
    issued = sheet.compute(INPUTS)
    kept = _stored(issued["inputs"])
    dearer = [one | {"price": D("9.99")} for one in PRICES]
    tomorrow = sheet.compute(INPUTS | {"prices": dearer, "multiple": 3})
    assert tomorrow["amount"] != issued["amount"]
    assert sheet.compute(kept)["amount"] == issued["amount"]
    assert sheet.compute(kept)["steps"] == issued["steps"]


def _stored(value):
    """What comes back of it after it was stored as text."""
    return json.loads(dump_plain(value), parse_float=D)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"methods": ["before"]}, "至少选两种"),
        ({"methods": ["before", "before"]}, "至少选两种"),
        ({"chosen_method": "similar"}, "不在所选"),
        ({"before_days": 0}, "异常前天数"),
        ({"prices": PRICES[:1]}, "没有覆盖"),
        ({"prices": []}, "没有覆盖"),
    ],
)
def test_an_incomplete_sheet_says_why(changes, why):
    with pytest.raises(sheet.Incomplete, match=why):
        sheet.compute(INPUTS | changes)


def test_an_unknown_beginning_is_so_many_days_back():
    last = dt.date(2026, 11, 23)
    first, _ = sheet.period_of(began_on=None, ended_on=last, default_days=180)
    assert ((last - first).days + 1, first) == (180, dt.date(2026, 5, 28))
    with pytest.raises(sheet.Incomplete):
        sheet.period_of(began_on=dt.date(2026, 11, 24), ended_on=last, default_days=180)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.sampled_from(sorted(METHODS)), min_size=1), st.sampled_from([0, 1, 3]))
def test_more_evidence_never_raises_by_itself(more, multiple):
    given_now = INPUTS | {"multiple": multiple}
    with_more = given_now | {"methods": [*INPUTS["methods"], *sorted(more)]}
    assert sheet.compute(with_more)["amount"] == sheet.compute(given_now)["amount"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.decimals(min_value=D(0), max_value=D(99999), places=3),
    st.decimals(min_value=D("0.01"), max_value=D(20), places=4),
    st.sampled_from([0, 1, 3]),
)
def test_rounded_once_and_never_below_nothing(billed, price, multiple):
    prices = [PRICES[0] | {"price": price}, PRICES[1]]
    done = sheet.compute(INPUTS | {"billed_volume": billed, "prices": prices, "multiple": multiple})
    exact = max(D(1800) - billed, D(0)) * (20 * price + 40 * D("3.86")) / 60 * (1 + multiple)
    assert abs(done["amount"] - exact) <= D("0.005") + D("1e-9")
    assert done["gas_fee"] + done["penalty"] == done["amount"] >= 0


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.decimals(min_value=D("0.12"), max_value=D(999999), places=2), st.integers(1, 12))
def test_instalments_sum_to_the_total(amount, count):
    parts = instalments.equal_parts(amount=amount, count=count, first_due=dt.date(2026, 1, 31))
    listed = instalments.numbered(parts=parts, amount=amount, notice_no="WZT-1")
    assert sum(one["amount"] for one in listed) == amount
    assert len({one["notice_no"] for one in listed}) == count
    assert [one["due_on"] for one in listed] == sorted(one["due_on"] for one in listed)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.decimals(min_value=D("0.01"), max_value=D(9999), places=2), min_size=1, max_size=6), st.data())
def test_parts_that_are_not_the_whole_are_refused(amounts, data):
    off = data.draw(st.decimals(min_value=D("-5"), max_value=D(5), places=2).filter(lambda one: one != 0))
    parts = [{"due_on": "2026-12-31", "amount": one} for one in amounts]
    with pytest.raises(instalments.NotWhole):
        instalments.numbered(parts=parts, amount=sum(amounts) + off, notice_no="WZT-1")
