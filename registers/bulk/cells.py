"""One cell of a workbook: from what Excel keeps to what the register's column holds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import DecimalField

from registers.bulk.columns import BulkColumn
from registers.bulk.problems import shown

CLEAR = frozenset({"（清空）", "(清空)", "(clear)", "（clear）"})
"""What is written into a cell to empty the field; a blank cell leaves it as it is."""
_CHINA = ZoneInfo("Asia/Shanghai")
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d", "%Y年%m月%d日")
_MOMENTS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S")
_EXACT = 10**15
"""Above this a number in a workbook has lost digits."""


class Unfit(Exception):
    """The cell is no value of its column."""

    def __init__(self, code: str, value: object, hint: str = "") -> None:
        self.code, self.value, self.hint = code, shown(value), hint
        super().__init__(code)


def is_blank(cell: object) -> bool:
    """Whether the cell says nothing: the field stays as it is."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def json_of(column: BulkColumn, cell: Any, lang: str) -> Any:
    """The value as the database's JSON of the column; raises `Unfit`."""
    if isinstance(cell, str) and cell.strip().lower() in CLEAR:
        if column.field.null:
            return None
        if column.field.blank:
            return ""
        raise Unfit("never_empty", cell)
    value = _READERS.get(column.kind, _text)(column, cell, lang)
    try:
        column.field.clean(value, None)
    except ValidationError as unfit:
        raise Unfit("unfit", cell, "；".join(unfit.messages)) from unfit
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def same(column: BulkColumn, present: Any, new: Any) -> bool:
    """Whether the record has this value already."""
    if present is None or new is None or isinstance(new, bool):
        return bool(present == new)
    if column.kind == "number":
        return Decimal(str(present)) == Decimal(str(new))
    if column.kind == "moment":
        return dt.datetime.fromisoformat(present) == dt.datetime.fromisoformat(new)
    return bool(present == new)


def _text(column: BulkColumn, cell: Any, lang: str) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if abs(cell) >= _EXACT:
            raise Unfit("digits_lost", f"{cell:.0f}")
        return str(int(cell)) if float(cell).is_integer() else str(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return str(cell).strip()


def _number(column: BulkColumn, cell: Any, lang: str) -> Decimal:
    try:
        number = Decimal(str(cell).strip().replace(",", ""))
    except InvalidOperation:
        raise Unfit("not_a_number", cell) from None
    if not number.is_finite():
        raise Unfit("not_a_number", cell)
    field = column.field
    if isinstance(cell, float) and isinstance(field, DecimalField):
        return number.quantize(Decimal(1).scaleb(-(field.decimal_places or 0)))
    return number


def _date(column: BulkColumn, cell: Any, lang: str) -> dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    found = _parsed(str(cell), _DATES)
    if found is None:
        raise Unfit("not_a_date", cell)
    return found.date()


def _moment(column: BulkColumn, cell: Any, lang: str) -> dt.datetime:
    found = cell if isinstance(cell, dt.datetime) else _parsed(str(cell), (*_MOMENTS, *_DATES))
    if found is None:
        raise Unfit("not_a_moment", cell)
    return found.replace(tzinfo=_CHINA)


def _parsed(text: str, forms: tuple[str, ...]) -> dt.datetime | None:
    for form in forms:
        try:
            return dt.datetime.strptime(text.strip(), form)  # noqa: DTZ007 - the caller sets the zone
        except ValueError:
            continue
    return None


def _choice(column: BulkColumn, cell: Any, lang: str) -> str:
    text = str(cell).strip()
    for value, words in _words(column).items():
        if text.lower() in words:
            return value
    raise Unfit("not_a_choice", text, "、".join(word for _, word in column.choices(lang)))


def _words(column: BulkColumn) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for lang in ("zh", "en"):
        for value, word in column.choices(lang):
            found.setdefault(value, {value.lower()}).add(word.lower())
    return found


_YES, _NO = {"是", "yes", "true", "1"}, {"否", "no", "false", "0"}


def _boolean(column: BulkColumn, cell: Any, lang: str) -> bool:
    text = str(cell).strip().lower()
    if text not in _YES | _NO:
        raise Unfit("not_a_yes_or_no", cell)
    return text in _YES


_READERS = {"number": _number, "date": _date, "moment": _moment, "choice": _choice, "boolean": _boolean}
