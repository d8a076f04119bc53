"""One value of a file: from its text to what it means, and back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from exchange.layouts.columns import Column

CHINA = ZoneInfo("Asia/Shanghai")
_DATES = ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d")
_MOMENTS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
_LARGEST = Decimal("99999999999.999")


class Unfit(Exception):
    """The text is no value of its column; `code` says why."""

    def __init__(self, code: str, subject: str) -> None:
        self.code, self.subject = code, subject
        super().__init__(code)


def value_of(column: Column, text: str) -> object:
    """What the text of this column means; None for an empty one that may be empty."""
    text = text.strip()
    if not text:
        if column.required:
            raise Unfit("missing", "")
        return None
    return _READERS[column.kind](column, text)


def _text(column: Column, text: str) -> str:
    if len(text) > column.longest:
        raise Unfit("too_long", str(column.longest))
    return text


def _number(column: Column, text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Unfit("not_a_number", text[:40]) from None
    if not number.is_finite() or not 0 <= number <= _LARGEST or number != round(number, 3):
        raise Unfit("not_a_number", text[:40])
    return number


def _amount(column: Column, text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise Unfit("not_an_amount", text[:40]) from None
    if not amount.is_finite() or not 0 < amount <= _LARGEST or amount != round(amount, 2):
        raise Unfit("not_an_amount", text[:40])
    return amount.quantize(Decimal("0.01"))


def _fen(column: Column, text: str) -> Decimal:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise Unfit("not_an_amount", text[:40])
    return Decimal(int(text)).scaleb(-2)


def _date(column: Column, text: str) -> dt.date:
    for form in _DATES:
        try:
            return dt.datetime.strptime(text.removesuffix(" 00:00:00"), form).replace(tzinfo=CHINA).date()
        except ValueError:
            continue
    raise Unfit("not_a_date", text[:40])


def _moment(column: Column, text: str) -> dt.datetime:
    for form in _MOMENTS:
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=CHINA)
        except ValueError:
            continue
    raise Unfit("not_a_moment", text[:40])


def _choice(column: Column, text: str) -> str:
    for value, *words in column.choices:
        if text.lower() in (value, *words):
            return value
    raise Unfit("not_a_choice", text[:40])


_READERS = {
    "text": _text,
    "number": _number,
    "amount": _amount,
    "fen": _fen,
    "date": _date,
    "moment": _moment,
    "choice": _choice,
}


def text_of(column: Column, value: object) -> str:
    """How a value is written in a file."""
    if value is None:
        return ""
    if column.kind == "fen":
        return str(int(Decimal(str(value)).scaleb(2)))
    if isinstance(value, dt.date):
        return f"{value:%Y%m%d}"
    return str(value)
