"""Event definitions compiled: what an event waits for or throws."""

from __future__ import annotations

from bpmn.compiling.correlation import standard_key
from bpmn.compiling.draft import Draft, is_true, plain
from bpmn.compiling.expressions import feel, formal, value
from bpmn.document import GAS, Element
from bpmn.program import Constant, Event, EventKind, Expression, Timer

KINDS: dict[str, EventKind] = {
    "messageEventDefinition": "message",
    "signalEventDefinition": "signal",
    "timerEventDefinition": "timer",
    "conditionalEventDefinition": "conditional",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "compensateEventDefinition": "compensate",
    "linkEventDefinition": "link",
    "cancelEventDefinition": "cancel",
    "terminateEventDefinition": "terminate",
}
ALLOWED: dict[str, set[EventKind]] = {
    "startEvent": {"message", "timer", "conditional", "signal"},
    "eventSubStart": {"message", "timer", "conditional", "signal", "error", "escalation", "compensate"},
    "intermediateCatchEvent": {"message", "timer", "conditional", "signal", "link"},
    "boundaryEvent": {"message", "timer", "conditional", "signal", "error", "escalation", "compensate", "cancel"},
    "intermediateThrowEvent": {"message", "signal", "escalation", "compensate", "link"},
    "endEvent": {"message", "signal", "escalation", "compensate", "error", "cancel", "terminate"},
}


def definitions(draft: Draft, element: Element) -> tuple[Event, ...]:
    """The event definitions of an event, inline and by eventDefinitionRef, in file order."""
    found = []
    for child in element.children:
        if child.tag in KINDS:
            found.append(definition(draft, element, child))
        elif child.tag == "eventDefinitionRef":
            shared = draft.resolve(element, child.text)
            if shared is not None and shared.tag in KINDS:
                found.append(definition(draft, element, shared))
    return tuple(found)


def check_position(draft: Draft, element: Element, events: tuple[Event, ...], *, position: str) -> None:
    """Report the kinds of event that the standard does not allow at this position."""
    allowed = ALLOWED.get(position, set())
    for event in events:
        if event.kind not in allowed:
            draft.report(
                "event_not_allowed_here",
                element,
                f"a {event.kind} event is not allowed at this position ({position})",
                f"此位置（{position}）不允许 {event.kind} 事件",
            )
    if position == "boundaryEvent" and not events:
        draft.report("boundary_without_trigger", element, "a boundary event needs a trigger", "边界事件缺少触发器")
    if position == "intermediateCatchEvent" and not events and element.find("eventDefinitionRef") is None:
        draft.report("event_without_trigger", element, "a catching event needs a trigger", "捕获事件缺少触发器")


def definition(draft: Draft, element: Element, child: Element) -> Event:
    """One event definition compiled."""
    kind = KINDS[child.tag]
    return _BUILDERS.get(kind, _plain)(draft, element, child, kind)


def _plain(draft: Draft, element: Element, child: Element, kind: EventKind) -> Event:
    return Event(kind=kind, id=child.id or "")


def _message(draft: Draft, element: Element, child: Element, kind: EventKind) -> Event:
    name, key = message(draft, element, child)
    return Event(kind=kind, id=child.id or "", name=name, correlation=key)


def message(draft: Draft, element: Element, holder: Element) -> tuple[Expression | None, Expression | None]:
    """Name and correlation key of the message that `holder` refers to."""
    found = draft.target(holder, "messageRef")
    flow = draft.message_flows.get(element.id or "")
    if found is None and flow is not None:
        found = draft.target(flow, "messageRef")
        if found is None:
            return Constant(flow.id, flow.id or ""), None
    if found is None:
        if "messageRef" not in holder.attributes:
            draft.report("message_missing", element, "no message is named", "未指定消息")
        return None, None
    subscription = found.extension("subscription")
    key = value(draft, found, subscription.attributes.get("correlationKey")) if subscription else None
    key = key or standard_key(draft, element, found)
    own = holder.attributes.get(f"{{{GAS}}}correlationKey")
    return named(draft, found), value(draft, element, own) if own else key


