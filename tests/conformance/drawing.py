"""Diagrams in a few lines of text, drawn as BPMN XML.

`id: kind key=value flag` is a node (`{ … }` holds what is inside), `a -> b -> c [condition]` are flows (`[else]` is the
default), `b ~> undo` associates a compensation handler. A flow's id is `a_b`.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

TAGS = {
    "start": "startEvent", "end": "endEvent", "catch": "intermediateCatchEvent", "throw": "intermediateThrowEvent",
    "boundary": "boundaryEvent", "task": "task", "user": "userTask", "manual": "manualTask", "service": "serviceTask",
    "script": "scriptTask", "send": "sendTask", "receive": "receiveTask", "rule": "businessRuleTask", "call": "callActivity",
    "sub": "subProcess", "tx": "transaction", "adhoc": "adHocSubProcess", "eventsub": "subProcess", "xor": "exclusiveGateway",
    "and": "parallelGateway", "or": "inclusiveGateway", "events": "eventBasedGateway", "complex": "complexGateway",
    "process": "process", "data": "dataObject", "property": "property",
    "globaluser": "globalUserTask", "globalscript": "globalScriptTask",
}  # fmt: skip
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
GLOBAL = ("<message ", "<signal ", "<error ", "<escalation ", "<itemDef", "<dataStore ", "<collaboration", "<correlation",
          "<messageEventDefinition", "<signalEventDefinition", "<timerEventDefinition", "<global")  # fmt: skip
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
 xmlns:gas="https://gas-process.example/schema/1.0" targetNamespace="urn:test">
"""


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


def draw(text: str) -> bytes:
    """The BPMN file of a diagram; what stands outside a `process` is the process `p`."""
    main = Thing("p", "process")
    processes = [main]
    stack = [main]
    extra: list[str] = []
    for line in (line.strip() for line in text.strip().splitlines()):
        if not line or line.startswith("#"):
            continue
        if line == "}":
            stack.pop()
        elif line.startswith("<"):
            (extra if line.startswith(GLOBAL) else stack[-1].flows).append(line)
        elif "->" in line or "~>" in line:
            stack[-1].flows.append(line)
        else:
            _add(line, stack, processes)
    shared: dict[str, str] = {}
    body = "".join(_process(one, shared) for one in processes if one.inside)
    return (HEAD + "\n".join(extra) + "".join(shared.values()) + body + "</definitions>").encode()


def _add(line: str, stack: list[Thing], processes: list[Thing]) -> None:
    opens = line.endswith("{")
    words = shlex.split(line.rstrip("{").strip())
    if words[0] == "process":
        words = [words[1], "process", *words[2:]]
    thing = Thing(words[0].rstrip(":"), words[1])
    for word in words[2:]:
        key, _, value = word.partition("=")
        thing.facts.append((key, value))
    if thing.kind in ("process", "globaluser", "globalscript"):
        processes.append(thing)
    else:
        stack[-1].inside.append(thing)
    if opens:
        stack.append(thing)


def _process(one: Thing, shared: dict[str, str]) -> str:
    return f'<process id="{one.id}" isExecutable="true">{_extension(one)}{_inside(one, shared)}</process>\n' \
        if one.kind == "process" else _node(one, one, shared)  # fmt: skip


def _inside(one: Thing, shared: dict[str, str]) -> str:
    defaults = {}
    flows = []
    for line in one.flows:
        flows.append(_flows(line, defaults))
    for thing in one.inside:
        if thing.id in defaults:
            thing.facts.append(("default", defaults[thing.id]))
    lanes = _lanes(one)
    return lanes + "\n".join([*(_node(t, one, shared) for t in one.inside), *flows])


def _lanes(one: Thing) -> str:
    lanes: dict[str, list[str]] = {}
    for thing in one.inside:
        if thing.has("lane"):
            lanes.setdefault(thing.get("lane") or "", []).append(thing.id)
    if not lanes:
        return ""
    drawn = ""
    for name, members in lanes.items():
        references = "".join(f"<flowNodeRef>{m}</flowNodeRef>" for m in members)
        outer, _, inner = name.partition("/")
        if inner:
            references += f'<childLaneSet id="ls_{inner}"><lane id="lane_{inner}" name="{inner}">{references}</lane></childLaneSet>'
        drawn += f'<lane id="lane_{outer}_{len(drawn)}" name="{outer}">{references}</lane>'
    return f'<laneSet id="lanes_{one.id}">{drawn}</laneSet>'


