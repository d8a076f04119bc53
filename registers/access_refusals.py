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


class AccessNotInForce(RegisterRefusal):
    """Only access in force can be ended; this one is not: {subject}."""

    code = "access_not_in_force"
    zh = "只有有效的授权才能提前收回，该授权当前为“{subject}”。"


class VolumeIsReturned(RegisterRefusal):
    """A loan ends when the volume is back: hand it to the archivist, who records its return."""

    code = "volume_is_returned"
    zh = "借阅以归还案卷结束：请将案卷交还档案员登记归还。"
