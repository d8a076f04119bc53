"""What is read as a document, in which encodings, and what is refused with which words."""

from __future__ import annotations

import codecs

import pytest

from bpmn.document import BPMN, Refused
from bpmn.reading import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, read_document

BODY = f"""<definitions xmlns="{BPMN}" xmlns:q="urn:q"><process id="报装" q:k="v" name="报装é">
<a/><!--c--><b>te<!--x-->xt</b></process></definitions>"""
LATIN = f'<definitions xmlns="{BPMN}"><process id="p" name="é"/></definitions>'


def refused(data: bytes) -> tuple[str, int | None]:
    with pytest.raises(Refused) as caught:
        read_document(data, file="f.bpmn")
    (finding,) = caught.value.findings
    assert all((finding.message, finding.message_zh, finding.mend, finding.mend_zh))
    assert finding.file == "f.bpmn"
    return finding.code, finding.line


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (BODY.encode(), "报装é"),
        (codecs.BOM_UTF8 + BODY.encode(), "报装é"),
        (b'<?xml version="1.0"?>\n' + BODY.encode(), "报装é"),
        (b'<?xml version="1.0" encoding="GBK"?>' + BODY.encode("gbk"), "报装é"),
        (b'<?xml version="1.0" encoding="gb2312"?>' + BODY.encode("gb18030"), "报装é"),
        (b"<?xml version='1.0' encoding='UTF-16'?>" + BODY.encode(), "报装é"),
        (f'<?xml version="1.0" encoding="UTF-16"?>{BODY}'.encode("utf-16"), "报装é"),
        (f'<?xml version="1.0" encoding="UTF-16BE"?>{BODY}'.encode("utf-16-be"), "报装é"),
        (codecs.BOM_UTF16_BE + BODY.encode("utf-16-be"), "报装é"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>' + LATIN.encode("latin-1"), "é"),
        (b'<?xml version="1.0" encoding="windows-1252" standalone="yes"?>' + LATIN.encode("cp1252"), "é"),
    ],
)
def test_every_declared_encoding_is_read(data: bytes, name: str) -> None:
    (process,) = read_document(data).all("process")
    assert process.name == name


def test_an_element_keeps_namespaced_attributes_own_text_and_line() -> None:
    process = read_document(b"<!-- first -->\n" + BODY.encode()).find("process")
    assert process is not None
    assert process.attributes == {"id": "报装", "{urn:q}k": "v", "name": "报装é"}
    assert [(c.tag, c.text, c.line) for c in process.children] == [("a", "", 3), ("b", "text", 3)]
    assert process.text == ""


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE d SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        "<?xml version='1.0'?>\n\n<!-- <a> -->\n<?pi x?>  <!DOCTYPE d>",
        " " * 9000 + "<!DOCTYPE d>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_every_doctype_is_refused(prolog: str, encoding: str) -> None:
    assert refused((prolog + BODY).encode(encoding))[0] == "doctype-refused"


def test_the_words_doctype_in_a_text_are_harmless() -> None:
    root = read_document(b"<a><b><![CDATA[<!DOCTYPE x>]]></b><!-- <!DOCTYPE y> --></a>")
    assert root.children[0].text == "<!DOCTYPE x>"


def test_broken_xml_is_refused_with_its_line() -> None:
    assert refused(b"<a>\n<b>\n</a>") == ("not-well-formed", 3)
    assert refused(b"<a>\n&unknown;</a>") == ("not-well-formed", 2)
    assert refused(b"<a>\x00</a>")[0] == "not-well-formed"
    assert refused(b"hello")[0] == "not-well-formed"
    assert refused(b"<?xml version='1.0'?>")[0] == "not-well-formed"


def test_a_file_that_lies_about_its_encoding_is_refused() -> None:
    assert refused(b"<a>\n\xff\xff</a>") == ("wrong-encoding", 2)
    assert refused(b"<?xml version='1.0' encoding='utf-7'?><a/>")[0] == "unknown-encoding"
    assert refused(b"<?xml version='1.0' encoding='rot13'?><a/>")[0] == "unknown-encoding"
    assert refused(b"<?xml version='1.0' encoding='nonsense'?><a/>")[0] == "unknown-encoding"
    assert refused(b" \n")[0] == "empty-file"


def test_size_count_and_depth_are_bounded() -> None:
    assert refused(b"<a>" + b" " * MAX_BYTES + b"</a>")[0] == "file-too-large"
    assert refused(b"<a>" + b"<b/>" * MAX_ELEMENTS + b"</a>")[0] == "too-many-elements"
    deep = MAX_DEPTH + 1
    assert refused(b"<a>" * deep + b"</a>" * deep)[0] == "nested-too-deep"
    assert refused(b"<a>" * 30_000 + b"</a>" * 30_000)[0] == "nested-too-deep"
    assert len(list(read_document(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH).walk())) == MAX_DEPTH
