"""What document templates may do with values: Chinese dates, money in figures and in words, amounts."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django import template

register = template.Library()

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


@register.filter
def zh_date(value: object) -> str:
    """2026年11月21日, or nothing."""
    from engine.documents.rendering import as_date

    day = as_date(value)
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


@register.filter
def money(value: object) -> str:
    """12,345.60, or nothing."""
    amount = _decimal(value)
    return f"{amount:,.2f}" if amount is not None else ""


@register.filter
def amount(value: object) -> str:
    """A number without needless zeros."""
    number = _decimal(value)
    return "" if number is None else f"{number.normalize():f}"


@register.filter
def times(value: object, other: object) -> Decimal | None:
    """The product of two numbers."""
    one, two = _decimal(value), _decimal(other)
    return None if one is None or two is None else one * two


@register.filter
def worded(value: object, words: str) -> str:
    """The word for a value: `{{ x|worded:"a=甲 b=乙" }}`; the value itself when there is none."""
    pairs = dict(pair.split("=", 1) for pair in words.split())
    return pairs.get(str(value), "" if value is None else str(value))


@register.filter
def yes_no(value: object) -> str:
    """是, 否 or nothing."""
    return "" if value is None else ("是" if value else "否")


@register.filter
def capital_money(value: object) -> str:
    """The sum in Chinese capitals: 壹万贰仟叁佰肆拾伍元陆角整."""
    sum_ = _decimal(value)
    if sum_ is None:
        return ""
    cents = int((abs(sum_) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    yuan, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    text = f"{_integer(yuan)}元" if yuan or not rest else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif fen and yuan:
        text += "零"
    text += f"{_DIGITS[fen]}分" if fen else "整"
    return ("负" if sum_ < 0 else "") + text


def _integer(number: int) -> str:
    if number == 0:
        return "零"
    groups: list[int] = []
    while number:
        number, part = divmod(number, 10_000)
        groups.append(part)
    text, skipped = "", False
    for place in reversed(range(len(groups))):
        part = groups[place]
        if part:
            text += ("零" if text and (skipped or part < 1000) else "") + _four(part) + _GROUPS[place]
        skipped = part == 0
    return text


def _four(part: int) -> str:
    text, zero = "", False
    for place in (3, 2, 1, 0):
        digit = part // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + _PLACES[place]
            zero = False
        else:
            zero = True
    return text


def _decimal(value: Any) -> Decimal | None:
    try:
        return None if value is None or value == "" else Decimal(str(value))
    except InvalidOperation:
        return None


@register.filter
def period(value: object) -> str:
    """P30D as 30 日, PT12H as 12 小时; other text as it is."""
    text = "" if value is None else str(value)
    for pattern, word in (("P", "日"), ("PT", "小时")):
        number = text.removeprefix(pattern)[:-1]
        if text.startswith(pattern) and number.isdigit() and text[-1] == {"日": "D", "小时": "H"}[word]:
            return f"{number} {word}"
    return text
