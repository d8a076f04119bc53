"""The people of a rectification."""

from __future__ import annotations

from demo.answers import Answer, Data, Sitting
from demo.cases import Plan

Told = tuple[str, Data, Plan]

STARTER = "safety_inspector"


def _deliver_notice(s: Sitting) -> Data:
    return {"delivery": "signed", "delivered_on": s.day(), "received_by": "王建国"}


def _suspend_gas(s: Sitting) -> Data:
    return {
        "suspended_at": f"{s.day()}T10:00:00+08:00", "valve": "入户总阀", "reported_to": "城东区住建局",
        "report_no": "AL-2026-17",
    }  # fmt: skip


def _restore_gas(s: Sitting) -> Data:
    return {"restored_at": f"{s.day()}T16:00:00+08:00", "leak_tested": True, "restoration_note": "稳压 10 min 无降。"}


def _report_rectified(s: Sitting) -> Data:
    if s.says("report", "done") == "extension":
        return {"report_kind": "extension", "extension_until": s.day(45), "extension_reason": "配件须向厂家订货。"}
    return {
        "report_kind": "done",
        "report_channel": s.says("channel", "account_manager"),
        "rectified_on": s.day(),
        "rectified_by": "江城燃气工程一队",
        "measures": "已按规范重新安装并试验。",
    }


def _inspect_again(s: Sitting) -> Data:
    return {"inspection": s.says("inspection", "pass"), "inspected_on": s.day(), "inspection_note": "现场逐项复查。"}


def _call_at_once(s: Sitting) -> Data:
    advice = ["stop_use", "close_valve", "ventilate"]
    return {"called_at": f"{s.day()}T09:10:00+08:00", "call_reached": True, "call_advice": advice}


def _call_again(s: Sitting) -> Data:
    return {"progress_reached": True, "progress": "已联系施工单位，下周进场。"}


def _visit_again(s: Sitting) -> Data:
    return {"visited_on": s.day(), "visit_note": "报警器已到货，待安装。"}


def _approve_extension(s: Sitting) -> Data:
    return {"extension_decision": s.says("extension", "approve"), "extension_comment": "期间须停用该设备。"}


ANSWERS: dict[str, Answer] = {
    "deliver_notice": _deliver_notice,
    "suspend_gas": _suspend_gas,
    "suspend_for_refusal": _suspend_gas,
    "call_at_once": _call_at_once,
    "call_again": _call_again,
    "visit_again": _visit_again,
    "approve_extension": _approve_extension,
    "restore_gas": _restore_gas,
    "report_rectified": _report_rectified,
    "inspect_again": _inspect_again,
}


def _found(kind: str, place: str, story: str, stop: str = "", then: str = "", /, **answers: object) -> Told:
    """At one of the standing businesses; `rehearsal` counts in seconds."""
    hazard = {
        "customer_name": answers.pop("name", "聚福酒楼"), "site_address": answers.pop("address", "解放东路 8 号"),
        "hazard_kind": kind, "hazard_place": place, "clause": "GB 55009-2021 第 6.2.1 条",
        "hazard_description": answers.pop("what", "燃气报警器未接电，探头积油。"),
        "meter_serial": answers.pop("meter", "JC2600017"), "contact_phone": "13805510001",
    }  # fmt: skip
    rehearsal = {"rehearsal": True} if answers.pop("rehearsal", False) else {}
    return f"隐患 {story}", hazard | rehearsal, Plan(story, stop, answers, then)


_WAITING = {"rehearsal": True, "leave": ("report_rectified",)}
CASES = [
    _found("ventilation", "锅炉房", "客户申请延期，等分公司经理审批", "approve_extension", report="extension",
           name="滨河宾馆", address="滨河东路 70 号", meter="JC2600012", what="机械排风与燃气报警未联锁。"),
    _found("leak", "后厨", "泄漏，等电话告知", "call_at_once", what="灶前软管漏气。"),
    _found("equipment", "后厨", "期限过半，等电话督促", "call_again", **_WAITING),
    _found("equipment", "洗碗间", "第 25 日，等上门督促", "visit_again", **_WAITING),
    _found("ventilation", "操作间", "两次拒绝入户，等停气", "suspend_for_refusal", inspection="no_entry"),
    _found("equipment", "库房", "送达已逾期", "deliver_notice", rehearsal=True),
    _found("other", "门厅", "登记重复，撤销", "deliver_notice", "cancel"),
]  # fmt: skip
