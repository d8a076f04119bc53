"""An industrial or commercial customer of a generated company, with two years of readings and bills."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from demo.company.names import BANKS, BRANDS, BUSINESS_SIZES, BUSINESSES, GIVEN, HAZARDS, MAKERS, SURNAMES
from demo.company.tables import Rows
from registers.searching import haystack, initials, search_keys

if TYPE_CHECKING:
    from demo.company.book import Share

_PRICE = 3.86
_SEASON = (1.5, 1.4, 1.15, 0.95, 0.85, 0.75, 0.7, 0.75, 0.85, 0.95, 1.15, 1.4)


@dataclass(frozen=True, slots=True)
class Business:
    """An industrial or commercial customer; of its meters the first has the first serial number."""

    key: str
    contract: str
    name: str
    category: str
    grade: str
    rating: str
    person: str
    phones: tuple[str, str]
    address: str
    since: dt.date
    serials: tuple[str, ...]
    monthly: float
    twist: str = ""
    """What is wrong: stopped, slow, due (for verification) or arrears."""


def business(share: Share, rows: Rows, number: int, place: str) -> None:
    """Adds one business of chance."""
    chance, serial = share.chance, share.first + number
    category, endings, grade, (least, most) = chance.choices(BUSINESSES, weights=(50, 10, 22, 10, 6, 2))[0]
    monthly = least * (most / least) ** chance.random()
    name = f"江城{chance.choice(BRANDS)}{chance.choice(endings)}"
    if number % 3:
        name += f"（{share.book.name[:2]}{number % 7 + 1}店）" if category == "commercial" else ""
    since = share.as_of - dt.timedelta(days=int(chance.random() * 9 * 365) + 400)
    address = f"{place}{chance.randrange(1, 400)}号"
    points = 1 if monthly < 30_000 else 2
    person = chance.choice(SURNAMES) + chance.choice(GIVEN)
    one = Business(
        key=f"KQ{share.branch}{serial:08d}",
        contract=f"HT{share.branch}{serial:08d}",
        name=name,
        category=category,
        grade=grade if monthly < 150_000 else "key",
        rating=chance.choice("AABBBC"),
        person=person,
        phones=(_phone(chance), _phone(chance)),
        address=address,
        since=since,
        serials=tuple(f"{MAKERS[serial % 4][0]}9{serial:08d}{turn}" for turn in range(points)),
        monthly=monthly,
    )
    add_business(share, rows, serial, one)


def add_business(share: Share, rows: Rows, serial: int, one: Business) -> None:
    """Adds this one: customer, contact, site, supply points with meters, contract, account, money, papers."""
    text = haystack(name=one.name, others=(one.key, one.address, *one.serials, one.contract))
    customer = rows.add(
        "customer", one.key, one.name, one.category, one.grade, one.rating, _licence(one.key), one.name, one.person,
        one.phones[0], one.address, share.book.pk, "OPEN", one.since, None, None, "", initials(one.name), text,
        search_keys(text),
    )  # fmt: skip
    rows.add("contact", customer, one.person, one.phones[1], "safety", one.since, None, "")
    site = rows.add(
        "site",
        f"DQ{share.branch}{serial:08d}",
        customer,
        one.address,
        "生产经营用气",
        share.book.pk,
        one.since,
        None,
        "",
    )
    heater = "燃气锅炉" if one.monthly > 12_000 else "炒菜灶"
    rows.add("gasappliance", site, heater, "", f"{one.monthly / 200:.3f}", 2, one.since, None)
    for turn, hung in enumerate(one.serials):
        point = _point(share, rows, serial, turn, site, one.monthly)
        _measured(share, rows, (hung, point, customer), one.monthly / len(one.serials), one.twist)
        if turn == 0:
            rows.add(
                "contract", one.contract, customer, point, one.since, one.since, None, f"{one.monthly:.2f}", "IN_FORCE",
                "",
            )  # fmt: skip
    bank = share.chance.choice(BANKS)
    rows.add(
        "paymentaccount", customer, "collection", f"{bank}江城分行", one.name, f"62220013{serial:011d}",
        f"TS{serial:08d}", one.since, None, "",
    )  # fmt: skip
    _papers(share, rows, serial, customer, one)
    if share.chance.random() < 0.12:
        _hazard(share, rows, serial, customer, site)


def _point(share: Share, rows: Rows, serial: int, turn: int, site: int, monthly: float) -> int:
    pressure, kpa = ("medium", "200.00") if monthly > 30_000 else ("low", "2.50")
    return rows.add(
        "supplypoint", f"GS{share.branch}{serial:08d}-{turn + 1}", site, f"LG{share.net}-Q{serial:08d}", pressure,
        kpa, f"{monthly / 180 + 1:.2f}", f"TY{share.net}", "2014-05-01", None, "",
    )  # fmt: skip


def _measured(share: Share, rows: Rows, ids: tuple[str, int, int], monthly: float, twist: str) -> None:
    """A meter at the point, its monthly readings, and the bills for them."""
    serial, point, customer = ids
    chance = share.chance
    size, flow, kind = next((s, f, k) for most, s, f, k in BUSINESS_SIZES if monthly < most)
    verified = share.as_of - dt.timedelta(days=1_110 if twist == "due" else chance.randrange(30, 1_150))
    months = [_month(share.as_of, share.months - turn) for turn in range(share.months + 1)]
    begun = months[0] - dt.timedelta(days=20)
    volumes = [monthly * _SEASON[day.month - 1] * (0.85 + 0.3 * chance.random()) for day in months]
    total, shown = 0.0, []
    for day, volume in zip(months, _twisted(volumes, twist), strict=True):
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
        _bill(share, rows, (serial, point, customer), (day, volume, twist))


def _twisted(volumes: list[float], twist: str) -> list[float]:
    """What the meter showed: it stopped two months ago, or has counted too little for four."""
    if twist == "stopped":
        return [*volumes[:-2], 0.0, 0.0]
    if twist == "slow":
        return [*volumes[:-4], *(volume * 0.35 for volume in volumes[-4:])]
    return volumes


def _bill(share: Share, rows: Rows, ids: tuple[str, int, int], month: tuple[dt.date, float, str]) -> None:
    serial, point, customer = ids
    day, volume, twist = month
    amount = f"{volume * _PRICE:.2f}"
    number = f"JQ{serial[2:]}{day:%y%m}"
    if not volume:
        return
    age = (share.as_of - day).days
    open_ = age < 47 and share.chance.random() < 0.25 or twist == "arrears" and age < 100
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


def _papers(share: Share, rows: Rows, serial: int, customer: int, one: Business) -> None:
    volume = rows.add(
        "archivevolume", f"DQ{share.branch}{serial:08d}", customer, f"{one.name} 用气报装",
        f"{serial % 20 + 1}-{serial % 6 + 1}-{serial % 40 + 1}", share.book.pk, f"{one.since} 04:00+00", "", None,
    )  # fmt: skip
    for position, title in enumerate(("报装申请书", "供用气合同", "竣工验收单", "点火通气单"), start=1):
        digest = hashlib.sha256(f"{serial} {title}".encode()).hexdigest()
        rows.add("archiveitem", volume, position, title, "", 2 + position, digest)


def _hazard(share: Share, rows: Rows, serial: int, customer: int, site: int) -> None:
    chance = share.chance
    grade, place, words = chance.choice(HAZARDS)
    found = share.as_of - dt.timedelta(days=chance.randrange(5, 300))
    closed = found < share.as_of - dt.timedelta(days=42)
    rows.add(
        "hazard", f"YQ{share.branch}{serial:08d}", customer, site, share.book.pk, grade, place,
        "《城镇燃气管理条例》第二十八条", words, f"{found} 06:00+00", found + dt.timedelta(days=30),
        "CLOSED" if closed else "OPEN", f"{found + dt.timedelta(days=21)} 06:00+00" if closed else None,
        "复查合格" if closed else "", "",
    )  # fmt: skip


def _month(as_of: dt.date, back: int) -> dt.date:
    months = as_of.year * 12 + as_of.month - 1 - back
    return dt.date(months // 12, months % 12 + 1, 1)


def _phone(chance: random.Random) -> str:
    return f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"


def _licence(key: str) -> str:
    return "91340100" + hashlib.sha256(key.encode()).hexdigest()[:10].upper()
