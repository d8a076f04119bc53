"""The people of an emergency repair."""

from __future__ import annotations

from demo.answers import PHOTOGRAPH, Answer, Data, Sitting
from demo.cases import Plan

STARTER = "call_center_agent"


def _receive_ticket(s: Sitting) -> Data:
    return {"centre_note": "已核对地图。"}


def _dispatch_crew(s: Sitting) -> Data:
    return {"crew": s.says("crew", ["抢修一队", "抢修二队"]), "vehicle": "皖A·Q1190", "dispatch_note": "带检漏仪。"}


def _confirm_at_crew(s: Sitting) -> Data:
    return {"at_crew_by": "孙值"}


def _accept_ticket(s: Sitting) -> Data:
    if s.says("takes", "accept") == "decline" and s.round == 1:
        return {"crew_decision": "decline", "decline_reason": "正在处置滨河路险情，抽不出人。"}
    return {"crew_decision": "accept", "accepted_by": "赵队"}


def _set_out(s: Sitting) -> Data:
    return {"people_out": 4}


def _arrive(s: Sitting) -> Data:
    return {"arrival_photos": [PHOTOGRAPH]}


def _handle_on_site(s: Sitting) -> Data:
    handling, gas_off = s.says("handling", "repaired"), s.says("gas_off", True)
    if s.round > 1:
        handling, gas_off = "repaired", True
    told: Data = {
        "handling": handling, "cause": "none" if handling == "no_fault" else "joint",
        "handling_note": "更换表前接头密封圈，检漏合格。", "gas_off": gas_off, "handling_photos": [PHOTOGRAPH],
        "parts": [{"part": "密封圈", "quantity": 2, "unit_name": "只"}],
    }  # fmt: skip
    return told | ({"shut_off_at": f"{s.day()}T09:45:00+08:00", "customers_off": 12} if gas_off else {})


def _restore_supply(s: Sitting) -> Data:
    return {
        "leak_test_minutes": 15, "supply_restored_at": f"{s.day()}T12:10:00+08:00", "customers_restored": 11,
        "restore_note": "302 室无人，已留条。",
    }  # fmt: skip


def _call_back_reporter(s: Sitting) -> Data:
    result = s.says("call_back", ["again", "gone"] if s.plan.get("handling") == "no_fault" else "gone")
    if result == "gone":
        return {"call_back_result": result, "repair_score": 5, "call_back_note": "来得及时。"}
    return {"call_back_result": result, "call_back_note": "还有气味。" if result == "again" else "三次无人接听。"}


ANSWERS: dict[str, Answer] = {
    "receive_ticket": _receive_ticket,
    "dispatch_crew": _dispatch_crew,
    "confirm_at_crew": _confirm_at_crew,
    "accept_ticket": _accept_ticket,
    "set_out": _set_out,
    "arrive": _arrive,
    "handle_on_site": _handle_on_site,
    "restore_supply": _restore_supply,
    "call_back_reporter": _call_back_reporter,
}


def _reported(place: str, kind: str, text: str, area: str = "urban") -> Data:
    return {
        "contact_name": "王建国", "contact_phone": "13805510001",
        "site_address": place, "area": area, "fault_kind": kind, "fault_text": text, "told_safety": True,
    }  # fmt: skip


_REPORTS = (
    ("长江路 31 号", "leak", "楼道内有气味。", Plan("等抢修中心签收", "receive_ticket")),
    ("长江路 72 号", "meter", "表具发出异响。", Plan("等派单", "dispatch_crew")),
    ("南门菜场", "leak", "摊位连接管漏气。", Plan("等到队签收", "confirm_at_crew")),
    ("北圩镇老街", "no_gas", "整栋楼无气。", Plan("无人接单，逐级告警", "accept_ticket")),
    ("望江路 18 号", "leak", "调压箱旁有气味。",
     Plan("拒单后另派，等接单", "accept_ticket", {"takes": "decline", "stop_round": 2})),
    ("凤凰大道 12 号", "no_gas", "灶具点不着火。", Plan("等出发", "set_out")),
    ("学府路 8 号", "leak", "表后管锈蚀漏气。", Plan("已出发，等到场", "arrive")),
    ("滨河路 6 号工地", "damage", "挖机挖断中压管。", Plan("现场处置中", "handle_on_site")),
    ("海棠路 33 号", "leak", "法兰漏气，已停气。", Plan("等恢复供气", "restore_supply")),
    ("解放东路 5 号", "leak", "阀门内漏。", Plan("等回访", "call_back_reporter", {"gas_off": False})),
    ("学府路 20 号", "leak", "楼道有气味。",
     Plan("回访仍有问题，再次上门", "handle_on_site", {"handling": "no_fault", "gas_off": False, "stop_round": 2})),
    ("中山北路 118 号", "leak", "表前阀处有气味。", Plan("抢修办结", "", {"ends": "closed_in_time"})),
    ("职教路 2 号", "other", "误报，另一家公司的井盖。", Plan("重复报修，取消", "dispatch_crew", then="cancel")),
)  # fmt: skip
CASES = [
    (place, _reported(place, kind, text, area="rural" if "镇" in place else "urban"), plan)
    for place, kind, text, plan in _REPORTS
]
