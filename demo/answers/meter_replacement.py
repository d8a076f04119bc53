"""The people of a meter replacement."""

from __future__ import annotations

from demo.answers import PHOTOGRAPH, Answer, Data, Sitting

STARTER = "metering_officer"


def _correct_serial(s: Sitting) -> Data:
    return {"serial_decision": s.says("serial_decision", "corrected"), "meter_serial": s.says("right_serial", "AL0001")}


def _verify_suspicion(s: Sitting) -> Data:
    note = "连续两月气量为上年同期四成，远传曲线平直。"
    return {"finding": s.says("finding", "fault"), "verification_note": note, "contact_phone": "13805510001"}


def _plan_visit(s: Sitting) -> Data:
    return {"visit_on": s.day(1), "visit_window": "morning", "crew": "换表二班", "visit_note": "先电话联系。"}


def _visit_site(s: Sitting) -> Data:
    result = s.says("visit", "replace")
    if result == "absent":
        return {"visit_result": result, "site_photos": [PHOTOGRAPH]}
    seen: Data = {
        "visit_result": result, "site_mechanical": s.plan.get("reading", 10236), "seal_found": "intact",
        "site_photos": [PHOTOGRAPH],
    }  # fmt: skip
    return seen | ({"site_note": "清洗入口滤网，走字正常。"} if result == "repaired" else {})


def _issue_new_meter(s: Sitting) -> Data:
    return {"new_serial": s.says("new_serial", "AL0002")}


def _swap_on_site(s: Sitting) -> Data:
    return {
        "reading_out": s.plan.get("reading", 10236), "seals_intact": True, "reading_in": 0,
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

WITHOUT_A_CASE = {
    "correct_serial": "no case yet",
    "verify_suspicion": "no case yet",
    "plan_visit": "no case yet",
    "visit_site": "no case yet",
    "issue_new_meter": "no case yet",
    "swap_on_site": "no case yet",
    "confirm_swap": "no case yet",
    "hand_over_meter": "no case yet",
    "record_test": "no case yet",
    "review_basis": "no case yet",
    "approve_adjustment": "no case yet",
    "dispose_old_meter": "no case yet",
}
