"""Reads `applications.xlsx` into what the start forms take."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from demo.answers import modules
from demo.cases import PLANS, Plan

CATEGORIES = {
    "工业": "industrial",
    "商业": "commercial",
    "宾馆": "hotel",
    "机关": "government",
    "学校": "school",
    "部队": "military",
}
CHANNELS = {"柜台": "counter", "电话": "phone", "网上": "web"}
PAPERS = {
    "营业执照": "licence", "经办人身份证明": "identity", "房产或租赁证明": "premises", "用气场所平面图": "plan",
    "用气设备清单": "appliance_list", "授权委托书": "authorisation", "消防验收意见": "fire_safety",
}  # fmt: skip
_IN_THE_WORKBOOK = ("installation", "rectification")
SECOND_BRANCH = "城东分公司"


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the workbook: what is asked for, by which process, whose people handle it, how it shall go."""

    number: int
    definition: str
    title: str
    variables: dict[str, Any]
    second_branch: bool
    plan: Plan

    @property
    def suffix(self) -> str:
        """What the user names of its branch end with."""
        return "_2" if self.second_branch else ""


def cases(path: Path) -> list[Case]:
    """The applications of the workbook, its hazards, then the other processes' own cases."""
    book = load_workbook(path, read_only=True, data_only=True)
    appliances: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(book["用气设备"]):
        line = {"name": row["设备名称"], "rated_flow": row["额定流量 m³/h"], "quantity": row["台数"]}
        appliances[row["申请序号"]].append(line)
    found = [_application(row, appliances[row["序号"]]) for row in _rows(book["报装申请"])]
    found += [_hazard(row) for row in _rows(book["隐患"])]
    return found + [case for module in modules().values() for case in _own_cases(module)]


def _own_cases(module: Any) -> Iterator[Case]:
    """The cases that a process's module tells itself: (title, variables, plan) each."""
    key = module.__name__.rpartition(".")[2]
    first = 101 if key in _IN_THE_WORKBOOK else 1
    for number, (title, variables, plan) in enumerate(getattr(module, "CASES", ()), start=first):
        yield Case(number, key, title, variables, False, plan)


def _rows(sheet: Any) -> Iterator[dict[str, Any]]:
    lines = sheet.iter_rows(values_only=True)
    heads = next(lines)
    return (dict(zip(heads, line, strict=True)) for line in lines if line[0] is not None)


def _application(row: dict[str, Any], appliances: list[dict[str, Any]]) -> Case:
    plan = PLANS[row["序号"]]
    wanted = row["希望通气日期"]
    variables = {
        "channel": CHANNELS[row["受理渠道"]],
        "customer_name": row["客户名称"],
        "category": CATEGORIES[row["用户类别"]],
        "licence_no": row["统一社会信用代码"],
        "contact_name": row["联系人"],
        "contact_phone": row["联系电话"],
        "site_address": row["用气地址"],
        "expected_monthly": row["预计月用气量"],
        "wanted_on": (wanted.date() if isinstance(wanted, dt.datetime) else wanted).isoformat(),
        "appliances": appliances,
        "papers": [PAPERS[name] for name in str(row["已交资料"]).split("、")],
        "remarks": row["备注"],
        "rehearsal": bool(plan.answers.get("rehearsal")) or None,
    }
    given = {name: value for name, value in variables.items() if value is not None}
    return Case(row["序号"], "installation", row["客户名称"], given, row["分公司"] == SECOND_BRANCH, plan)


def _hazard(row: dict[str, Any]) -> Case:
    variables = {
        "customer_name": row["客户名称"],
        "site_address": row["地址"],
        "hazard_kind": row["种类"],
        "hazard_place": row["部位"],
        "hazard_description": row["描述"],
        "clause": row["条文"],
    }
    plan = Plan("安检发现隐患", row["停在"])
    return Case(row["序号"], "rectification", row["客户名称"], variables, False, plan)
