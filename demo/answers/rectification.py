"""The people of a rectification."""

from __future__ import annotations

from demo.answers import Answer, Data, Sitting
from demo.cases import Plan

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
CASES = [
    (
        "青禾酒店",
        {
            "customer_name": "青禾酒店", "site_address": "滨河东路 66 号", "hazard_kind": "ventilation",
            "hazard_place": "锅炉房", "hazard_description": "机械排风与燃气报警未联锁。",
        },
        Plan("客户申请延期，等分公司经理审批", "approve_extension", {"report": "extension"}),
    ),
]  # fmt: skip

WITHOUT_A_CASE = {
    "suspend_for_refusal": "no case yet",
    "call_again": "its timer fires on the fifteenth day",
    "visit_again": "its timer fires on the twenty-fifth day",
    "call_at_once": "no case yet",
}
