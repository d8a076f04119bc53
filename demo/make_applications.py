"""Makes `applications.xlsx` as a company would keep it: the same file, cell by cell, whenever it is run."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from demo.cases import PLANS, SPECIAL, SpecialCase

FILE = Path(__file__).with_name("applications.xlsx")
TODAY = dt.date(2026, 11, 20)
SEED = 20261120
COUNT = 60

APPLICATIONS = (
    "序号", "受理渠道", "客户名称", "用户类别", "统一社会信用代码", "联系人", "联系电话", "分公司", "用气地址",
    "预计月用气量", "希望通气日期", "已交资料", "备注",
)  # fmt: skip
APPLIANCES = ("申请序号", "设备名称", "额定流量 m³/h", "台数")
WAYS = ("申请序号", "办理情形", "停在", "安排")
HAZARDS = ("序号", "客户名称", "地址", "种类", "部位", "描述", "条文", "停在")

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = (
    "建国",
    "秀英",
    "志强",
    "丽娟",
    "海波",
    "晓燕",
    "国栋",
    "玉兰",
    "文博",
    "静怡",
    "俊杰",
    "雪梅",
    "明亮",
    "桂芳",
    "振华",
    "思远",
)
_ROADS = (
    "中山北路",
    "解放西路",
    "人民南路",
    "长江中路",
    "海棠路",
    "凤凰大道",
    "学府路",
    "工业一路",
    "创新大道",
    "滨河东路",
    "淮河路",
    "紫云路",
)
_BRANCHES = ("城中分公司", "城东分公司")
_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True)
class Kind:
    """One category: how such customers are called, what they burn and how much."""

    category: str
    code: str
    names: tuple[str, ...]
    appliances: tuple[tuple[str, float, tuple[int, int]], ...]
    hours: int


_KINDS = (
    Kind(
        "商业",
        "commercial",
        ("{a}餐饮管理有限公司", "{a}火锅店", "{a}面馆", "{a}烘焙坊", "{a}洗涤服务有限公司", "{a}酒楼"),
        (("双眼炒菜灶", 4.6, (1, 4)), ("大锅灶", 5.2, (1, 3)), ("蒸箱", 3.8, (1, 2)), ("热水器", 2.4, (0, 2))),
        180,
    ),
    Kind(
        "宾馆",
        "hotel",
        ("{a}大酒店", "{a}商务酒店", "{a}温泉度假村", "{a}宾馆"),
        (("热水锅炉", 36.0, (1, 2)), ("双眼炒菜灶", 4.6, (4, 10)), ("蒸汽发生器", 18.5, (0, 2))),
        260,
    ),
    Kind(
        "工业",
        "industrial",
        ("{a}纺织有限公司", "{a}玻璃制品有限公司", "{a}食品有限公司", "{a}铝业有限公司", "{a}陶瓷有限公司"),
        (("蒸汽锅炉", 165.0, (1, 3)), ("烘干窑", 88.0, (0, 4)), ("熔炼炉", 120.0, (0, 2))),
        480,
    ),
    Kind(
        "机关",
        "government",
        ("{a}区机关事务管理中心", "{a}街道办事处", "{a}政务服务中心", "{a}区税务局"),
        (("大锅灶", 5.2, (1, 3)), ("蒸箱", 3.8, (1, 2)), ("热水器", 2.4, (1, 3))),
        110,
    ),
    Kind(
        "学校",
        "school",
        ("{a}中学", "{a}实验小学", "江城{a}职业学院", "{a}幼儿园"),
        (("大锅灶", 5.2, (2, 6)), ("蒸箱", 3.8, (2, 5)), ("热水锅炉", 22.0, (0, 2))),
        130,
    ),
    Kind(
        "部队",
        "military",
        ("某部{n}分队", "驻江城某部后勤处", "某部{n}营区"),
        (("大锅灶", 5.2, (2, 5)), ("热水锅炉", 28.0, (1, 2))),
        150,
    ),
)
_PLACES = (
    "海棠", "凤鸣", "紫云", "临江", "东篱", "松鹤", "锦绣", "云溪", "望湖", "长乐",
    "金穗", "明德", "青禾", "宏远", "瑞丰", "天成", "听雨", "兰亭", "安和", "百川",
)  # fmt: skip
_HAZARDS = (
    (1, "海棠餐饮管理有限公司", "江城市城中区海棠路 18 号", "leak", "厨房软管接口", "软管老化，检漏仪报警。",
     "GB 55009-2021 6.1", "suspend_gas"),
    (2, "听雨宾馆", "江城市城东区紫云路 6 号", "equipment", "锅炉房", "锅炉燃烧器超期未检。",
     "GB 55009-2021 6.2", "report_rectified"),
    (3, "望湖火锅店", "江城市城中区滨河东路 77 号", "leak", "调压箱出口法兰", "法兰渗漏，已整改，待恢复供气。",
     "GB 55009-2021 6.1", "restore_gas"),
)  # fmt: skip


def credit_code(body: str) -> str:
    """The 18 characters of a unified social credit code from its first 17."""
    total = sum(_LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(body))
    return body + _LETTERS[(31 - total % 31) % 31]


def _application(number: int, dice: random.Random) -> tuple[list[Any], list[list[Any]]]:
    special = SPECIAL.get(number)
    kind = next((k for k in _KINDS if special and k.category == special.category), _KINDS[(number - 1) % len(_KINDS)])
    place = _PLACES[number % len(_PLACES)]
    name = dice.choice(kind.names).format(a=place, n=dice.randint(11, 98))
    shop = f"（{_ROADS[number % 12]}店）" if kind.code == "commercial" else ""
    licence = credit_code(f"9134{dice.randint(100, 199):04d}MA{dice.randint(2_000_000, 9_999_999)}")
    appliances = _appliances(number, kind, special, dice)
    monthly = round(sum(flow * quantity for _, _, flow, quantity in appliances) * kind.hours * 0.55, -1) or 100
    papers = "营业执照、经办人身份证明、房产或租赁证明、用气设备清单" + (
        "" if special and special.incomplete else "、用气场所平面图"
    )
    row = [
        number,
        "网上" if number % 9 == 4 else "电话" if number % 7 == 3 else "柜台",
        name + shop, kind.category,
        licence if kind.code in ("industrial", "commercial", "hotel") else "",
        dice.choice(_SURNAMES) + dice.choice(_GIVEN),
        f"1{dice.choice('3578')}{dice.randint(0, 9)}55{dice.randint(0, 999999):06d}",
        _BRANCHES[number % 5 == 0],
        f"江城市{'城东' if number % 5 == 0 else '城中'}区{_ROADS[(number * 5) % 12]} {dice.randint(2, 388)} 号"
        + dice.choice(("", "一层", "A 座 101", "后院", "地下一层")),
        int(monthly),
        TODAY + dt.timedelta(days=dice.randint(40, 120)),
        papers,
        special.remark if special else "",
    ]  # fmt: skip
    return row, appliances


def _appliances(number: int, kind: Kind, special: SpecialCase | None, dice: random.Random) -> list[list[Any]]:
    if special and special.flow:
        return [[number, "燃气锅炉", special.flow, 1]]
    counted = [(name, flow, dice.randint(*span)) for name, flow, span in kind.appliances]
    found = [[number, name, flow, quantity] for name, flow, quantity in counted if quantity]
    return found or [[number, counted[0][0], counted[0][1], 1]]


def make() -> Workbook:
    """The workbook: applications, their appliances, how each case shall go, and three hazards."""
    dice = random.Random(SEED)
    book = Workbook()
    applications, appliances, ways, hazards = book.active, *(book.create_sheet() for _ in range(3))
    assert isinstance(applications, Worksheet)
    for sheet, title, heads in (
        (applications, "报装申请", APPLICATIONS), (appliances, "用气设备", APPLIANCES),
        (ways, "办理情形", WAYS), (hazards, "隐患", HAZARDS),
    ):  # fmt: skip
        _head(sheet, title, heads)
    for number in range(1, COUNT + 1):
        row, its_appliances = _application(number, dice)
        _append(applications, row)
        for line in its_appliances:
            _append(appliances, line)
        plan = PLANS[number]
        _append(
            ways, [number, plan.story, plan.stop, "；".join(f"{key}={value}" for key, value in plan.answers.items())]
        )
    for hazard in _HAZARDS:
        _append(hazards, list(hazard))
    book.properties.created = book.properties.modified = dt.datetime(2026, 11, 20, 8)  # noqa: DTZ001 - Excel knows no time zones
    return book


def _head(sheet: Worksheet, title: str, heads: tuple[str, ...]) -> None:
    sheet.title = title
    sheet.append(heads)
    for place, cell in enumerate(sheet[1], start=1):
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center")
        sheet.column_dimensions[get_column_letter(place)].width = max(12, len(str(cell.value)) * 2.4)
    sheet.freeze_panes = "A2"


def _append(sheet: Worksheet, values: list[Any]) -> None:
    sheet.append(values)
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str):
            cell.data_type = "s"  # never a formula


if __name__ == "__main__":
    make().save(FILE)
