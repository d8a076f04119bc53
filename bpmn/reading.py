"""Bytes of a BPMN or DMN file from anybody to a tree, or a refusal: no DOCTYPE, no entities, no network, bounded."""

from __future__ import annotations

import codecs
import re
from typing import NoReturn

from lxml import etree

from bpmn.document import Element, Finding, Refused

MAX_BYTES = 5_000_000
MAX_ELEMENTS = 60_000
"""Five times what a chain of 1,000 tasks with its shapes and edges has."""
MAX_DEPTH = 200

_ENCODINGS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",  # what the file says is Latin-1 is in practice Windows-1252, its superset
    "ascii": "utf-8",
}
_SAFE = re.compile(
    r"utf-8|utf-16(-[lb]e)?|utf-32(-[lb]e)?|gb18030|gbk|gb2312|big5(hkscs)?|ascii|iso8859-\d+"
    r"|cp(125\d|437|850|866|932|936|949|950)|shift_jis|euc_(jp|kr)|koi8-r|mac-roman"
)
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PATTERNS = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
_DECLARATION = re.compile(r"\A<\?xml\s[^>]{0,200}?\?>")
_DECLARED = re.compile(rb"""\A\s{0,20}<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")


def read_document(data: bytes, *, file: str = "") -> Element:
    """The root element of the file with everything below it; raises Refused when it is hostile or not well-formed."""
    return as_element(parse_tree(data, file=file))


def parse_tree(data: bytes, *, file: str = "") -> etree._Element:
    """The lxml root of the file, comments and prefixes kept, for those who write it out again; raises Refused."""
    text = decode(data, file=file)
    _refuse_doctype(text, file)
    root = _parse(text, file)
    _refuse_oversize(root, file)
    return root


def decode(data: bytes, *, file: str = "") -> str:
    """The text of the file by its byte order mark, else its XML declaration, else UTF-8; raises Refused."""
    if len(data) > MAX_BYTES:
        _refuse(
            "file-too-large",
            file,
            None,
            f"The file has {len(data):,} bytes; at most {MAX_BYTES:,} are accepted.",
            f"文件有 {len(data):,} 字节，最多接受 {MAX_BYTES:,} 字节。",
            "Split the process into called processes and remove embedded pictures.",
            "请把流程拆分为被调用流程，并移除内嵌图片。",
        )
    if not data.strip():
        _refuse("empty-file", file, None, "The file is empty.", "文件为空。", "Export it again.", "请重新导出。")
    encoding, skip = _encoding(data, file)
    try:
        return data[skip:].decode(encoding)
    except UnicodeDecodeError as reason:
        line = data.count(b"\n", 0, skip + reason.start) + 1
        _refuse(
            "wrong-encoding",
            file,
            line,
            f"The file says that it is {encoding}, but the byte at position {reason.start} is not.",
            f"文件声明的编码是 {encoding}，但第 {reason.start} 个字节不符合该编码。",
            "Save the file as UTF-8, or correct the encoding in its first line.",
            "请将文件另存为 UTF-8，或改正首行声明的编码。",
        )


def as_element(root: etree._Element) -> Element:
    """The same tree as immutable elements; comments and processing instructions are left out."""
    nodes = list(root.iter("*"))
    built: dict[etree._Element, Element] = {}
    for node in reversed(nodes):
        children = tuple(built.pop(child) for child in node if isinstance(child.tag, str))
        name = etree.QName(node)
        built[node] = Element(
            namespace=name.namespace or "",
            tag=name.localname,
            attributes={str(key): str(value) for key, value in node.attrib.items()},
            text=_own_text(node),
            line=line_of(node),
            children=children,
        )
    return built[root]


def line_of(node: etree._Element) -> int:
    """The line in which the element begins, 0 when unknown."""
    return node.sourceline if isinstance(node.sourceline, int) else 0


def _own_text(node: etree._Element) -> str:
    pieces = [node.text, *(child.tail for child in node)]
    text = "".join(str(piece) for piece in pieces if piece)
    return text if text.strip() else ""


def _encoding(data: bytes, file: str) -> tuple[str, int]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    for pattern, encoding in _PATTERNS:
        if data.startswith(pattern):
            return encoding, 0
    declared = _DECLARED.match(data)
    name = declared[1].decode("ascii") if declared else "utf-8"
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        encoding = ""
    if not _SAFE.fullmatch(encoding):
        _refuse(
            "unknown-encoding",
            file,
            1,
            f"The file declares the encoding '{name}', which is not accepted.",
            f"文件声明了不支持的编码“{name}”。",
            "Save the file as UTF-8.",
            "请将文件另存为 UTF-8。",
        )
    if encoding.startswith(("utf-16", "utf-32")):
        encoding = "utf-8"  # the declaration was readable as ASCII, so it is a tool's wrong label
    return _ENCODINGS.get(encoding, encoding), 0


def _refuse_doctype(text: str, file: str) -> None:
    """A DOCTYPE can stand only before the root element, so only that part is looked at, before any parser runs."""
    position = 0
    while True:
        position += len(text[position : position + 4096]) - len(text[position : position + 4096].lstrip())
        if text.startswith("<!--", position):
            end, width = text.find("-->", position + 4), 3
        elif text.startswith("<?", position):
            end, width = text.find("?>", position + 2), 2
        elif text[position : position + 2] == "<!":
            _refuse(
                "doctype-refused",
                file,
                text.count("\n", 0, position) + 1,
                "The file has a DOCTYPE; one could read the server's files or exhaust its memory, so none is accepted.",
                "文件含有 DOCTYPE 声明，它可能读取服务器文件或耗尽内存，因此一律不接受。",
                "Remove the line that begins with <!DOCTYPE.",
                "请删除以 <!DOCTYPE 开头的声明。",
            )
        elif text[position : position + 1].isspace():
            continue
        else:
            return
        if end < 0:
            return  # the parser will say where it breaks
        position = end + width


def _parse(text: str, file: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=False,
        remove_pis=False,
        encoding="utf-8",
    )
    body = _DECLARATION.sub("", text, count=1)
    try:
        root = etree.fromstring(body.encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as reason:
        _refuse_malformed(reason, file)
    if root.getroottree().docinfo.internalDTD is not None:
        _refuse(
            "doctype-refused", file, 1, "The file has a DOCTYPE.", "文件含有 DOCTYPE 声明。", "Remove it.", "请删除。"
        )
    return root


def _refuse_malformed(reason: etree.XMLSyntaxError, file: str) -> NoReturn:
    line = int(reason.lineno or 0) or None
    said = str(reason.msg or "").split(", line ")[0]
    if "depth" in said.lower() or "huge" in said.lower():
        _refuse_depth(line, file)
    _refuse(
        "not-well-formed",
        file,
        line,
        f"The file is not well-formed XML: {said}.",
        f"文件不是格式正确的 XML：{said}。",
        "Export the diagram again from its editor; if it was edited by hand, correct that line.",
        "请从建模工具重新导出；若曾手工编辑，请改正该行。",
    )


def _refuse_depth(line: int | None, file: str) -> NoReturn:
    _refuse(
        "nested-too-deep",
        file,
        line,
        f"The file's elements are nested more than {MAX_DEPTH} deep.",
        f"文件中的元素嵌套超过 {MAX_DEPTH} 层。",
        "Move inner sub-processes into called processes.",
        "请把内层子流程改为被调用流程。",
    )


def _refuse_oversize(root: etree._Element, file: str) -> None:
    depth: dict[etree._Element, int] = {}
    for count, node in enumerate(root.iter("*"), start=1):
        parent = node.getparent()
        depth[node] = 1 if parent is None else depth.get(parent, 0) + 1
        if depth[node] > MAX_DEPTH:
            _refuse_depth(line_of(node), file)
        if count > MAX_ELEMENTS:
            _refuse(
                "too-many-elements",
                file,
                line_of(node),
                f"The file has more than {MAX_ELEMENTS:,} elements.",
                f"文件的元素超过 {MAX_ELEMENTS:,} 个。",
                "Split the process into called processes.",
                "请把流程拆分为被调用流程。",
            )


def _refuse(code: str, file: str, line: int | None, message: str, message_zh: str, mend: str, mend_zh: str) -> NoReturn:
    raise Refused((Finding(code, "error", None, line, message, message_zh, file, mend, mend_zh),))
