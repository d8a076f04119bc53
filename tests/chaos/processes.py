"""Two diagrams beside the shipped ones: one with a join and an effect outside, one whose job kills its worker."""

from __future__ import annotations

from tests.engine.drawing import Drawing

POISON = "13900000000"


def night() -> bytes:
    """A fork of two people, a short message and a timer; they join before the last look."""
    drawing = Drawing("night", "夜").start().user_task("begin_night").gateway("fork")
    drawing = drawing.service_task("tell", "sms.send", retries=30, io=_message("13800000000"))
    drawing = drawing.gateway("join").user_task("look").end()
    drawing = drawing.at("fork").timer("pause", "PT2S").to("join")
    drawing = drawing.at("fork").user_task("one").to("join")
    return drawing.at("fork").user_task("two", groups="finance_officer").to("join").xml()


def poison() -> bytes:
    """One short message; whoever sends it dies."""
    drawing = Drawing("poison", "毒").start().service_task("swallow", "sms.send", io=_message(POISON))
    return drawing.user_task("look").end().xml()


def _message(to: str) -> str:
    inputs = f"<zeebe:input source='=\"{to}\"' target='to'/><zeebe:input source='=\"夜\"' target='text'/>"
    return f"<zeebe:ioMapping>{inputs}</zeebe:ioMapping>"
