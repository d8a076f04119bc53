"""Diagrams in a few lines of text, drawn as BPMN XML.

`id: kind key=value flag` is a node (`{ … }` holds what is inside), `a -> b -> c [condition]` are flows (`[else]` is the
default), `b ~> undo` associates a compensation handler. A flow's id is `a_b`.
"""

# ruff: noqa: E501 - XML reads better in one line

from __future__ import annotations

import re
import shlex
from xml.sax.saxutils import escape, quoteattr

from tests.conformance.drawing_parts import Thing, definitions, extension, loop, message

TAGS = {
    "start": "startEvent", "end": "endEvent", "catch": "intermediateCatchEvent", "throw": "intermediateThrowEvent",
    "boundary": "boundaryEvent", "task": "task", "user": "userTask", "manual": "manualTask", "service": "serviceTask",
    "script": "scriptTask", "send": "sendTask", "receive": "receiveTask", "rule": "businessRuleTask", "call": "callActivity",
    "sub": "subProcess", "tx": "transaction", "adhoc": "adHocSubProcess", "eventsub": "subProcess", "xor": "exclusiveGateway",
    "and": "parallelGateway", "or": "inclusiveGateway", "events": "eventBasedGateway", "complex": "complexGateway",
    "process": "process", "data": "dataObject", "property": "property",
    "globaluser": "globalUserTask", "globalscript": "globalScriptTask",
}  # fmt: skip
GLOBAL = ("<message ", "<signal ", "<error ", "<escalation ", "<itemDef", "<dataStore ", "<collaboration", "<correlationProperty ",
          "<messageEventDefinition", "<signalEventDefinition", "<timerEventDefinition", "<global")  # fmt: skip
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
 xmlns:gas="https://gas-process.example/schema/1.0" targetNamespace="urn:test">
"""


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
    return f'<process id="{one.id}" isExecutable="true">{extension(one)}{_inside(one, shared)}</process>\n' \
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
        attributes["messageRef"] = message(t.get("message") or "", t, shared)
    drawn = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    content = extension(t) + loop(t, shared) + _inside(t, shared) + definitions(t, shared) + _special(t)
    return f"<{tag} {drawn}>{content}</{tag}>"


def _special(t: Thing) -> str:
    drawn = ""
    if t.kind == "adhoc" and t.has("done"):
        drawn += f"<completionCondition>={escape(t.get('done') or '')}</completionCondition>"
    if t.kind == "complex" and t.has("when"):
        drawn += f"<activationCondition>={escape(t.get('when') or '')}</activationCondition>"
    return drawn
