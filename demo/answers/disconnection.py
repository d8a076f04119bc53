"""The people of a disconnection."""

from __future__ import annotations

from demo.answers import PHOTOGRAPH, Answer, Data, Sitting
from demo.cases import Plan

STARTER = "customer_service"


def _correct(s: Sitting) -> Data:
    decision = s.says("application_decision", ["corrected", "withdraw"])
    return {"application_decision": decision, "meter_serial": s.says("right_serial", "AL0001")}


def _collect(s: Sitting) -> Data:
    amount = s.says("paid", s.shown.get("arrears"))
    return {
        "paid_amount": amount, "payment_method": "transfer", "payment_reference": f"ZZ-{s.today:%m%d}-{s.element_id}",
        "paid_on": s.day(),
    }  # fmt: skip


def _remove(s: Sitting) -> Data:
    return {
        "reading_out": s.plan.get("reading", (s.shown.get("last_reading") or 0) + 6), "seals_intact": True,
        "removed_at": f"{s.day(-1)}T10:30:00+08:00", "signed_by": "王建国", "removal_photos": [PHOTOGRAPH],
    }  # fmt: skip


def _seal(s: Sitting) -> Data:
    result = s.says("leak", "tight")
    return {
        "leak_test": result, "plugged_at": "表前阀后", "plug_seal": "F-0219", "test_pressure": 5, "test_minutes": 15,
        "pressure_drop": 0 if result == "tight" else 180, "sealing_photos": [PHOTOGRAPH],
    }  # fmt: skip


def _store(s: Sitting) -> Data:
    route = s.says("route", s.shown.get("suggested_route"))
    told: Data = {"meter_route": route, "storage_note": "外观完好。"}
    test = {"laboratory": "市计量检定所", "handed_by": "周仓", "received_by": "吴运", "test_seal": "J-0219"}
    return told | (test if route == "test" else {})


def _review(s: Sitting) -> Data:
    return {
        "billed_reading": s.plan.get("billed", s.shown.get("billed_reading")), "price": s.shown.get("price") or 3.86,
        "other_fees": s.plan.get("fees", []), "deposit": s.plan.get("deposit", 0),
        "settlement_note": "读数与账务核对无误。",
    }  # fmt: skip


def _approve(s: Sitting) -> Data:
    decision = s.says("settlement", "approve")
    return {"settlement_decision": decision} | (
        {} if decision == "approve" else {"return_comment": "请再核已开账读数。"}
    )


def _refund(s: Sitting) -> Data:
    return {
        "refund_name": "海棠餐饮", "refund_bank": "江城银行城东支行", "refund_account": "6222020200112233445",
        "refund_reference": "FK-0219",
    }  # fmt: skip


def _check(s: Sitting) -> Data:
    return {"complete": True, "shelf": "销-2026-01"}


ANSWERS: dict[str, Answer] = {
    "correct_application": _correct,
    "collect_arrears": _collect,
    "collect_rest": _collect,
    "remove_on_site": _remove,
    "seal_off": _seal,
    "store_meter": _store,
    "review_settlement": _review,
    "approve_settlement": _approve,
    "pay_refund": _refund,
    "check_file": _check,
}


def _asked(serial: str, reason: str) -> Data:
    return {
        "meter_serial": serial, "reason": reason, "wanted_on": "2026-12-01", "applicant": "王建国",
        "contact_phone": "13805510001",
    }  # fmt: skip


def _leaving(turn: int, story: str, stop: str = "", **answers: object) -> tuple[str, Data, Plan]:
    reasons = ("closing", "moving", "demolition", "other_energy")
    return f"销户 {story}", _asked(f"JC26001{turn:02d}", reasons[turn % 4]), Plan(story, stop, answers)


CASES = [
    ("销户 表号不符", _asked("NONE2207", "closing"), Plan("表号不符，等更正", "correct_application")),
    ("销户 撤回", _asked("NONE2208", "moving"),
     Plan("表号不符，撤回", "", {"application_decision": "withdraw", "ends": "application_withdrawn"})),
    _leaving(1, "等拆表", "remove_on_site"),
    _leaving(2, "等缴清欠费", "collect_arrears"),
    _leaving(3, "等封堵检漏", "seal_off"),
    _leaving(4, "等旧表入库", "store_meter"),
    _leaving(5, "等结算", "review_settlement"),
    _leaving(6, "等审批结算", "approve_settlement"),
    _leaving(7, "等补缴余款", "collect_rest"),
    _leaving(8, "等退款", "pay_refund", deposit=5000),
    _leaving(9, "等归档", "check_file", deposit=5000),
    _leaving(10, "已销户", "", deposit=5000, ends="disconnected"),
]  # fmt: skip
