"""An industrial or commercial customer of a generated company, with two years of readings and bills."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from typing import TYPE_CHECKING

from demo.company.names import BANKS, BRANDS, BUSINESS_SIZES, BUSINESSES, GIVEN, HAZARDS, MAKERS, SURNAMES
from demo.company.tables import Rows
from registers.searching import haystack, initials, search_keys

if TYPE_CHECKING:
    from demo.company.book import Share

_END = dt.date(2026, 11, 1)
_PRICE = 3.86
_SEASON = (1.5, 1.4, 1.15, 0.95, 0.85, 0.75, 0.7, 0.75, 0.85, 0.95, 1.15, 1.4)


def business(share: Share, rows: Rows, number: int, place: str) -> None:
    """Adds one business: customer, contact, site, supply points with meters, contract, account, money, papers."""
    chance, serial = share.chance, share.first + number
    category, endings, grade, (least, most) = chance.choices(BUSINESSES, weights=(50, 10, 22, 10, 6, 2))[0]
    monthly = least * (most / least) ** chance.random()
    name = f"江城{chance.choice(BRANDS)}{chance.choice(endings)}"
    if number % 3:
        name += f"（{share.book.name[:2]}{number % 7 + 1}店）" if category == "commercial" else ""
    since = _END - dt.timedelta(days=int(chance.random() * 9 * 365) + 400)
    address = f"{place}{chance.randrange(1, 400)}号"
    key, contract_no = f"KQ{share.branch}{serial:08d}", f"HT{share.branch}{serial:08d}"
    points = 1 if monthly < 30_000 else 2
    serials = [f"{MAKERS[serial % 4][0]}9{serial:08d}{turn}" for turn in range(points)]
    text = haystack(name=name, others=(key, address, *serials, contract_no))
    person = chance.choice(SURNAMES) + chance.choice(GIVEN)
    customer = rows.add(
        "customer", key, name, category, grade if monthly < 150_000 else "key", chance.choice("AABBBC"), _licence(key),
        name, person, _phone(chance), address, share.book.pk, "OPEN", since, None, None, "", initials(name), text,
        search_keys(text),
    )  # fmt: skip
    rows.add("contact", customer, person, _phone(chance), "safety", since, None, "")
    site = rows.add(
        "site", f"DQ{share.branch}{serial:08d}", customer, address, "生产经营用气", share.book.pk, since, None, ""
    )
    rows.add(
        "gasappliance", site, "燃气锅炉" if monthly > 12_000 else "炒菜灶", "", f"{monthly / 200:.3f}", 2, since, None
    )
    for turn in range(points):
        point = _point(share, rows, serial, turn, site, monthly)
        _measured(share, rows, (serials[turn], point, customer), since, monthly / points)
        if turn == 0:
            rows.add(
                "contract", contract_no, customer, point, since, since, None, f"{monthly:.2f}", "IN_FORCE", ""
            )  # fmt: skip
    bank = chance.choice(BANKS)
    rows.add(
        "paymentaccount", customer, "collection", f"{bank}江城分行", name, f"62220013{serial:011d}", f"TS{serial:08d}",
        since, None, "",
    )  # fmt: skip
    _papers(share, rows, serial, customer, name, since)
    if chance.random() < 0.12:
        _hazard(share, rows, serial, customer, site)


def _point(share: Share, rows: Rows, serial: int, turn: int, site: int, monthly: float) -> int:
    pressure, kpa = ("medium", "200.00") if monthly > 30_000 else ("low", "2.50")
    return rows.add(
        "supplypoint", f"GS{share.branch}{serial:08d}-{turn + 1}", site, f"LG{share.book.code}-Q{serial:08d}", pressure,
        kpa, f"{monthly / 180 + 1:.2f}", f"TY{share.book.code}", "2014-05-01", None, "",
    )  # fmt: skip


def _measured(share: Share, rows: Rows, ids: tuple[str, int, int], since: dt.date, monthly: float) -> None:
    """A meter at the point, its monthly readings, and the bills for them."""
    serial, point, customer = ids
    chance = share.chance
    size, flow, kind = next((s, f, k) for most, s, f, k in BUSINESS_SIZES if monthly < most)
    verified = _END - dt.timedelta(days=chance.randrange(30, 1_150))
    months = [_month(share.months - turn) for turn in range(share.months + 1)]
    begun = months[0] - dt.timedelta(days=20)
    volumes = [monthly * _SEASON[day.month - 1] * (0.85 + 0.3 * chance.random()) for day in months]
    total, shown = 0.0, []
    for day, volume in zip(months, volumes, strict=True):
        total += volume
        shown.append((day, volume, total))
    meter = rows.add(
        "meter", serial, MAKERS[len(serial) % 4][1], kind, size, flow, begun - dt.timedelta(days=200), verified,
        verified + dt.timedelta(days=1_095), f"{total:.3f}", f"{total:.3f}", f"RTU{serial[2:]}", "IN_USE",
        share.book.pk,
    )  # fmt: skip
    hung = rows.add(
        "meterinstallation", meter, point, f"{begun} 02:00+00", None, "0", None, "0", None, [f"Q{serial[2:]}"], "", "",
        "", None,
    )  # fmt: skip
    for day, volume, at in shown:
        rows.add("reading", hung, f"{day} 01:00+00", f"{at:.3f}", f"{at:.3f}", "remote", True)
        _bill(share, rows, (serial, point, customer), day, volume)


def _bill(share: Share, rows: Rows, ids: tuple[str, int, int], day: dt.date, volume: float) -> None:
    serial, point, customer = ids
    amount = f"{volume * _PRICE:.2f}"
    number = f"JQ{serial[2:]}{day:%y%m}"
    open_ = day > dt.date(2026, 9, 15) and share.chance.random() < 0.25
    begin = (day.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    posted = f"{day} 02:00+00"
    charge = rows.add(
        "charge", number, customer, "燃气费", amount, day + dt.timedelta(days=20), posted, "", point, begin,
        day.replace(day=1) - dt.timedelta(days=1), f"{volume:.3f}", "OPEN" if open_ else "PAID", "",
    )  # fmt: skip
    rows.add("ledgerentry", "charge", charge, None, amount, "燃气费", None, posted, "")
    if not open_:
        paid = f"{day + dt.timedelta(days=9)} 03:00+00"
        rows.add("payment", charge, amount, "collection", f"TS{number}", paid, "")
        rows.add("ledgerentry", "payment", charge, None, f"-{amount}", f"TS{number}", None, paid, "")


def _papers(share: Share, rows: Rows, serial: int, customer: int, name: str, since: dt.date) -> None:
    volume = rows.add(
        "archivevolume", f"DQ{share.branch}{serial:08d}", customer, f"{name} 用气报装",
        f"{serial % 20 + 1}-{serial % 6 + 1}-{serial % 40 + 1}", share.book.pk, f"{since} 04:00+00", "", None,
    )  # fmt: skip
    for position, title in enumerate(("报装申请书", "供用气合同", "竣工验收单", "点火通气单"), start=1):
        digest = hashlib.sha256(f"{serial} {title}".encode()).hexdigest()
        rows.add("archiveitem", volume, position, title, "", 2 + position, digest)


def _hazard(share: Share, rows: Rows, serial: int, customer: int, site: int) -> None:
    chance = share.chance
    grade, place, words = chance.choice(HAZARDS)
    found = _END - dt.timedelta(days=chance.randrange(5, 300))
    closed = found < dt.date(2026, 9, 20)
    rows.add(
        "hazard", f"YQ{share.branch}{serial:08d}", customer, site, share.book.pk, grade, place,
        "《城镇燃气管理条例》第二十八条", words, f"{found} 06:00+00", found + dt.timedelta(days=30),
        "CLOSED" if closed else "OPEN", f"{found + dt.timedelta(days=21)} 06:00+00" if closed else None,
        "复查合格" if closed else "", "",
    )  # fmt: skip


def _month(back: int) -> dt.date:
    months = _END.year * 12 + _END.month - 1 - back
    return dt.date(months // 12, months % 12 + 1, 1)


def _phone(chance: random.Random) -> str:
    return f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"


def _licence(key: str) -> str:
    return "91340100" + hashlib.sha256(key.encode()).hexdigest()[:10].upper()
