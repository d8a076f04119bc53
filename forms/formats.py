"""Formats of Chinese forms beside the ones that draft-07 knows."""

from __future__ import annotations

import re
from collections.abc import Callable

_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|[48]00-?\d{3}-?\d{4}|9\d{4}")
_ID_CARD = re.compile(r"[1-9]\d{16}[\dX]")
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NP-RTUWXY]{18}")
_CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_phone(value: str) -> bool:
    """A Chinese mobile, landline (with extension), 400/800 or five-digit service number."""
    return bool(_PHONE.fullmatch(value))


def is_id_card(value: str) -> bool:
    """An 18-digit resident identity number whose check digit is right (GB 11643)."""
    if not _ID_CARD.fullmatch(value):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(value, _ID_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == value[-1]


def is_credit_code(value: str) -> bool:
    """A unified social credit code whose check character is right (GB 32100)."""
    if not _CREDIT_CODE.fullmatch(value):
        return False
    total = sum(_CREDIT_LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(value[:17]))
    return _CREDIT_LETTERS[(31 - total % 31) % 31] == value[-1]


FORMATS: dict[str, Callable[[str], bool]] = {
    "phone-cn": is_phone,
    "id-card-cn": is_id_card,
    "credit-code-cn": is_credit_code,
}

NAMES: dict[str, tuple[str, str]] = {
    "date": ("日期，例如 2026-11-21", "a date, such as 2026-11-21"),
    "date-time": ("日期和时间，例如 2026-11-21T09:30:00+08:00", "a date and time, such as 2026-11-21T09:30:00+08:00"),
    "time": ("时间，例如 09:30:00+08:00", "a time, such as 09:30:00+08:00"),
    "email": ("电子邮箱地址，例如 name@example.com", "an e-mail address, such as name@example.com"),
    "uri": ("完整的网址，例如 https://example.com", "a full web address, such as https://example.com"),
    "phone-cn": (
        "电话号码：11 位手机号，或带区号的座机，例如 0551-65432100",
        "a phone number: an 11-digit mobile or a landline with area code, such as 0551-65432100",
    ),
    "id-card-cn": ("18 位居民身份证号，校验位须正确", "an 18-digit resident identity number with a right check digit"),
    "credit-code-cn": (
        "18 位统一社会信用代码，校验位须正确",
        "an 18-character unified social credit code with a right check character",
    ),
}
