"""The details of a drawn node: extensions, loops, event definitions, messages."""

# ruff: noqa: E501 - XML reads better in one line

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

EVENTS = (
    "message",
    "signal",
    "timer",
    "error",
    "escalation",
    "cond",
    "compensate",
    "link",
    "cancel",
    "terminate",
    "ref",
)


@dataclass
class Thing:
    id: str
    kind: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    inside: list[Thing] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)

    def get(self, key: str, default: str | None = None) -> str | None:
        return next((v for k, v in self.facts if k == key), default)

    def has(self, key: str) -> bool:
        return any(k == key for k, _ in self.facts)


def extension(t: Thing) -> str:
    parts = []
    inputs = "".join(
        f"<zeebe:input source={quoteattr('=' + v)} target={quoteattr(k[3:])}/>"
        for k, v in t.facts
        if k.startswith("in:")
    )
    outputs = "".join(
        f"<zeebe:output source={quoteattr('=' + v)} target={quoteattr(k[4:])}/>"
        for k, v in t.facts
        if k.startswith("out:")
    )
    if inputs or outputs:
        parts.append(f"<zeebe:ioMapping>{inputs}{outputs}</zeebe:ioMapping>")
    for tag, names in (
        ("assignmentDefinition", {"assignee": "assignee", "groups": "candidateGroups", "users": "candidateUsers"}),
        ("formDefinition", {"form": "formId"}), ("taskSchedule", {"due": "dueDate", "followup": "followUpDate"}),
        ("priorityDefinition", {"priority": "priority"}), ("taskDefinition", {"type": "type", "retries": "retries"}),
        ("script", {"do": "expression", "result": "resultVariable"}),
        ("calledDecision", {"decision": "decisionId", "result": "resultVariable"}),
        ("calledElement", {"calls": "processId", "binding": "bindingType", "passin": "propagateAllParentVariables",
                           "passout": "propagateAllChildVariables"}),
        ("adHoc", {"active": "activeElementsCollection"}),
    ):  # fmt: skip
        found = {name: t.get(key) or "" for key, name in names.items() if t.has(key)}
        if found and set(found) != {"resultVariable"} and not (tag == "script" and "expression" not in found) \
                and not (tag == "calledDecision" and "decisionId" not in found):  # fmt: skip
            if tag == "script":
                found["expression"] = "=" + found["expression"]
            parts.append(f"<zeebe:{tag} " + " ".join(f"{k}={quoteattr(v)}" for k, v in found.items()) + "/>")
    return f"<extensionElements>{''.join(parts)}</extensionElements>" if parts else ""


def loop(t: Thing, shared: dict[str, str]) -> str:
    if t.has("while") or t.has("max"):
        attributes = (' testBefore="true"' if t.has("first") else "") + (
            f' loopMaximum="{t.get("max")}"' if t.has("max") else ""
        )
        condition = f"<loopCondition>={escape(t.get('while') or '')}</loopCondition>" if t.has("while") else ""
        return f"<standardLoopCharacteristics{attributes}>{condition}</standardLoopCharacteristics>"
    if not t.has("each") and not t.has("times"):
        return ""
    attributes = ' isSequential="true"' if t.has("seq") else ""
    inside = ""
    if t.has("each"):
        own = f"inputCollection={quoteattr('=' + (t.get('each') or ''))}"
        own += f" inputElement={quoteattr(t.get('item') or 'item')}"
    else:
        own = ""
        inside += f"<loopCardinality>={escape(t.get('times') or '')}</loopCardinality>"
    if t.has("collect"):
        own += f" outputCollection={quoteattr(t.get('collect') or '')} outputElement={quoteattr('=' + (t.get('from') or ''))}"
    if t.has("until"):
        inside += f"<completionCondition>={escape(t.get('until') or '')}</completionCondition>"
    if t.has("behavior"):
        kind, _, name = (t.get("throws") or "").partition(":")
        behavior = t.get("behavior") or ""
        attributes += f' behavior="{behavior}"'
        event = _definition(Thing(f"b_{t.id}", "x"), kind, name, shared, f"ed_{t.id}") if kind else ""
        if behavior == "Complex":
            when = escape(t.get("when") or "")
            inside += f"<complexBehaviorDefinition><condition>={when}</condition><event>{event}</event></complexBehaviorDefinition>"
        elif event:
            shared[f"ed_{t.id}"] = event
            attributes += f' {behavior.lower()}BehaviorEventRef="ed_{t.id}"'
    extension = f"<extensionElements><zeebe:loopCharacteristics {own}/></extensionElements>" if own else ""
    return f"<multiInstanceLoopCharacteristics{attributes}>{extension}{inside}</multiInstanceLoopCharacteristics>"


def definitions(t: Thing, shared: dict[str, str]) -> str:
    if t.kind not in ("start", "end", "catch", "throw", "boundary"):
        return ""
    found = [(key, value) for key, value in t.facts if key in EVENTS]
    return "".join(_definition(t, key, value, shared, f"{t.id}_{n}") for n, (key, value) in enumerate(found))


def _definition(t: Thing, key: str, value: str, shared: dict[str, str], own_id: str) -> str:
    if key == "ref":
        return f"<eventDefinitionRef>{value}</eventDefinitionRef>"
    if key == "message":
        return f'<messageEventDefinition id="{own_id}" messageRef="{message(value, t, shared)}"/>'
    if key == "signal":
        shared[f"sig_{value}"] = f'<signal id="sig_{value}" name="{value}"/>'
        return f'<signalEventDefinition id="{own_id}" signalRef="sig_{value}"/>'
    if key in ("error", "escalation"):
        reference = ""
        if value and value != "*":
            shared[f"{key}_{value}"] = f'<{key} id="{key}_{value}" {key}Code="{value}"/>'
            reference = f' {key}Ref="{key}_{value}"'
        return f'<{key}EventDefinition id="{own_id}"{reference}/>'
    if key == "timer":
        return _timer(t, value, own_id)
    if key == "cond":
        return f'<conditionalEventDefinition id="{own_id}"><condition>={escape(value)}</condition></conditionalEventDefinition>'
    if key == "compensate":
        attributes = (f' activityRef="{value}"' if value else "") + (
            ' waitForCompletion="false"' if t.has("nowait") else ""
        )
        return f'<compensateEventDefinition id="{own_id}"{attributes}/>'
    if key == "link":
        return f'<linkEventDefinition id="{own_id}" name="{value}"/>'
    return f'<{key}EventDefinition id="{own_id}"/>'


def _timer(t: Thing, value: str, own_id: str) -> str:
    plain = value.lstrip("=")
    tag = (
        "timeCycle"
        if plain.startswith("R") or t.has("cycle")
        else "timeDuration"
        if plain.startswith("P")
        else "timeDate"
    )
    if value.startswith("=") and not t.has("cycle"):
        tag = "timeDate" if t.has("date") else "timeDuration"
    calendar = f' gas:calendar="{t.get("calendar")}"' if t.has("calendar") else ""
    return f'<timerEventDefinition id="{own_id}"{calendar}><{tag}>{escape(value)}</{tag}></timerEventDefinition>'


def message(name: str, t: Thing, shared: dict[str, str]) -> str:
    key = t.get("key")
    message_id = f"msg_{name}" + (f"_{re.sub(r'[^a-z]', '', key)}" if key else "")
    extension = ""
    if key:
        extension = (
            f"<extensionElements><zeebe:subscription correlationKey={quoteattr('=' + key)}/></extensionElements>"
        )
    shared[message_id] = f'<message id="{message_id}" name="{name}">{extension}</message>'
    return message_id