def _flows(line: str, defaults: dict[str, str]) -> str:
    if line.startswith("<"):
        return line
    if "~>" in line:
        source, target = (part.strip() for part in line.split("~>"))
        return f'<association id="{source}_{target}" sourceRef="{source}" targetRef="{target}" associationDirection="One"/>'
    match = re.match(r"^(.*?)(?:\[(.*)\])?$", line)
    assert match is not None
    names = [part.strip() for part in match[1].split("->")]
    drawn = []
    for number, (source, target) in enumerate(zip(names, names[1:], strict=False)):
        last = number == len(names) - 2
        flow_id = f"{source}_{target}"
        condition = ""
        if last and match[2] == "else":
            defaults[source] = flow_id
        elif last and match[2]:
            condition = f"<conditionExpression>={escape(match[2])}</conditionExpression>"
        drawn.append(
            f'<sequenceFlow id="{flow_id}" sourceRef="{source}" targetRef="{target}">{condition}</sequenceFlow>'
        )
    return "\n".join(drawn)


def _node(t: Thing, around: Thing, shared: dict[str, str]) -> str:
    tag = TAGS[t.kind]
    attributes = {"id": t.id}
    for key, name in (
        ("name", "name"), ("default", "default"), ("on", "attachedToRef"), ("needs", "startQuantity"),
        ("gives", "completionQuantity"), ("ordering", "ordering"), ("gateway", "eventGatewayType"),
    ):  # fmt: skip
        if t.has(key):
            attributes[name] = t.get(key) or ""
    for flag, name, value in (
        ("soft", "cancelActivity" if t.kind == "boundary" else "isInterrupting", "false"), ("all", "parallelMultiple", "true"),
        ("handler", "isForCompensation", "true"), ("instantiate", "instantiate", "true"),
        ("keep", "cancelRemainingInstances", "false"),
    ):  # fmt: skip
        if t.has(flag):
            attributes[name] = value
    if t.kind == "eventsub":
        attributes["triggeredByEvent"] = "true"
    if t.kind in ("send", "receive") and t.has("message"):
        attributes["messageRef"] = _message(t.get("message") or "", t, shared)
    drawn = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    content = _extension(t) + _loop(t, shared) + _inside(t, shared) + _definitions(t, shared) + _special(t)
    return f"<{tag} {drawn}>{content}</{tag}>"


def _special(t: Thing) -> str:
    drawn = ""
    if t.kind == "adhoc" and t.has("done"):
        drawn += f"<completionCondition>={escape(t.get('done') or '')}</completionCondition>"
    if t.kind == "complex" and t.has("when"):
        drawn += f"<activationCondition>={escape(t.get('when') or '')}</activationCondition>"
    return drawn


def _extension(t: Thing) -> str:
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
        if found and not (set(found) == {"resultVariable"}) and not (tag == "script" and "expression" not in found) \
                and not (tag == "calledDecision" and "decisionId" not in found):  # fmt: skip
            if tag == "script":
                found["expression"] = "=" + found["expression"]
            parts.append(f"<zeebe:{tag} " + " ".join(f"{k}={quoteattr(v)}" for k, v in found.items()) + "/>")
    return f"<extensionElements>{''.join(parts)}</extensionElements>" if parts else ""


def _loop(t: Thing, shared: dict[str, str]) -> str:
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


def _definitions(t: Thing, shared: dict[str, str]) -> str:
    if t.kind not in ("start", "end", "catch", "throw", "boundary"):
        return ""
    found = [(key, value) for key, value in t.facts if key in EVENTS]
    return "".join(_definition(t, key, value, shared, f"{t.id}_{n}") for n, (key, value) in enumerate(found))


def _definition(t: Thing, key: str, value: str, shared: dict[str, str], own_id: str) -> str:
    if key == "ref":
        return f"<eventDefinitionRef>{value}</eventDefinitionRef>"
    if key == "message":
        return f'<messageEventDefinition id="{own_id}" messageRef="{_message(value, t, shared)}"/>'
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


def _message(name: str, t: Thing, shared: dict[str, str]) -> str:
    key = t.get("key")
    message_id = f"msg_{name}" + (f"_{re.sub(r'[^a-z]', '', key)}" if key else "")
    extension = ""
    if key:
        extension = (
            f"<extensionElements><zeebe:subscription correlationKey={quoteattr('=' + key)}/></extensionElements>"
        )
    shared[message_id] = f'<message id="{message_id}" name="{name}">{extension}</message>'
    return message_id
