"""Why a request for access or an export is not taken in."""

from __future__ import annotations

from registers.refusals import RegisterRefusal


class NothingToLift(RegisterRefusal):
    """There is nothing to ask for here: {subject}. Choose fields that you see masked."""

    code = "nothing_to_lift"
    zh = "无需或无法申请查阅：{subject}。请选择对您遮盖的字段。"


class ExportNeedsAccess(RegisterRefusal):
    """More than {subject} rows leave only with approved access: ask for it, or narrow the list."""

    code = "export_needs_access"
    zh = "导出超过 {subject} 行须先经查阅审批：请点“申请查看”，或缩小筛选范围。"
