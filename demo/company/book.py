"""The rows of one reading book: its customers and everything that hangs on them, the same every time."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from demo.company.business import business
from demo.company.names import ESTATES, GIVEN, MAKERS, REMOVALS, RESIDENT_SIZES, ROADS, SURNAMES
from demo.company.tables import Rows
from people.models import Unit
from registers.searching import haystack, initials, search_keys

AS_OF = dt.date(2026, 11, 1)
"""The day on which the generated company is as it is told."""
_YEAR = 365.25


@dataclass(slots=True)
class Share:
    """What falls to one book, and the numbers it begins with."""

    book: Unit
    residents: int
    businesses: int
    replaced: int
    """Meters that were installed once and are scrapped now."""
    stock: int
    months: int
    readings: int
    first: int
    as_of: dt.date = AS_OF
    """The day on which everything is as it is told."""
    mark: str = ""
    """Between a book's code and the numbers of its network, where two companies share the book."""
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"book {self.book.code}")

    @property
    def net(self) -> str:
        """What the numbers of the book's regulators and risers begin with."""
        return f"{self.book.code}{self.mark}"

    @property
    def branch(self) -> str:
        """The code of the branch."""
        return self.book.code.partition("-")[0]


def fill_book(share: Share, rows: Rows, district: str) -> None:
    """Adds the rows of one book."""
    chance = share.chance
    estates = chance.sample(ESTATES, 5)
    address = f"江城市{district}{chance.choice(ROADS)}"
    regulator = f"TY{share.net}"
    regulator_id = rows.add(
        "regulator", regulator, "RTZ-50", f"{address}调压站", "300.00", "2.50", share.book.pk, "2010-05-01", None
    )
    for number in range(share.residents):
        estate = estates[number * len(estates) // max(1, share.residents)]
        _resident(share, rows, number, f"{address}{estate}", regulator_id)
    for number in range(share.businesses):
        business(share, rows, number, address)
    for number in range(share.stock):
        _meter(share, rows, share.first + share.residents + number, "s", share.as_of, "IN_STOCK", "0")


def _resident(share: Share, rows: Rows, number: int, place: str, regulator_id: int) -> None:
    chance, serial = share.chance, share.first + number
    building, floor, flat = number // 120 % 40 + 1, number // 4 % 30 + 1, number % 4 + 1
    address = f"{place}{building}栋{floor:02d}{flat:02d}室"
    riser = f"LG{share.net}-{number // 30 + 1:04d}"
    if number % 30 == 0:
        rows.add("riser", riser, f"{place}{building}栋", "low", regulator_id, share.book.pk, "2012-05-01", None)
    name = chance.choice(SURNAMES) + chance.choice(GIVEN)
    since = share.as_of - dt.timedelta(days=int(chance.random() * 14 * _YEAR) + 60)
    key = f"KH{share.branch}{serial:08d}"
    serials = [_serial(serial, kind) for kind in ("r", "o")[: 1 + (number < share.replaced)]]
    customer = _customer(share, rows, (key, name, address, since), serials)
    site = rows.add(
        "site", f"DZ{share.branch}{serial:08d}", customer, address, "居民生活", share.book.pk, since, None, ""
    )
    point = rows.add(
        "supplypoint", f"GQ{share.branch}{serial:08d}", site, riser, "low", "2.50", "6.00", f"TY{share.net}",
        since, None, "",
    )  # fmt: skip
    _installed(share, rows, number, serial, point, since)


def _customer(share: Share, rows: Rows, known: tuple[str, str, str, dt.date], serials: list[str]) -> int:
    chance, (key, name, address, since) = share.chance, known
    phone = f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"
    text = haystack(name=name, others=(key, address, *serials))
    return rows.add(
        "customer", key, name, "residential", "general", "B", "", name, name, phone, address, share.book.pk, "OPEN",
        since, None, None, "", initials(name), text, search_keys(text),
    )  # fmt: skip


def _installed(share: Share, rows: Rows, number: int, serial: int, point: int, since: dt.date) -> None:
    """The meter that hangs there now, and in some places the one that hung there before."""
    chance = share.chance
    installed, monthly = since, 8 + chance.random() * 22
    if number < share.replaced:
        installed = since + (share.as_of - since) / 2
        old = _meter(share, rows, serial, "o", since, "SCRAPPED", "0")
        total = monthly * (installed - since).days / 30.4
        rows.add(
            "meterinstallation", old, point, f"{since} 02:00+00", f"{installed} 02:00+00", "0", f"{total:.3f}", None,
            None, [f"F{serial:08d}"], "", "", chance.choice(REMOVALS), True,
        )  # fmt: skip
    total = monthly * (share.as_of - installed).days / 30.4
    meter = _meter(share, rows, serial, "r", installed, "IN_USE", f"{total:.3f}")
    hung = rows.add(
        "meterinstallation", meter, point, f"{installed} 02:00+00", None, "0", None, None, None, [f"S{serial:08d}"], "",
        "", "", None,
    )  # fmt: skip
    for turn in range(share.readings, 0, -1):
        day = share.as_of - dt.timedelta(days=61 * (turn - 1) + 5)
        if day > installed:
            shown = monthly * (day - installed).days / 30.4
            rows.add("reading", hung, f"{day} 01:30+00", f"{shown:.3f}", None, "reader", turn > 1)


def _meter(share: Share, rows: Rows, serial: int, kind: str, since: dt.date, state: str, reading: str) -> int:
    size, flow = RESIDENT_SIZES[serial % 3]
    made = since - dt.timedelta(days=90)
    verified = since - dt.timedelta(days=40)
    until = verified + dt.timedelta(days=3652)
    maker = MAKERS[serial % len(MAKERS)][1]
    return rows.add(
        "meter", _serial(serial, kind), maker, "diaphragm", size, flow, made, verified, until, reading, None,
        f"IOT{serial:09d}" if kind == "r" and serial % 3 else "", state, share.book.pk,
    )  # fmt: skip


def _serial(serial: int, kind: str) -> str:
    """Residents' meters, those that hung there before, and those in stock: numbered apart."""
    return f"{MAKERS[serial % len(MAKERS)][0]}{'ros'.index(kind) + 1}{serial:09d}"
