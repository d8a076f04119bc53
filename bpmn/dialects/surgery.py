"""What a dialect does to a file: adds zeebe: extension elements beside the foreign ones and keeps a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from bpmn.dialects.juel import Untranslatable, is_juel, juel_to_feel
from bpmn.document import BPMN, ZEEBE, Finding
from bpmn.reading import line_of

Node = etree._Element
_SAID = {
    "the extension ": "扩展 ",
    "the attribute ": "属性 ",
    "the parameter ": "参数 ",
    "the code ": "代码 ",
    "the form ": "表单 ",
    "the script": "脚本",
    "the timer ": "定时 ",
    "the mapping": "变量映射",
    "a mapping without source or target": "缺少来源或目标的变量映射",
}


@dataclass(eq=False)
class Report:
    """The findings of one conversion, and whether anything was changed."""

    file: str
    findings: list[Finding] = field(default_factory=list)
    changed: bool = False

    def lost(self, node: Node, what: str, *, severity: str = "error", why: str = "", why_zh: str = "") -> None:
        """Something that has no counterpart here."""
        because, because_zh = (f": {why}" if why else ""), (f"：{why_zh or why}" if why else "")
        self._add(
            "not-converted", node, severity,
            f"{_capital(what)} was not converted{because}.", f"{_in_chinese(what)}未能转换{because_zh}。",
            "Model it anew with the elements of this system.", "请用本系统的元素重新建模。",
        )  # fmt: skip

    def check(self, node: Node, what: str, message: str, message_zh: str) -> None:
        """Something that was converted and needs a person's eye."""
        self._add(
            "converted", node, "warning",
            f"{_capital(what)} was converted: {message}.", f"{_in_chinese(what)}已转换：{message_zh}。",
            "Look whether it says what was meant.", "请核对转换结果是否符合原意。",
        )  # fmt: skip

    def _add(self, code: str, node: Node, severity: str, en: str, zh: str, mend: str, mend_zh: str) -> None:
        line = line_of(node) or None
        self.findings.append(Finding(code, severity, id_around(node), line, en, zh, self.file, mend, mend_zh))


def _capital(what: str) -> str:
    return what[:1].upper() + what[1:] if what.startswith(("the ", "a ")) else what


def _in_chinese(what: str) -> str:
    for said, said_zh in _SAID.items():
        if what.startswith(said):
            return f"{said_zh}{what.removeprefix(said)} "
    return f"{what} "


def id_around(node: Node | None) -> str | None:
    """The id of the nearest element that has one."""
    while node is not None:
        if node.get("id"):
            return str(node.get("id"))
        node = node.getparent()
    return None


def tag_of(node: Node) -> str:
    return etree.QName(node).localname


def owner_of(node: Node) -> Node:
    """The BPMN element that an extension element belongs to."""
    here: Node | None = node
    while here is not None and here.tag != f"{{{BPMN}}}extensionElements":
        here = here.getparent()
    parent = here.getparent() if here is not None else None
    return parent if parent is not None else node


def zeebe(report: Report, node: Node, tag: str, **attributes: str) -> Node:
    """The zeebe: extension element of that tag at a node, made when missing; attributes that it has stay."""
    extensions = node.find(f"{{{BPMN}}}extensionElements")
    if extensions is None:
        extensions = etree.Element(f"{{{BPMN}}}extensionElements")
        documentation = node.findall(f"{{{BPMN}}}documentation")
        node.insert(node.index(documentation[-1]) + 1 if documentation else 0, extensions)
    return child(report, extensions, tag, **attributes)


def child(report: Report, parent: Node, tag: str, **attributes: str) -> Node:
    """The zeebe: child of that tag, made when missing."""
    found = parent.find(f"{{{ZEEBE}}}{tag}")
    if found is None:
        found = etree.SubElement(parent, f"{{{ZEEBE}}}{tag}", nsmap={"zeebe": ZEEBE})
        report.changed = True
    for name, value in attributes.items():
        if name not in found.attrib:
            found.set(name, value)
            report.changed = True
    return found


def mapping(report: Report, node: Node, direction: str, source: str, target: str) -> None:
    """One zeebe:input or zeebe:output more at a node."""
    holder = zeebe(report, node, "ioMapping")
    if any(entry.get("target") == target and tag_of(entry) == direction for entry in holder):
        return
    entry = etree.Element(f"{{{ZEEBE}}}{direction}", source=source, target=target)
    inputs = [e for e in holder if tag_of(e) == "input"]
    holder.insert(len(inputs) if direction == "input" else len(holder), entry)
    report.changed = True


def named_property(report: Report, node: Node, name: str, value: str) -> None:
    """One zeebe:property more at a node."""
    holder = zeebe(report, node, "properties")
    if not any(entry.get("name") == name for entry in holder):
        etree.SubElement(holder, f"{{{ZEEBE}}}property", name=name, value=value)
        report.changed = True


def in_feel(report: Report, node: Node, text: str, what: str) -> str | None:
    """A JUEL text as `=FEEL`, a plain text as it is; None (and a finding) when it cannot be translated."""
    return translated(report, node, text, what, juel_to_feel) if is_juel(text) else text.strip()


def translated(report: Report, node: Node, text: str, what: str, translate: Callable[[str], str]) -> str | None:
    """`=FEEL` by that translator; None (and a finding) when it cannot be done."""
    try:
        return f"={translate(text)}"
    except Untranslatable as reason:
        short = " ".join(text.split())[:80]
        report.lost(
            node, f"{what} '{short}'", why=f"'{reason}' has no plain counterpart in FEEL",
            why_zh=f"“{reason}”在 FEEL 中没有直接对应",
        )  # fmt: skip
        return None
