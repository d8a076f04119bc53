"""The people of a penalty recovery."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

from demo.answers import INCIDENT, PHOTOGRAPH, Answer, Data, Sitting
from demo.cases import Plan

STARTER = "theft_inspector"


def _correct_lead(s: Sitting) -> Data:
    return {"lead_correction": s.says("lead_correction", "corrected"), "lead_serial": s.says("right_serial", "AL0003")}


def _review_lead(s: Sitting) -> Data:
    return {"lead_decision": s.says("lead", "open"), "lead_note": "封签破损，气量骤降，两项征兆互相印证。"}


def _collect_evidence(s: Sitting) -> Data:
    test = s.says("test", False)
    seen: Data = {
        "evidence_taken_at": f"{s.day()}T10:10:00+08:00", "evidence_place": "后厨表位",
        "evidence_kept_at": "稽查队证据柜",
        "evidence_files": [PHOTOGRAPH], "send_to_test": test,
        "evidence_things": [{"title": "旁通软管一根", "kept_at": "稽查队证据柜 3 格"}], "site_reading": 3630,
    }  # fmt: skip
    return seen | ({"case_seal": "F-2026-0311"} if test else {})


def _witness_evidence(s: Sitting) -> Data:
    return {"witness_confirmed": True, "witness_note": "在场核对，属实。"}


def _conclude_finding(s: Sitting) -> Data:
    if s.says("finding", "violation") != "violation":
        return {"finding_result": "none", "finding_note": "检定合格，封签为运输磨损。"}
    told: Data = {
        "finding_result": "violation", "city": s.says("city", "江城"), "violation_kind": s.says("kind", "bypass"),
        "ended_on": s.day(), "finding_note": "表前加装旁通管，绕表用气。", "suspend": s.says("suspend", False),
        "hazard_found": s.says("hazard", False),
    }  # fmt: skip
    if began := s.says("began", 60):
        told["began_on"] = s.day(1 - began)
    if told["hazard_found"]:
        told |= {"hazard_place": "后厨表位", "hazard_description": "私接软管。", "hazard_kind": "illegal_alteration"}
    return told


def _suspend_for_theft(s: Sitting) -> Data:
    return {"theft_suspended_at": f"{s.day()}T15:00:00+08:00", "theft_valve": "表前阀"}


def _prepare_sheet(s: Sitting) -> Data:
    methods = s.plan.get("methods", ["appliances", "meter_qmax"])
    given: Data = {
        "methods": methods, "chosen_method": s.says("chosen", methods[0]),
        "choice_note": "与现场设备铭牌相符，数值较低。",
        "sources": [
            {"method": "appliances", "evidence_no": 1, "source": "铭牌照片"},
            {"method": "meter_qmax", "source": "表具档案"},
        ],
        "appliances": [{"name": "炒菜灶", "rated_flow": 4.5, "quantity": 2}],
    }  # fmt: skip
    return given | dict(s.plan.get("figures", {}))


def _review_law(s: Sitting) -> Data:
    decision = s.says("law", "pass")
    return {"legal_decision": decision} | ({} if decision == "pass" else {"legal_comment": "请补充方法的证据出处。"})


def _approve_recovery(s: Sitting) -> Data:
    decision = s.says("tier", "approve")
    return {"approval_decision": decision} | ({} if decision == "approve" else {"approval_comment": "请再核天数。"})


def _deliver_decision(s: Sitting) -> Data:
    told: Data = {"decision_delivery": s.says("delivered", "signed"), "decision_delivered_on": s.day()}
    if told["decision_delivery"] == "signed":
        return told | {"decision_received_by": "王建国"}
    return told | {"decision_witnesses": [{"name": "陈立"}, {"name": "赵敏"}], "decision_photos": [PHOTOGRAPH]}


def _review_objection(s: Sitting) -> Data:
    votes = s.says("votes", "uphold")
    verdict = votes.get(s.shown.get("member_role"), "uphold") if isinstance(votes, dict) else votes
    return {"review_verdict": verdict, "review_opinion": "已阅证据与申辩。"}


def _agree_payment(s: Sitting) -> Data:
    if equal := s.says("equal", 0):
        return {"payment_mode": "instalments", "part_count": equal, "first_due_on": s.day(30)}
    count = s.says("parts", 1)
    if count == 1:
        return {"payment_mode": "full", "full_due_on": s.day(s.says("full_in", 15))}
    amount = Decimal(str(s.shown["recovery_amount"]))
    part = (amount / count).quantize(Decimal("0.01"), ROUND_DOWN)
    amounts = [part] * (count - 1) + [amount - part * (count - 1) + Decimal(str(s.says("off", 0)))]
    parts = [{"due_on": s.day(30 * number), "amount": float(one)} for number, one in enumerate(amounts, start=1)]
    return {"payment_mode": "instalments", "parts": parts}


def _receive_instalment(s: Sitting) -> Data:
    amount = s.says("paid", None) or float(s.shown["part_amount"])
    return {
        "paid_amount": amount,
        "payment_method": "card",
        "payment_reference": f"POS-{s.shown['part_notice_no']}-{s.round}",
    }


def _refer_to_law(s: Sitting) -> Data:
    return {"law_decision": s.says("refer", "hand_over"), "law_note": "多次催缴无果。"}


def _restore_after_payment(s: Sitting) -> Data:
    return {"theft_restored_at": f"{s.day()}T16:00:00+08:00", "theft_leak_tested": True}


def _judge_credit(s: Sitting) -> Data:
    decision = s.says("credit", "keep")
    told = {"credit_decision": decision, "credit_note": "违章一次。"}
    return told | ({"new_rating": "C"} if decision == "change" else {})


def _conclude_case(s: Sitting) -> Data:
    return {
        "root_cause_kind": "表位不可见",
        "root_cause": "表位在用户上锁房间内，巡检看不到。",
        "closing_note": "表位移至户外。",
    }


ANSWERS: dict[str, Answer] = {
    "correct_lead": _correct_lead,
    "review_lead": _review_lead,
    "collect_evidence": _collect_evidence,
    "witness_evidence": _witness_evidence,
    "conclude_finding": _conclude_finding,
    "suspend_for_theft": _suspend_for_theft,
    "prepare_sheet": _prepare_sheet,
    "review_law": _review_law,
    "approve_recovery": _approve_recovery,
    "deliver_decision": _deliver_decision,
    "review_objection": _review_objection,
    "agree_payment": _agree_payment,
    "receive_instalment": _receive_instalment,
    "refer_to_law": _refer_to_law,
    "restore_after_payment": _restore_after_payment,
    "judge_credit": _judge_credit,
    "conclude_case": _conclude_case,
}


def _lead(serial: str, reason: str, *signs: str, source: str = "analysis", **more: object) -> Data:
    return {"lead_serial": serial, "lead_source": source, "signs": list(signs), "lead_reason": reason, **more}


_QMAX = {"chosen": "meter_qmax"}
_BYPASS = ("bypass", "flow_drop")


def _message(element: str, name: str, **variables: object) -> Data:
    return {element: {"name": name, "key": "notice_no", "variables": variables}}


_ACCEPTED = {"messages": _message("acceptance_received", "decision_accepted")}
_OBJECTED = {
    "messages": _message("objection_received", "objection_filed", objection="设备只有一台。", objected_by="王建国")
}
_AGREED = _QMAX | _ACCEPTED


def _case(number: int, story: str, stop: str = "", then: str = "", /, **answers: object) -> tuple[str, Data, Plan]:
    """A case at one of the standing businesses: in by a bypass, `answers` as the plan says."""
    lead = _lead(f"JC26000{number:02d}", "气量骤降，疑似旁通。", *_BYPASS, contact_phone="13805510001")
    return f"违章 {story}", lead, Plan(story, stop, {**_QMAX, **answers}, then)


def _overdue() -> tuple[str, Data, Plan]:
    """In seconds instead of days to where somebody decides on the law."""
    lead = _lead("JC2600016", "绕表用气，催缴无果。", *_BYPASS, rehearsal=True)
    answers = {**_AGREED, "full_in": -3, "leave": ("receive_instalment",)}
    return "违章 催缴无果", lead, Plan("逾期，等移送决定", "refer_to_law", answers)


def _garbled() -> tuple[str, Data, Plan]:
    told = {"paid_amount": "壹万元整", "payment_reference": "手工录入"}
    payment = {"receive_instalment": {"name": "payment_received", "key": "notice_no", "variables": told}}
    messages = {**_ACCEPTED["messages"], **payment}
    return _case(24, "到账金额无法识别，异常", INCIDENT, messages=messages)


CASES = [
    (
        "违章线索 待更正",
        _lead("NONE7781", "路人举报，表号看不清。", "report", source="hotline"),
        Plan("线索待更正", "correct_lead"),
    ),
    ("违章线索 待立案", _lead("JC2600017", "连续两月零气量。", "zero_flow"), Plan("等立案审查", "review_lead")),
    ("违章线索 不立案", _lead("JC2600018", "气量下降。", "flow_drop"),
     Plan("评分不足", "", {"lead": "drop", "ends": "lead_dropped"})),
    _case(17, "等第一人取证", "collect_evidence"),
    _case(8, "等第二人取证", "witness_evidence"),
    _case(9, "等认定", "conclude_finding"),
    _case(10, "未发现，销案", "", finding="none", ends="no_violation"),
    _case(13, "等停气", "suspend_for_theft", suspend=True),
    _case(16, "等核算补缴", "prepare_sheet"),
    _case(18, "等法务审核", "review_law"),
    _case(3, "等分级审批", "approve_recovery"),
    _case(22, "等送达", "deliver_decision"),
    _case(24, "申辩，等复核", "review_objection", **_OBJECTED),
    _case(8, "等约定缴款", "agree_payment", **_ACCEPTED),
    _case(9, "分三期，等收款", "receive_instalment", **_ACCEPTED, equal=3),
    _case(10, "一次缴清，已逾期", "receive_instalment", **_ACCEPTED, full_in=-3),
    _overdue(),
    _case(13, "缴清，等恢复供气", "restore_after_payment", **_ACCEPTED, suspend=True),
    _case(18, "缴清，等信用评价", "judge_credit", **_ACCEPTED),
    _case(22, "缴清，等结案", "conclude_case", **_ACCEPTED),
    _case(3, "追缴结案", "", **_ACCEPTED, ends="case_closed"),
    _garbled(),
    _case(17, "举报人撤回，撤销", "conclude_finding", "cancel"),
]  # fmt: skip
