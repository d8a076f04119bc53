"""What variables and lines of the trace are called: the forms' own titles, one sentence per action."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from engine.access import Row
from engine.programs import Deployed, deployed, form_files

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
    "assigned": ("{who} 签收“{name}”", "{who} claimed “{name}”"),
    "created": ("{who} 释放“{name}”", "{who} released “{name}”"),
}


def said(action: str, command: Row, shown: Any, lang: str) -> str:
    """One line of the trace as a sentence."""
    zh, en = SENTENCES.get(action, (action, action))
    name = (shown.name or shown.id) if shown else command["element_id"]
    return (en if lang.startswith("en") else zh).format(name=name, who=command["actor_name"] or "系统")


def labels_of(version: Deployed) -> dict[str, str]:
    """Variable names with the titles that the version's forms give them."""
    return _labels(version.digest)


@lru_cache(maxsize=500)
def _labels(digest: str) -> dict[str, str]:
    version = deployed(digest)
    found: dict[str, str] = {}
    for key in form_files(version.files):
        form = version.form(key)
        for name in form.fields if form else ():
            title = form.property_schema(name).get("title") if form else None
            if title:
                found.setdefault(name, str(title))
    return found
