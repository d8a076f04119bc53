"""What the ledger's kinds and actions are called; an action without words of its own reads as its code."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.labels import Both

KINDS: Mapping[str, Both] = {
    "row": ("档案变更", "Register"),
    "engine": ("流程办理", "Process"),
    "auth": ("登录", "Log-in"),
    "read": ("查阅", "Read"),
    "admin": ("管理", "Administration"),
}
ACTIONS: Mapping[str, Both] = {
    "insert": ("新建", "Created"),
    "update": ("修改", "Changed"),
    "delete": ("删除", "Deleted"),
    "truncate": ("清空", "Emptied"),
    "changes_exported": ("导出变更记录", "Exported the changes"),
    "changes_viewed": ("查看变更记录", "Viewed the changes"),
    "state_viewed": ("查看历史状态", "Viewed a past state"),
    "emergency_told": ("通知应急授权", "Told of an emergency"),
    "sealed_opened": ("查看加密内容", "Opened sealed values"),
    "paper_viewed": ("查看文书", "Viewed a paper"),
    "attachment_viewed": ("查看附件", "Viewed an attachment"),
    "incidents_exported": ("导出异常清单", "Exported the incidents"),
    "deploy_definition": ("部署流程定义", "Deployed a definition"),
    "retry_incident": ("重试异常", "Retried an incident"),
    "open_incident": ("出现异常", "Incident opened"),
    "start_process_instance": ("发起流程", "Started an instance"),
    "cancel_process_instance": ("撤销流程", "Canceled an instance"),
    "suspend_instance": ("挂起流程", "Suspended an instance"),
    "resume_instance": ("恢复流程", "Resumed an instance"),
    "migrate_instance": ("迁移流程", "Migrated an instance"),
    "start_batch": ("开始批量操作", "Started a batch"),
    "stop_batch": ("停止批量操作", "Stopped a batch"),
    "complete_user_task": ("完成任务", "Completed a user task"),
    "claim_user_task": ("领取任务", "Claimed a user task"),
    "unclaim_user_task": ("退回待领", "Unclaimed a user task"),
    "assign_user_task": ("指派任务", "Assigned a user task"),
    "delegate_user_task": ("委托任务", "Delegated a user task"),
    "return_user_task": ("退回任务", "Returned a user task"),
    "withdraw_user_task": ("撤回任务", "Withdrew a user task"),
    "rewind_instance": ("回退流程", "Rewound an instance"),
    "complete_job": ("系统服务完成", "Service completed"),
    "fire_timer": ("定时触发", "Timer fired"),
    "deliver_message": ("送达消息", "Delivered a message"),
    "deliver_signal": ("送达信号", "Delivered a signal"),
    "broadcast_signal": ("广播信号", "Broadcast a signal"),
    "log_in": ("登录", "Logged in"),
    "log_out": ("退出", "Logged out"),
    "log_in_refused": ("登录被拒绝", "Log-in refused"),
    "locked_out": ("账户锁定", "Locked out"),
    "unlock": ("解除锁定", "Unlocked"),
    "move_closed_instances": ("办结流程移入归档分区", "Closed instances moved to their month"),
    "detach_closed_month": ("卸载归档月份", "Month of closed instances detached"),
    "attach_closed_month": ("重新挂载归档月份", "Month of closed instances attached again"),
    "detach_trace_month": ("卸载轨迹月份", "Month of the trace detached"),
    "bundle_opened": ("打开归档包", "Archive bundle opened"),
    "bundle_instance_read": ("查阅归档包中的流程", "Instance in an archive bundle read"),
    "instances_exported": ("导出流程列表", "List of instances exported"),
    "done_tasks_exported": ("导出已办列表", "List of done tasks exported"),
    "task_refused": ("办理被拒绝（回避）", "Refused: separation of duties"),
    "add_signer": ("加签", "Signer added"),
    "set_user_task_priority": ("调整任务优先级", "Priority of a task changed"),
    "set_process_instance_priority": ("调整流程优先级", "Priority of an instance changed"),
    "approval_refused": ("审批被拒绝", "Approval refused"),
    "search": ("搜索客户", "Searched customers"),
    "view": ("查看", "Viewed"),
    "view_history": ("查看变更历史", "Viewed the history"),
    "ledger_doctor": ("检查防护", "Examined the walls"),
    "ledger_detached": ("归档账本月份", "Detached a month"),
    "seal_broken": ("封存中断", "Sealing stopped"),
    "seal_late": ("封存延迟", "Sealing is late"),
    "events_missing": ("发现缺失记录", "Events are missing"),
    "witness_refused": ("见证方拒绝", "The witness refused"),
}


def kind_label(kind: str, lang: str) -> str:
    """The kind in the language."""
    return KINDS.get(kind, (kind, kind))[lang.startswith("en")]


def action_label(action: str, lang: str) -> str:
    """The action in the language, or its code as words."""
    plain = action.replace("_", " ")
    return ACTIONS.get(action, (plain, plain.capitalize()))[lang.startswith("en")]
