"""What a customer who leaves still owes, or gets back, step by step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


class NothingToSettleWith(ValueError):
    """The billed reading lies above the final one, or there is no price."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the sheet."""

    label: str
    formula: str
    value: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """Positive: to collect; negative: to refund."""

    volume: Decimal
    gas_fee: Decimal
    fees: Decimal
    balance: Decimal
    steps: tuple[Step, ...]


def settle(
    *,
    reading_out: Decimal,
    billed_reading: Decimal,
    price: Decimal,
    account_balance: Decimal,
    fees: Iterable[Decimal] = (),
    deposit: Decimal = Decimal(0),
) -> Settlement:
    """Unbilled volume × price + other fees + what the account shows − deposit; the gas fee is rounded once."""
    if billed_reading > reading_out or price <= 0:
        raise NothingToSettleWith
    volume = reading_out - billed_reading
    gas_fee = (volume * price).quantize(CENT, ROUND_HALF_UP)
    other = sum(fees, Decimal(0)).quantize(CENT)
    balance = gas_fee + other + account_balance - deposit
    steps = (
        Step("未开账气量 m³", f"{reading_out} − {billed_reading}", str(volume)),
        Step("末次气费 元", f"{volume} × {price}", str(gas_fee)),
        Step("其他费用 元", "逐项相加", str(other)),
        Step("账面余额 元", "正为欠，负为预存", str(account_balance)),
        Step("押金 元", "退还", f"−{deposit}"),
        Step("结算余额 元", f"{gas_fee} + {other} + ({account_balance}) − {deposit}", str(balance)),
    )
    return Settlement(volume, gas_fee, other, balance, steps)
