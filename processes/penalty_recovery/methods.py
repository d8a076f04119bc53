"""The ways to say how much gas was used unbilled: a registry of pure methods, each showing its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

LITRE = Decimal("0.001")
Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One number of the sheet: what it is, by which formula, its value, where it comes from and where that is shown."""

    label: str
    formula: str
    value: str
    source: str
    link: str = ""
    """A page or a file of this system; empty for what follows from other lines."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one method says: the volume used in m³, billed or not."""

    method: str
    volume: Decimal
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """A method's names, the inputs that it cannot do without, and its formula."""

    key: str
    zh: str
    needs: tuple[str, ...]
    compute: Callable[[Given], tuple[Decimal, str]]


class Lacking(Exception):
    """An input is missing, or is not positive where it must be: `method` needs `name`."""

    def __init__(self, method: Method, name: str) -> None:
        super().__init__(f"{method.key}: {name}")
        self.method, self.name = method, name


NEEDED = MappingProxyType(
    {
        "days": "违章天数", "hours_per_day": "每日用气小时", "appliances": "用气设备", "meter_qmax": "表具最大流量",
        "year_ago_volume": "上年同期气量", "year_ago_days": "上年同期天数", "before_volume": "异常前气量",
        "before_days": "异常前天数", "predicted_volume": "预测气量", "similar_daily": "同类用户日均气量",
        "similar_ratio": "规模比", "leak_rate": "整改后实测流量",
    }
)  # fmt: skip


def estimate(method: str, given: Given, source: str, link: str = "") -> Estimate:
    """What that method says of these inputs; raises Lacking when it cannot."""
    found = METHODS[method]
    for name in found.needs:
        if not _positive(given.get(name)):
            raise Lacking(found, name)
    volume, formula = found.compute(given)
    volume = volume.quantize(LITRE)
    return Estimate(method, volume, (Step(f"{found.zh} m³", formula, text(volume), source, link),))


def text(number: Decimal) -> str:
    """The number as people write it: no exponent, no zeros at its end."""
    plain = f"{number:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"


def _positive(value: Any) -> bool:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return bool(value)
    return value is not None and Decimal(str(value)) > 0


def _by_appliances(given: Given) -> tuple[Decimal, str]:
    flows = [(Decimal(str(one["rated_flow"])), Decimal(str(one["quantity"]))) for one in given["appliances"]]
    hours, days = _numbers(given, "hours_per_day", "days")
    total = sum((flow * count for flow, count in flows), Decimal(0))
    parts = " + ".join(f"{text(flow)} × {text(count)}" for flow, count in flows)
    return total * hours * days, f"({parts}) m³/h × {text(hours)} h × {text(days)} 天"


def _by_qmax(given: Given) -> tuple[Decimal, str]:
    qmax, hours, days = _numbers(given, "meter_qmax", "hours_per_day", "days")
    return qmax * hours * days, f"{text(qmax)} m³/h × {text(hours)} h × {text(days)} 天"


def _by_year_ago(given: Given) -> tuple[Decimal, str]:
    return _daily(given, "year_ago_volume", "year_ago_days")


def _by_average_before(given: Given) -> tuple[Decimal, str]:
    return _daily(given, "before_volume", "before_days")


def _daily(given: Given, volume: str, over: str) -> tuple[Decimal, str]:
    total, span, days = _numbers(given, volume, over, "days")
    return total * days / span, f"{text(total)} m³ ÷ {text(span)} 天 × {text(days)} 天"


def _by_prediction(given: Given) -> tuple[Decimal, str]:
    (predicted,) = _numbers(given, "predicted_volume")
    return predicted, f"预测模型在违章期间的气量 {text(predicted)} m³，与已计气量之差为补缴"


def _by_similar(given: Given) -> tuple[Decimal, str]:
    daily, ratio, days = _numbers(given, "similar_daily", "similar_ratio", "days")
    return daily * ratio * days, f"{text(daily)} m³/天 × 规模比 {text(ratio)} × {text(days)} 天"


def _by_measured_loss(given: Given) -> tuple[Decimal, str]:
    rate, hours, days = _numbers(given, "leak_rate", "hours_per_day", "days")
    return rate * hours * days, f"{text(rate)} m³/h × {text(hours)} h × {text(days)} 天"


def _numbers(given: Given, *names: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(given[name])) for name in names)


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        one.key: one
        for one in (
            Method("appliances", "用气设备额定流量", ("appliances", "hours_per_day", "days"), _by_appliances),
            Method("meter_qmax", "表具最大流量", ("meter_qmax", "hours_per_day", "days"), _by_qmax),
            Method("year_ago", "上年同期", ("year_ago_volume", "year_ago_days", "days"), _by_year_ago),
            Method("before", "异常前平均", ("before_volume", "before_days", "days"), _by_average_before),
            Method("predicted", "预测气量", ("predicted_volume",), _by_prediction),
            Method("similar", "同类用户", ("similar_daily", "similar_ratio", "days"), _by_similar),
            Method("measured", "整改后实测", ("leak_rate", "hours_per_day", "days"), _by_measured_loss),
        )
    }
)
