"""The people of a rectification."""

from __future__ import annotations

from demo.answers import Answer, Data, Sitting

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
    return {"rectified_on": s.day(), "rectified_by": "江城燃气工程一队", "measures": "已按规范重新安装并试验。"}


def _inspect_again(s: Sitting) -> Data:
    return {"inspection": s.says("inspection", "pass"), "inspected_on": s.day(), "inspection_note": "现场逐项复查。"}


ANSWERS: dict[str, Answer] = {
    "deliver_notice": _deliver_notice,
    "suspend_gas": _suspend_gas,
    "restore_gas": _restore_gas,
    "report_rectified": _report_rectified,
    "inspect_again": _inspect_again,
}
