"""The people of a capacity change."""

from __future__ import annotations

from demo.answers import PHOTOGRAPH, Answer, Data, Sitting

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

WITHOUT_A_CASE = {
    "resolve_meter": "no case yet",
    "survey_change": "no case yet",
    "prepare_change": "no case yet",
    "approve_change": "no case yet",
    "approve_large_change": "no case yet",
    "do_works": "no case yet",
    "accept_change": "no case yet",
}
