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
from processes.penalty_recovery.basis import given as inputs_of
from processes.penalty_recovery.methods import METHODS, Lacking, estimate
from processes.penalty_recovery.pricing import priced

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


STEPS = [
    {"from": first, "until": last, "days": days, "step": step, "above": above, "price": price, "citation": "示例"}
    for first, last, days in (("2025-12-22", "2025-12-31", 10), ("2026-01-01", "2026-01-30", 30))
    for step, above, price in ((1, D(0), D("3.50")), (2, D(1000), D("4.20")), (3, D(5000), D("5.25")))
]  # fmt: skip


def test_every_step_is_used_and_what_was_billed_in_the_year_fills_the_lower_ones():
    used = [{"year": "2025", "volume": D(800)}, {"year": "2026", "volume": D(0)}]
    given_now = {"prices": STEPS, "days": 40, "multiple": 0, "billed_volume": 0, "used_in_years": used}
    done = sheet.compute(INPUTS | given_now | {"before_volume": D(24000), "before_days": 120})
    # 8000 m³ in 40 days: 2000 in 2025 on top of 800 (200 at 3.50, 1800 at 4.20); 6000 in 2026 (1000, 4000, 1000)
    assert done["amount"] == 200 * D("3.5") + 1800 * D("4.2") + 1000 * D("3.5") + 4000 * D("4.2") + 1000 * D("5.25")
    fees = [(one["label"], one["value"]) for one in done["steps"] if one["label"].startswith("气费")]
    assert fees == [
        ("气费 2025-12-22 至 2025-12-31 第 1 阶 元", "700"),
        ("气费 2025-12-22 至 2025-12-31 第 2 阶 元", "7560"),
        ("气费 2026-01-01 至 2026-01-30 第 1 阶 元", "3500"),
        ("气费 2026-01-01 至 2026-01-30 第 2 阶 元", "16800"),
        ("气费 2026-01-01 至 2026-01-30 第 3 阶 元", "5250"),
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.decimals(min_value=D(1), max_value=D(99999), places=3),
    st.decimals(min_value=D(0), max_value=D(9999), places=3),
)
def test_steps_never_cost_less_than_the_lowest_nor_more_than_the_highest_price(volume, used):
    years = {"2025": used, "2026": used}
    fee, _ = priced(volume=volume, prices=STEPS, days=40, used=years)
    near = D("1e-15")
    assert volume * D("3.5") - near <= fee <= volume * D("5.25") + near
    more, _ = priced(volume=volume + 1, prices=STEPS, days=40, used=years)
    assert more > fee


@pytest.mark.parametrize(
    ("paid", "received", "kept", "surplus", "goes_to"),
    [
        ("100.00", {}, "100.00", "0", ""),
        ("150.00", {}, "100.00", "50.00", "N-2"),
        ("150.00", {"N-2": "100.00"}, "100.00", "50.00", "N-3"),
        ("150.00", {"N-2": "100.00", "N-3": "100.00"}, "150.00", "0", ""),
        ("80.00", {"N-1": "40.00"}, "60.00", "20.00", "N-2"),
    ],
)
def test_a_surplus_goes_to_the_next_open_part(paid, received, kept, surplus, goes_to):
    parts = [{"notice_no": f"N-{number}", "amount": D("100.00")} for number in (1, 2, 3)]
    known = {one["notice_no"]: D(received.get(one["notice_no"], "0")) for one in parts}
    done = instalments.split(paid=D(paid), notice_no="N-1", parts=parts, received=known)
    assert done == instalments.Split(D(kept), D(surplus), goes_to)


def test_a_plan_says_what_it_lacks():
    with pytest.raises(instalments.NotWhole, match="期数"):
        instalments.agreed({"payment_mode": "instalments", "part_count": 3}, D(90))
    given_now = {"payment_mode": "instalments", "part_count": 3, "first_due_on": "2026-01-31", "every_days": 7}
    assert [one["due_on"] for one in instalments.agreed(given_now, D(90))] == ["2026-01-31", "2026-02-07", "2026-02-14"]


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
    given_now = INPUTS | {"billed_volume": billed, "prices": prices, "multiple": multiple}
    exact = max(D(1800) - billed, D(0)) * (20 * price + 40 * D("3.86")) / 60 * (1 + multiple)
    if exact < D("0.005"):
        with pytest.raises(sheet.Incomplete, match="0 元"):
            sheet.compute(given_now)
        return
    done = sheet.compute(given_now)
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


SEEN = INPUTS | {
    "terms": {"clause": "第 41 条", "table": "江城 2026 版（示例）"}, "site_id": 3, "meter_id": 4, "case_id": 5,
    "customer_id": 6, "lead_serial": "AL1",
    "evidence": [{"no": 1, "title": "铭牌.png", "file": "abc"}, {"no": 2, "title": "软管"}],
}  # fmt: skip


def test_every_method_has_a_source_that_can_be_opened():
    named = [{"method": "appliances", "evidence_no": 1, "source": "铭牌"}, {"method": "measured", "evidence_no": 2}]
    seen = SEEN | {"methods": ["appliances", "measured", "meter_qmax", "before"], "sources": named}
    assert [(one["source"], one["link"]) for one in inputs_of(seen)["sources"]] == [
        ("证据 1 铭牌.png：铭牌", "/api/attachments/abc/content/"),
        ("证据 2 软管", "/registers/theft-cases/5"),
        ("表具档案 AL1", "/registers/meters/4"),
        ("账务：历史月气量", "/customers/6?tab=money"),
    ]
    links = {one["label"]: one["link"] for one in sheet.compute(inputs_of(seen) | {"clause_link": "/i/1"})["steps"]}
    assert (links["用气设备额定流量 m³"], links["合计 元"]) == ("/api/attachments/abc/content/", "/i/1")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"methods": ["before", "similar"], "sources": []}, "“同类用户”的证据"),
        ({"sources": [{"method": "before", "evidence_no": 9}]}, "没有第 9 号"),
    ],
)
def test_a_figure_without_a_source_is_refused(changes, why):
    with pytest.raises(sheet.Incomplete, match=why):
        inputs_of(SEEN | changes)
