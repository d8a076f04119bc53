"""The customers that a demo company has from the start: named businesses with what is wrong at them, and residents."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.conf import settings
from django.db import connection

from demo.company.book import Share, fill_book
from demo.company.business import Business, add_business
from demo.company.filling import copy_rows, last_ids, set_sequences
from demo.company.tables import Rows
from ledger.context import audited
from people.actors import SYSTEM
from people.demo import NotInDemoMode
from people.models import Unit, today
from registers.models import Customer

MONTHS = 25
RESIDENTS = 60
_FIRST = 90_000_000
"""Numbers from here on, so that a generated company beside them begins at its own."""

_Row = tuple[str, str, str, str, float, str]
_LEAVING_OR_GROWING = (
    ("丰乐路", "烤鸭店", ""), ("丰乐路", "水饺馆", "arrears"), ("丰乐路", "糕点房", ""), ("丰乐路", "豆腐坊", ""),
    ("合兴街", "卤味店", ""), ("合兴街", "羊肉馆", ""), ("合兴街", "茶餐厅", ""), ("合兴街", "洗衣店", ""),
    ("合兴街", "包子铺", ""), ("望江路", "酱园", ""), ("望江路", "土菜馆", ""), ("望江路", "烘焙坊", ""),
    ("望江路", "洗浴中心", ""), ("望江路", "自助餐厅", ""), ("望江路", "中央厨房", ""), ("青年路", "食堂", ""),
    ("青年路", "火锅城", ""), ("青年路", "蒸菜馆", ""), ("青年路", "面包厂", ""), ("青年路", "酒坊", ""),
)  # fmt: skip
"""Street, trade, twist: the first ten leave (disconnection), the others grow (capacity_change)."""
BUSINESSES: dict[str, tuple[_Row, ...]] = {
    "001-01-01": (
        ("JC2600001", "江城第一印染厂", "industrial", "中山北路 1 号", 88_000.0, "slow"),
        ("JC2600002", "江城长江大酒店", "hotel", "中山北路 26 号", 21_000.0, "stopped"),
        ("JC2600003", "江城老街火锅店", "commercial", "中山北路 118 号", 3_200.0, "arrears"),
        ("JC2600004", "江城实验小学", "school", "学府路 20 号", 2_600.0, "due"),
        ("JC2600005", "江城陶瓷有限公司", "industrial", "凤凰大道 9 号", 64_000.0, "due"),
        ("JC2600006", "凤凰假日酒店", "hotel", "凤凰大道 31 号", 11_500.0, "slow"),
        ("JC2600007", "凤凰食品有限公司", "commercial", "凤凰大道 55 号", 6_400.0, "stopped"),
        ("JC2600008", "海棠酒楼", "commercial", "海棠路 12 号", 2_900.0, ""),
        ("JC2600009", "海棠超市熟食部", "commercial", "海棠路 40 号", 1_100.0, "arrears"),
        ("JC2600010", "江城市行政服务中心", "government", "滨河路 2 号", 3_800.0, ""),
    ),
    "001-02-01": (
        ("JC2600011", "江城玻璃制品有限公司", "industrial", "滨河东路 66 号", 52_000.0, "slow"),
        ("JC2600012", "滨河宾馆", "hotel", "滨河东路 70 号", 9_800.0, "due"),
        ("JC2600013", "滨河小龙虾馆", "commercial", "滨河东路 88 号", 1_900.0, "stopped"),
        ("JC2600014", "江城第一中学", "school", "学府路 1 号", 7_200.0, ""),
        ("JC2600015", "江城机械有限公司", "industrial", "工业一路 15 号", 38_000.0, "arrears"),
        ("JC2600016", "聚福食品有限公司", "commercial", "工业一路 21 号", 5_300.0, "slow"),
        ("JC2600017", "聚福酒楼", "commercial", "解放东路 8 号", 2_400.0, ""),
        ("JC2600018", "解放路快餐店", "commercial", "解放东路 19 号", 900.0, ""),
    ),
    "001-03-01": (
        ("JC2600019", "江城铝业有限公司", "industrial", "新港路 3 号", 150_000.0, ""),
        ("JC2600020", "新港假日酒店", "hotel", "新港路 77 号", 13_600.0, "stopped"),
        ("JC2600021", "江城职业学院", "school", "职教路 5 号", 12_000.0, ""),
        ("JC2600022", "职教路面馆", "commercial", "职教路 28 号", 1_300.0, "due"),
        ("JC2600023", "南湖化工有限公司", "industrial", "南湖路 90 号", 41_000.0, "slow"),
        ("JC2600024", "南湖火锅店", "commercial", "南湖路 101 号", 2_100.0, "arrears"),
        *(
            (f"JC26001{turn:02d}", f"{street}{kind}", "commercial", f"{street} {6 * turn} 号", 800.0 + 90 * turn, twist)
            for turn, (street, kind, twist) in enumerate(_LEAVING_OR_GROWING, start=1)
        ),
    ),
    "002-01-01": (
        ("JC2600025", "东方大酒店", "hotel", "东环路 10 号", 18_000.0, ""),
        ("JC2600026", "东方纺织有限公司", "industrial", "东环路 44 号", 57_000.0, "slow"),
        ("JC2600027", "东环食品有限公司", "commercial", "东环路 61 号", 4_700.0, "arrears"),
        ("JC2600028", "城东职工食堂", "government", "东环路 80 号", 1_500.0, "stopped"),
    ),
}
"""By reading book: the meter's serial number, name, category, address, m³ a month, what is wrong there."""
_HOMES = ("001-01-02", "001-02-02", "002-01-02")
_PEOPLE = ("王建国", "李秀英", "张伟", "赵敏", "陈海燕", "刘志强", "孙桂兰")


