"""Draws small BPMN processes for tests: `Drawing("p").start().user_task("approve", groups="cashier").end()`."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' id="definitions" targetNamespace="http://example.org/test">'
)


class Drawing:
    """A process in the making; elements follow each other unless a `source` is named."""

    def __init__(self, key: str = "p", name: str = "Test", **properties: str) -> None:
        self.key, self.name, self.properties = key, name, properties
        self.parts: list[str] = []
        self.flows: list[str] = []
        self.messages: dict[str, str] = {}
        self.last: str | None = None

    def xml(self) -> bytes:
        props = "".join(f'<zeebe:property name="{n}" value={quoteattr(v)}/>' for n, v in self.properties.items())
        extension = f"<bpmn:extensionElements><zeebe:properties>{props}</zeebe:properties></bpmn:extensionElements>"
        body = (extension if props else "") + "".join(self.parts) + "".join(self.flows)
        process = f'<bpmn:process id="{self.key}" name="{self.name}" isExecutable="true">{body}</bpmn:process>'
        return (HEAD + "".join(self.messages.values()) + process + "</bpmn:definitions>").encode()

    def start(self, id_: str = "begin", inner: str = "") -> Drawing:
        return self._add("startEvent", id_, inner, connect=False)

    def end(self, id_: str = "finished") -> Drawing:
        return self._add("endEvent", id_)

    def user_task(self, id_: str, *, groups: str = "cashier", extra: str = "", assignee: str = "") -> Drawing:
        who = f' assignee="{assignee}"' if assignee else ""
        inner = f'<zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="{groups}"{who}/>{extra}'
        return self._add("userTask", id_, _extension(inner))

    def service_task(self, id_: str, type_: str, *, retries: int = 3, io: str = "") -> Drawing:
        inner = f'<zeebe:taskDefinition type="{type_}" retries="{retries}"/>{io}'
        return self._add("serviceTask", id_, _extension(inner))

    def timer(self, id_: str, duration: str) -> Drawing:
        return self._add("intermediateCatchEvent", id_, _duration(duration))

    def boundary_timer(self, id_: str, on: str, duration: str, *, interrupting: bool = True) -> Drawing:
        cancel = f'attachedToRef="{on}" cancelActivity="{str(interrupting).lower()}"'
        return self._add("boundaryEvent", id_, _duration(duration), connect=False, attributes=cancel)

    def boundary_error(self, id_: str, on: str) -> Drawing:
        inner = "<bpmn:errorEventDefinition/>"
        return self._add("boundaryEvent", id_, inner, connect=False, attributes=f'attachedToRef="{on}"')

    def message_name(self, name: str, key: str = "=business") -> str:
        ref = f"m_{name}"
        inner = _extension(f'<zeebe:subscription correlationKey="{key}"/>')
        self.messages[ref] = f'<bpmn:message id="{ref}" name="{name}">{inner}</bpmn:message>'
        return f'<bpmn:messageEventDefinition messageRef="{ref}"/>'

    def catch_message(self, id_: str, name: str, key: str = "=business") -> Drawing:
        return self._add("intermediateCatchEvent", id_, self.message_name(name, key))

    def throw_message(self, id_: str, name: str, key: str = "=business") -> Drawing:
        return self._add("intermediateThrowEvent", id_, self.message_name(name, key))

    def call(self, id_: str, process: str) -> Drawing:
        return self._add("callActivity", id_, _extension(f'<zeebe:calledElement processId="{process}"/>'))

    def gateway(self, id_: str, kind: str = "parallelGateway") -> Drawing:
        return self._add(kind, id_)

    def at(self, id_: str) -> Drawing:
        self.last = id_
        return self

    def to(self, target: str) -> Drawing:
        self._flow(str(self.last), target)
        return self

    def _add(self, tag: str, id_: str, inner: str = "", *, connect: bool = True, attributes: str = "") -> Drawing:
        self.parts.append(f'<bpmn:{tag} id="{id_}" name="{id_}" {attributes}>{inner}</bpmn:{tag}>')
        if connect and self.last is not None:
            self._flow(self.last, id_)
        self.last = id_
        return self

    def _flow(self, source: str, target: str) -> None:
        number = len(self.flows) + 1
        self.flows.append(f'<bpmn:sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}"/>')


def _extension(inner: str) -> str:
    return f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>"


def _duration(text: str) -> str:
    kind = '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">'
    return f"<bpmn:timerEventDefinition>{kind}{text}</bpmn:timeDuration></bpmn:timerEventDefinition>"
