"""The recovery sheet: methods side by side, prices by period, what was billed taken off, one rounding at the end.

Everything is computed from `inputs`, which the sheet keeps: prices, multiple and days as they were on the day of issue.
So `compute(sheet["inputs"])` gives the same cent whatever the tables say later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from processes.penalty_recovery.methods import METHODS, NEEDED, Estimate, Lacking, Step, estimate, text
from processes.penalty_recovery.pricing import NoPrice, priced

CENT = Decimal("0.01")
FEWEST = 2


class Incomplete(Exception):
    """What the sheet lacks, in Chinese."""


def period_of(*, began_on: dt.date | None, ended_on: dt.date, default_days: int) -> tuple[dt.date, dt.date]:
    """First and last day, both counted; an unknown beginning is so many days back."""
    first = began_on or ended_on - dt.timedelta(days=default_days - 1)
    if first > ended_on:
        raise Incomplete("违章开始日晚于结束日。")
    return first, ended_on


def compute(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The sheet: inputs, estimates, steps, volume, gas fee, penalty, amount; raises Incomplete."""
    estimates = _estimates(inputs)
    chosen = next((one for one in estimates if one.method == inputs["chosen_method"]), None)
    if chosen is None:
        raise Incomplete("选定的方法不在所选方法之中。")
    steps = [*_period_steps(inputs), *(step for one in estimates for step in one.steps)]
    billed = Decimal(str(inputs.get("billed_volume") or 0))
    volume = max(chosen.volume - billed, Decimal(0))
    formula = f"{text(chosen.volume)} − {text(billed)}（不小于 0）"
    source, link = str(inputs.get("billed_source") or "账务"), str(inputs.get("billed_link") or "")
    steps.append(Step("补缴气量 m³", formula, text(volume), source, link))
    fee, fees = _fee(volume, inputs)
    money, totals = _totals(fee, inputs)
    if not money["amount"]:
        raise Incomplete("按选定方法减去已计气量，补缴为 0 元：请换一种方法，或核对已计气量。")
    return {
        "inputs": dict(inputs),
        "estimates": [{"method": one.method, "name": METHODS[one.method].zh, "volume": one.volume,
                       "chosen": one is chosen} for one in estimates],
        "steps": [asdict(one) for one in (*steps, *fees, *totals)],
        "volume": volume,
        **money,
    }  # fmt: skip


def _estimates(inputs: Mapping[str, Any]) -> list[Estimate]:
    wanted = list(dict.fromkeys(inputs["methods"]))
    if len(wanted) < FEWEST:
        raise Incomplete("至少选两种方法并列计算。")
    sources = {one["method"]: (one["source"], one.get("link") or "") for one in inputs.get("sources") or []}
    try:
        return [estimate(key, inputs, *sources.get(key, ("", ""))) for key in wanted]
    except Lacking as lacking:
        raise Incomplete(f"“{lacking.method.zh}”缺少{NEEDED[lacking.name]}。") from None


def _period_steps(inputs: Mapping[str, Any]) -> list[Step]:
    days = f"{inputs['first_day']} 至 {inputs['last_day']}，首尾均计"
    return [Step("违章天数", days, text(Decimal(str(inputs["days"]))), *_said(inputs, "period"))]


def _said(inputs: Mapping[str, Any], what: str) -> tuple[str, str]:
    return str(inputs.get(f"{what}_source") or ""), str(inputs.get(f"{what}_link") or "")


def _fee(volume: Decimal, inputs: Mapping[str, Any]) -> tuple[Decimal, list[Step]]:
    used = {str(one["year"]): Decimal(str(one["volume"])) for one in inputs.get("used_in_years") or []}
    try:
        return priced(volume=volume, prices=inputs["prices"], days=inputs["days"], used=used)
    except NoPrice:
        raise Incomplete("气价没有覆盖整个违章期间。") from None


def _totals(fee: Decimal, inputs: Mapping[str, Any]) -> tuple[dict[str, Decimal], list[Step]]:
    multiple = Decimal(str(inputs["multiple"]))
    amount = (fee * (1 + multiple)).quantize(CENT, ROUND_HALF_UP)
    gas_fee = fee.quantize(CENT, ROUND_HALF_UP)
    clause = str(inputs["clause"]), str(inputs.get("clause_link") or "")
    steps = [
        Step("补缴气费 元", "各期气费之和", str(gas_fee), "以上各行"),
        Step("违约使用费倍数", "按条款", text(multiple), *clause),
        Step("合计 元", f"各期气费之和 × (1 + {text(multiple)})，四舍五入到分", str(amount), *clause),
    ]
    return {"gas_fee": gas_fee, "penalty": amount - gas_fee, "amount": amount}, steps
