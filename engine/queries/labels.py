"""What the lines of the trace say: one sentence per action."""

from __future__ import annotations

from engine.access import Row

SENTENCES: dict[str, tuple[str, str]] = {
    "started": ("流程开始", "The process started"),
    "entered": ("进入“{name}”", "Entered “{name}”"),
    "left": ("离开“{name}”", "Left “{name}”"),
    "taken": ("沿“{name}”流转", "Took “{name}”"),
    "waiting": ("在“{name}”等待", "Waits at “{name}”"),
    "canceled": ("“{name}”被取消", "“{name}” was canceled"),
    "fired": ("定时器“{name}”触发", "The timer “{name}” fired"),
    "thrown": ("“{name}”发出事件", "“{name}” threw an event"),
    "caught": ("“{name}”收到事件", "“{name}” caught an event"),
    "decided": ("“{name}”作出决策", "“{name}” decided"),
    "moved": ("流程被移动到“{name}”", "Moved to “{name}”"),
    "ended": ("在“{name}”结束", "Ended at “{name}”"),
    "incident": ("“{name}”发生异常", "An incident at “{name}”"),
    "suspended": ("{who} 挂起流程", "{who} suspended the process"),
    "resumed": ("{who} 恢复流程", "{who} resumed the process"),
    "prioritized": (
        "{who} 将“{name}”的优先级由 {old} 改为 {new}",
        "{who} changed the priority of “{name}” from {old} to {new}",
    ),
    "instance_prioritized": (
        "{who} 将流程优先级由 {old} 改为 {new}",
        "{who} changed the priority of the process from {old} to {new}",
    ),
    "assigned": ("{who} 领取“{name}”", "{who} claimed “{name}”"),
    "created": ("{who} 释放“{name}”", "{who} released “{name}”"),
}


UNNAMED_FLOW = ("流转到下一环节", "Went on")


def said(action: str, command: Row, name: str, lang: str, details: Row) -> str:
    """One line of the trace as a sentence; `name` is the element's, empty for a flow without one."""
    english = lang.startswith("en")
    zh, en = SENTENCES.get(action, (action, action)) if name or action != "taken" else UNNAMED_FLOW
    system = "The system" if english else "系统"
    old, new = details.get("old"), details.get("new")
    return (en if english else zh).format(
        name=name, who=command["actor_name"] or system, old="–" if old is None else old, new=new
    )
