"""The people of a capacity change."""

from __future__ import annotations

from demo.answers import INCIDENT, PHOTOGRAPH, Answer, Data, Sitting
from demo.cases import Plan

STARTER = "customer_service"


def _survey(s: Sitting) -> Data:
    result = s.says("survey", "feasible")
    seen: Data = {"survey_result": result, "survey_photos": [PHOTOGRAPH], "survey_note": "管径、通风满足要求。"}
    return seen | {"appliances": s.shown["appliances"], "regulator_flow": 60}


def _prepare(s: Sitting) -> Data:
    price = s.says("unit_price", 8600)
    return {"scheme": "改管、加阀。", "fee_items": [{"item": "改造工程", "quantity": 1, "unit_price": price}]}


def _decide(s: Sitting) -> Data:
    decision = s.says("change", "approve")
    return {"change_decision": decision} | ({} if decision == "approve" else {"return_comment": "请核费用。"})


def _work(s: Sitting) -> Data:
    return {"works_done_on": s.day(), "works_pressure": 5, "works_photos": [PHOTOGRAPH], "works_note": "按方案完成。"}


def _accept(s: Sitting) -> Data:
    result = s.says("acceptance", "pass")
    return {"acceptance_result": result, "leak_tested": result == "pass", "acceptance_note": "逐台核对。"}


def _resolve(s: Sitting) -> Data:
    decision = s.says("meter", "stop")
    told: Data = {"meter_decision": decision, "resolve_note": "换表队认为现表无故障而结案，未按变容更换。"}
    return told | ({"stop_reason": "无合适表位"} if decision == "stop" else {})


ANSWERS: dict[str, Answer] = {
    "survey_change": _survey,
    "prepare_change": _prepare,
    "approve_change": _decide,
    "approve_large_change": _decide,
    "do_works": _work,
    "accept_change": _accept,
    "resolve_meter": _resolve,
}


_KITCHEN = [{"name": "炒菜灶", "rated_flow": 4.5, "quantity": 8}]
_STOVES = [{"name": "炒菜灶", "rated_flow": 4.5, "quantity": 5}]
_BOILER = [{"name": "蒸汽锅炉", "rated_flow": 50, "quantity": 1}]


def _paying(amount: str, reference: str) -> Data:
    message = {"name": "capacity_fee_paid", "key": "capacity_no"}
    return {"messages": {"fee_paid": message | {"variables": {"paid_amount": amount, "payment_reference": reference}}}}


_PAID, _GARBLED = _paying("=fee_total", "=scheme_no"), _paying("壹万元整", "手工录入")


def _grows(turn: int, appliances: list[Data], plan: Plan) -> tuple[str, Data, Plan]:
    told = {"meter_serial": f"JC26001{turn}", "expected_monthly": 3000, "contact_phone": "13805510001"}
    return f"增容 {plan.story}", told | {"appliances": appliances}, plan


CASES = [
    _grows(11, _KITCHEN, Plan("等现场勘察", "survey_change")),
    _grows(12, _KITCHEN, Plan("等编制方案", "prepare_change")),
    _grows(13, _KITCHEN, Plan("等分公司审批", "approve_change")),
    _grows(14, _BOILER, Plan("等公司审批", "approve_large_change", {"unit_price": 66000})),
    _grows(15, _STOVES, Plan("等施工", "do_works", _PAID)),
    _grows(16, _STOVES, Plan("等验收", "accept_change", _PAID)),
    _grows(17, _BOILER, Plan("换表未成，等处理", "resolve_meter", _PAID | {"finding": "no_fault"})),
    _grows(18, _STOVES, Plan("增容办结", "", _PAID | {"ends": "capacity_changed"})),
    _grows(19, _KITCHEN, Plan("缴费金额无法识别，异常", INCIDENT, _GARBLED)),
    _grows(20, _BOILER, Plan("不可行", "", {"survey": "infeasible", "ends": "infeasible"})),
]
