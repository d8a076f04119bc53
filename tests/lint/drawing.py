"""Diagrams in a few words: `draw("s > a > x", "x > b : =ok", "x > e")`; the first letters of an id say its kind."""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from bpmn.document import BPMN, GAS, ZEEBE, Finding
from bpmn.lint import NOTHING_KNOWN, Known, lint

KINDS = {
    "s": "startEvent",
    "e": "endEvent",
    "a": "userTask",
    "t": "scriptTask",
    "w": "serviceTask",
    "x": "exclusiveGateway",
    "p": "parallelGateway",
    "o": "inclusiveGateway",
    "v": "eventBasedGateway",
    "c": "intermediateCatchEvent",
    "i": "intermediateThrowEvent",
    "call": "callActivity",
    "k": "complexGateway",
}
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<definitions xmlns="{BPMN}" xmlns:zeebe="{ZEEBE}" xmlns:gas="{GAS}" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:test">\n'
)
TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"


def kind(node: str) -> str:
    prefix = re.match(r"call|[a-z]", node)
    assert prefix, node
    return KINDS[prefix[0]]


def scope(*lines: str, **inside: str) -> str:
    """The elements of a scope; `inside` gives the content (or with `<` a whole element) of a node."""
    nodes: dict[str, str] = {}
    flows: list[str] = []
    defaults: dict[str, str] = {}
    for line in lines:
        path, _, condition = line.partition(" : ")
        steps = [step.strip() for step in path.split(">")]
        for step in steps:
            nodes.setdefault(step, "")
        for source, target in zip(steps, steps[1:], strict=False):
            flow = f"f_{source}_{target}"
            if condition == "default":
                defaults[source] = flow
            text = f"<conditionExpression>{condition}</conditionExpression>" if condition not in ("", "default") else ""
            flows.append(f'<sequenceFlow id="{flow}" sourceRef="{source}" targetRef="{target}">{text}</sequenceFlow>\n')
    body = []
    for node in nodes:
        content = inside.get(node, TIMER if node.startswith("c") and not node.startswith("call") else "")
        if content.startswith("<!"):
            body.append(content[2:])
        else:
            default = f" default={quoteattr(defaults[node])}" if node in defaults else ""
            body.append(f'<{kind(node)} id="{node}"{default}>{content}</{kind(node)}>\n')
    extra = [content[2:] for node, content in inside.items() if node not in nodes and content.startswith("<!")]
    return "".join((*body, *extra, *flows))


def draw(*lines: str, before: str = "", process: str = "main", first: str = "", **inside: str) -> bytes:
    body = scope(*lines, **inside)
    return f'{HEAD}{before}<process id="{process}" isExecutable="true">\n{first}{body}</process></definitions>'.encode()


def findings(*files: bytes, known: Known = NOTHING_KNOWN, **named: bytes) -> list[Finding]:
    given = {f"f{i}.bpmn": data for i, data in enumerate(files)}
    given |= {name.replace("_", "."): data for name, data in named.items()}
    result = lint(given, known=known)
    for finding in result:
        assert all((finding.message, finding.message_zh, finding.mend, finding.mend_zh, finding.file)), finding
        assert finding.severity in ("error", "warning", "info")
    return list(result)


def codes(*files: bytes, known: Known = NOTHING_KNOWN) -> list[tuple[str, str | None]]:
    """(code, element id) of every finding but hints, in file order."""
    return [(f.code, f.element_id) for f in findings(*files, known=known) if f.severity != "info"]