def named(draft: Draft, found: Element) -> Expression | None:
    """The (possibly FEEL) name of a message or signal, its id when it has none."""
    return value(draft, found, found.name) or Constant(found.id, found.id or "")


def _signal(draft: Draft, element: Element, child: Element, kind: EventKind) -> Event:
    found = draft.target(child, "signalRef")
    if found is None and "signalRef" not in child.attributes:
        draft.report("signal_missing", element, "no signal is named", "未指定信号")
    return Event(kind=kind, id=child.id or "", name=named(draft, found) if found is not None else None)


def _coded(draft: Draft, element: Element, child: Element, kind: EventKind) -> Event:
    found = draft.target(child, f"{kind}Ref")
    code = None
    if found is not None:
        code = value(draft, found, found.attributes.get(f"{kind}Code")) or Constant(found.id, found.id or "")
    elif element.tag in ("endEvent", "intermediateThrowEvent") and f"{kind}Ref" not in child.attributes:
        word, word_zh = ("an error", "错误") if kind == "error" else ("an escalation", "升级")
        draft.report("code_missing", element, f"throws {word} without saying which", f"未指定抛出哪个{word_zh}")
    return Event(kind=kind, id=child.id or "", code=code)


def _timer(draft: Draft, element: Element, child: Element, kind: EventKind) -> Event:
    for tag, timer_kind in (("timeDate", "date"), ("timeDuration", "duration"), ("timeCycle", "cycle")):
        spec = child.find(tag)
        if spec is not None and spec.text.strip():
            text = value(draft, element, spec.text)
            timer = Timer(timer_kind, text or Constant(None), child.attributes.get(f"{{{GAS}}}calendar"))  # type: ignore[arg-type]
            _check_timer(draft, element, timer)
            return Event(kind=kind, id=child.id or "", timer=timer)
    draft.report("timer_missing", element, "the timer has no date, duration or cycle", "定时器没有日期、时长或周期")
    return Event(kind=kind, id=child.id or "")


def _check_timer(draft: Draft, element: Element, timer: Timer) -> None:
    from bpmn.compiling.times import parse_timer

    if isinstance(timer.value, Constant) and timer.value.value is not None:
        try:
            parse_timer(timer.kind, timer.value.value)
        except ValueError:
            draft.report(
                "timer_syntax",
                element,
                f"“{timer.value.source}” is not an ISO 8601 {timer.kind}",
                f"“{timer.value.source}”不是 ISO 8601 格式的{timer.kind}",
            )


def _conditional(draft: Draft, element: Element, child: Element, kind: EventKind) -> Event:
    condition = formal(draft, child.find("condition"))
    if condition is None and child.find("condition") is None:
        draft.report("condition_missing", element, "the conditional event has no condition", "条件事件没有条件")
    return Event(kind=kind, id=child.id or "", condition=condition)


def _compensate(draft: Draft, element: Element, child: Element, kind: EventKind) -> Event:
    reference = child.attributes.get("activityRef")
    activity = None
    if reference is not None and draft.resolve(element, reference) is not None:
        activity = draft.indexes.get(plain(reference))
    return Event(
        kind=kind, id=child.id or "", activity=activity, wait=is_true(child, "waitForCompletion", default=True)
    )


def _link(draft: Draft, element: Element, child: Element, kind: EventKind) -> Event:
    return Event(kind=kind, id=child.id or "", link=child.name or element.name)


_BUILDERS = {
    "message": _message,
    "signal": _signal,
    "error": _coded,
    "escalation": _coded,
    "timer": _timer,
    "conditional": _conditional,
    "compensate": _compensate,
    "link": _link,
}
__all__ = ["ALLOWED", "KINDS", "check_position", "definition", "definitions", "feel", "message"]
