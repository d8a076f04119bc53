"""The people of a meter replacement."""

from __future__ import annotations

from typing import Any

from demo.answers import INCIDENT, PHOTOGRAPH, Answer, Data, Sitting
from demo.cases import Plan

STARTER = "metering_officer"


def _correct_serial(s: Sitting) -> Data:
    return {"serial_decision": s.says("serial_decision", "corrected"), "meter_serial": s.says("right_serial", "AL0001")}


def _verify_suspicion(s: Sitting) -> Data:
    note = "连续两月气量为上年同期四成，远传曲线平直。"
    return {
        "finding": s.says("finding", "fault"),
        "verification_note": note,
        "contact_phone": s.says("contact_phone", "13805510001"),
    }


def _plan_visit(s: Sitting) -> Data:
    return {
        "visit_on": s.day(s.says("visit_in", 1)),
        "visit_window": "morning",
        "crew": "换表二班",
        "visit_note": "先电话联系。",
    }


def _visit_site(s: Sitting) -> Data:
    result = s.says("visit", "replace")
    if result == "absent":
        return {"visit_result": result, "site_photos": [PHOTOGRAPH]}
    seen: Data = {
        "visit_result": result, "site_mechanical": _reading(s), "seal_found": "intact",
        "site_photos": [PHOTOGRAPH],
    }  # fmt: skip
    return seen | ({"site_note": "清洗入口滤网，走字正常。"} if result == "repaired" else {})


def _issue_new_meter(s: Sitting) -> Data:
    if turn := s.plan.get("turn"):  # from the first branch's shelf, of the size that is wanted
        return {"new_serial": f"001{str(s.shown['wanted_size'])[1:].zfill(3)}26{turn:04d}"}
    return {"new_serial": s.says("new_serial", "AL0002")}


def _reading(s: Sitting) -> float:
    return float(s.plan.get("reading") or (float(s.shown["last_reading"]) + 12 if "turn" in s.plan else 10236))


def _swap_on_site(s: Sitting) -> Data:
    return {
        "reading_out": _reading(s), "seals_intact": True, "reading_in": 0,
        "seal_numbers": "A20011、A20012", "swapped_at": f"{s.day(-1)}T10:30:00+08:00", "signed_by": "王建国",
        "swap_photos": [PHOTOGRAPH],
    }  # fmt: skip


def _confirm_swap(s: Sitting) -> Data:
    decision = s.says("swap", "confirm")
    return {"swap_decision": decision} | ({"swap_note": "装到了隔壁表位。"} if decision == "reverse" else {})


def _hand_over_meter(s: Sitting) -> Data:
    return {"laboratory": "市计量检定所", "handed_by": "周仓", "received_by": "吴运", "test_seal": "J-0117"}


def _record_test(s: Sitting) -> Data:
    error = s.says("error", -8.4)
    seen: Data = {
        "test_seal_intact": True, "test_received_by": "郑检", "tested_on": s.day(), "error_percent": error,
        "test_passed": abs(error) <= 3,
    }  # fmt: skip
    passed = {"certificate_no": "JL-2026-0871", "verified_until": s.day(3 * 365)}
    return seen | (passed if seen["test_passed"] else {})


def _review_basis(s: Sitting) -> Data:
    told: Data = {"basis_note": "月气量取自账务，核对无误。"}
    return told | {key: s.says(key, None) for key in ("months", "stopped_days", "registered") if key in s.plan}


def _approve_adjustment(s: Sitting) -> Data:
    decision = s.says("adjustment", "approve")
    return {"adjustment_decision": decision} | ({} if decision == "approve" else {"return_comment": "请再核月气量。"})


def _dispose_old_meter(s: Sitting) -> Data:
    told: Data = {"disposal": s.says("disposal", "scrap"), "disposal_note": "按检定结论处置。"}
    tested = s.shown.get("test_passed") is not None
    return told | ({"returned_by": "郑检", "returned_to": "周仓"} if tested else {})


ANSWERS: dict[str, Answer] = {
    "correct_serial": _correct_serial,
    "verify_suspicion": _verify_suspicion,
    "plan_visit": _plan_visit,
    "visit_site": _visit_site,
    "issue_new_meter": _issue_new_meter,
    "swap_on_site": _swap_on_site,
    "confirm_swap": _confirm_swap,
    "hand_over_meter": _hand_over_meter,
    "record_test": _record_test,
    "review_basis": _review_basis,
    "approve_adjustment": _approve_adjustment,
    "dispose_old_meter": _dispose_old_meter,
}


def _suspected(number: int, story: str, stop: str = "", then: str = "", /, **answers: Any) -> tuple[str, Data, Plan]:
    reason = str(answers.pop("reason", "slow"))
    source = {"overdue": "verification", "fault": "customer"}.get(reason, "analysis")
    told = {"meter_serial": f"JC26000{number:02d}", "source": source, "reason": reason}
    given = {"turn": number % 11 + 1, "contact_phone": "13805510001"} | answers
    seen = "连续三月气量为上年同期四成。" if reason != "overdue" else "检定有效期将满。"
    return f"换表 {story}", told | {"suspicion": seen}, Plan(story, stop, given, then)


_GARBLED = {"contact_phone": "请拨总机转分机"}
_APPOINTED = {
    "messages": {"appointment_received": {"name": "appointment_made", "key": "replacement_no", "variables": _GARBLED}},
    "visit": ["absent", "absent", "absent", "repaired"],
}
CASES = [
    (
        "换表 表号不符",
        {"meter_serial": "NONE7782", "source": "customer", "reason": "fault", "suspicion": "表不走字。"},
        Plan("表号不符，等更正", "correct_serial"),
    ),
    _suspected(1, "等核实疑点", "verify_suspicion"),
    _suspected(2, "等派工", "plan_visit", reason="stopped"),
    _suspected(5, "等上门", "visit_site", reason="overdue"),
    _suspected(4, "上门已逾期", "visit_site", reason="overdue", visit_in=-1),
    _suspected(6, "等领新表", "issue_new_meter"),
    _suspected(7, "等换装", "swap_on_site", reason="stopped"),
    _suspected(11, "等复核换装", "confirm_swap"),
    _suspected(12, "等送检", "hand_over_meter", reason="overdue"),
    _suspected(15, "等检定结果", "record_test"),
    _suspected(19, "等核定退补依据", "review_basis"),
    _suspected(20, "等审批退补", "approve_adjustment"),
    _suspected(21, "等处置旧表", "dispose_old_meter"),
    _suspected(23, "换表完成", "", ends="replaced"),
    _suspected(14, "登记有误，已冲销", "", swap="reverse", ends="reversed"),
    _suspected(8, "核实无问题", "", finding="no_fault", ends="no_fault"),
    _suspected(10, "三次未遇，约后修复，短信号码无法识别，异常", INCIDENT, reason="fault", **_APPOINTED),
    _suspected(3, "客户撤回", "plan_visit", "cancel", reason="fault"),
]
