"""Who sends and who receives each message, signal and link of the deployment?"""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.document import Element, Finding
from bpmn.lint.diagram import THROWING, Diagram, local
from bpmn.lint.known import Deployment
from bpmn.lint.wording import en, found, zh


def messages_have_two_ends(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """Messages that no file of the deployment sends, receives or uses; the outside may do it."""
    used = [_used(d) for d in deployment.diagrams]
    sent = {name for names, _ in used for name in names}
    received = {name for _, names in used for name in names}
    referred = _referred(diagram)
    outside = deployment.known.messages
    for message in diagram.root.all("message"):
        name = message.name or message.id or ""
        if name.startswith("=") or name in (outside or ()):
            continue
        if name in received and name not in sent:
            yield _one_sided(message, "without-sender", "receives", "sends", "接收", "发送")
        elif name in sent and name not in received:
            yield _one_sided(message, "without-receiver", "sends", "receives", "发送", "接收")
        elif name not in sent and message.id not in referred:
            yield found(
                "unused-message",
                message,
                f"Nothing uses the {en(message)}.",
                f"{zh(message)}未被使用。",
                mend="Delete it.",
                mend_zh="请删除它。",
                severity="info",
            )


def _one_sided(message: Element, code: str, does: str, lacks: str, does_zh: str, lacks_zh: str) -> Finding:
    return found(
        f"message-{code}",
        message,
        f"The deployment {does} the {en(message)} and nothing in it {lacks} it: the outside has to.",
        f"部署中{does_zh}{zh(message)}，但没有元素{lacks_zh}它，须由外部系统完成。",
        mend="Nothing to do when another system or process does it.",
        mend_zh="若由其他系统或流程完成，则无需处理。",
        severity="info",
    )


def _used(diagram: Diagram) -> tuple[set[str], set[str]]:
    """The names of the messages that a file's elements send and receive."""
    sent: set[str] = set()
    received: set[str] = set()
    for element in diagram.every("messageEventDefinition", "sendTask", "receiveTask"):
        message = diagram.by_id.get(local(element.attributes.get("messageRef", "")))
        if message is None:
            continue
        event = diagram.parent(element)
        sends = element.tag == "sendTask" or (event is not None and event.tag in THROWING)
        (sent if sends else received).add(message.name or message.id or "")
    return sent, received


def _referred(diagram: Diagram) -> set[str]:
    """The ids of the messages that anything in the file refers to."""
    by_attribute = {local(e.attributes["messageRef"]) for e in diagram.elements if "messageRef" in e.attributes}
    return by_attribute | {local(e.text) for e in diagram.every("outMessageRef", "inMessageRef")}