def load_standing() -> int:
    """How many customers were added, through every trigger of the ledger; none when they are there already."""
    if not settings.DEMO:
        raise NotInDemoMode(NotInDemoMode.__doc__)
    if Customer.objects.filter(number__endswith=f"{_FIRST + 1}").exists():
        return 0
    with audited(actor=SYSTEM, reason="Demo company"):
        rows, number = Rows(last_ids()), _FIRST
        for code, businesses in BUSINESSES.items():
            share = _share(code)
            for given in businesses:
                number += 1
                add_business(share, rows, number, _business(share, number, given))
        for turn, code in enumerate(_HOMES):
            homes = replace(_share(code), residents=RESIDENTS, replaced=6, readings=2, first=number + 1 + turn * 1_000)
            fill_book(homes, rows, "城东区" if code.startswith("002") else "城中区")
        _copy(rows)
    return rows.count["customer"]


def _share(code: str) -> Share:
    book = Unit.objects.get(code=code)
    first_of_month = today().replace(day=1)
    return Share(
        book=book, residents=0, businesses=0, replaced=0, stock=0, months=MONTHS - 1, readings=0, first=0,
        as_of=first_of_month, mark="V",
    )  # fmt: skip


def _business(share: Share, number: int, given: _Row) -> Business:
    serial, name, category, address, monthly, twist = given
    turn = number - _FIRST
    return Business(
        key=f"KQ{share.branch}{number:08d}",
        contract=f"HT{share.branch}{number:08d}",
        name=name,
        category=category,
        grade="key" if monthly > 50_000 else "large" if monthly > 20_000 else "general",
        rating="C" if twist == "arrears" else "AB"[turn % 2],
        person=_PEOPLE[turn % len(_PEOPLE)],
        phones=(f"1380559{turn:04d}", f"1390559{turn:04d}"),
        address=f"江城市{'城东区' if share.branch == '002' else '城中区'}{address}",
        since=share.as_of - dt.timedelta(days=900 + 71 * turn),
        serials=(serial,),
        monthly=monthly,
        twist=twist,
    )


def _copy(rows: Rows) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    copy_rows(rows)
    set_sequences(rows)
