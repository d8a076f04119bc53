"""The people of a safety inspection."""

from __future__ import annotations

from demo.answers import PHOTOGRAPH, Answer, Data, Sitting
from demo.cases import Plan

STARTER = "safety_inspector"


def _correct_area(s: Sitting) -> Data:
    right = {"area": s.says("right_area", "中山北路"), "area_by": "address", "category": "commercial"}
    return right | {"area_decision": s.says("area_decision", ["corrected", "withdraw"])}


def _arrange(s: Sitting) -> Data:
    return {"visit_on": s.day(s.says("visit_ahead", 2)), "crew": "安检一班", "announced": True}


def _inspect(s: Sitting) -> Data:
    address = s.shown.get("site_address")
    for result in ("refused", "absent"):
        if {"*", address} & set(s.plan.get(result, ())):
            return {"visit_result": result, "visit_note": "已说明来意。", "visit_photos": [PHOTOGRAPH]}
    return _inspected(s)


def _inspect_again(s: Sitting) -> Data:
    return _inspect(s) if s.plan.get("again") else _inspected(s)


def _inspected(s: Sitting) -> Data:
    kinds = s.plan.get("hazards", {})
    kind = kinds.get("*") or kinds.get(s.shown.get("site_address"))
    hazard = {"hazard_kind": kind, "hazard_place": "厨房", "hazard_description": "报警器未联动切断阀。"}
    checks = [
        dict(one) | {"result": "fail" if kind and "报警" in one["point"] else "pass"} for one in s.shown["checklist"]
    ]
    return {
        "visit_result": "inspected", "checklist": checks, "leak_tested": True,
        "reading": s.plan.get("reading", (s.shown.get("last_reading") or 0) + 36), "visit_photos": [PHOTOGRAPH],
        "hazards_found": [hazard] if kind else [],
    }  # fmt: skip


def _confirm(s: Sitting) -> Data:
    return {"report_decision": s.says("report", "agree"), "follow_up": "未入户的会同社区再约。"}


ANSWERS: dict[str, Answer] = {
    "correct_inspection_area": _correct_area,
    "arrange_inspections": _arrange,
    "inspect_point": _inspect,
    "inspect_point_again": _inspect_again,
    "confirm_inspection": _confirm,
}


def _plan(area: str, category: str = "commercial") -> Data:
    return {"area": area, "area_by": "address", "category": category, "inspect_from": "2026-11-23"}


CASES = [
    ("安检 凤凰大道", _plan("凤凰大道"), Plan("等待入户", "inspect_point")),
    ("安检 中山北路", _plan("中山北路"), Plan("入户已逾期", "inspect_point", {"visit_ahead": -3})),
    ("安检 海棠路", _plan("海棠路"), Plan("隐患等整改", "report_rectified", {"hazards": {"*": "ventilation"}})),
    ("安检 无此路", _plan("无此路"), Plan("区域待更正", "correct_inspection_area")),
    ("安检 工业一路", _plan("工业一路"), Plan("等排班", "arrange_inspections")),
    ("安检 滨河东路", _plan("滨河东路"), Plan("第一次无人，等再次入户", "inspect_point_again", {"absent": ["*"]})),
    ("安检 解放东路", _plan("解放东路"), Plan("等分公司经理阅报告", "confirm_inspection")),
    ("安检 学府路学校", _plan("学府路", "school"), Plan("安检办结", "", {"ends": "inspection"})),
]
