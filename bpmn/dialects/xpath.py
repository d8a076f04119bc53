"""The simple part of XPath, the standard's default language (`bpmn:getDataObject('ok') = 'yes'`), as FEEL."""

from __future__ import annotations

import re

from bpmn.dialects.juel import Untranslatable, quoted

_DATA = re.compile(r"(?:[\w-]+:)?getData(?:Object|Input|Output)\(\s*(['\"])([^\W\d]\w*)\1\s*\)")
_TOKEN = re.compile(
    r"\s*(?:(?P<data>(?:[\w-]+:)?getData(?:Object|Input|Output)\(\s*(?P<q>['\"])(?P<name>[^\W\d]\w*)(?P=q)\s*\))"
    r"|(?P<truth>(?:true|false)\(\))|(?P<word>and|or|not)\b|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<string>'[^']*'|\"[^\"]*\")|(?P<operator><=|>=|!=|[=<>()+*-]))"
)


def is_xpath(text: str) -> bool:
    """Whether the text asks for data as only XPath in BPMN does."""
    return bool(_DATA.search(text))


def xpath_to_feel(text: str) -> str:
    """The FEEL of a simple XPath condition; raises Untranslatable."""
    said: list[str] = []
    position, text = 0, text.strip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise Untranslatable(text[position : position + 20])
        position = match.end()
        said.append(_word(match))
    return " ".join(said).replace("( ", "(").replace(" )", ")").replace("not (", "not(")


def _word(match: re.Match[str]) -> str:
    if match["data"]:
        return match["name"]
    if match["string"]:
        return quoted(match["string"][1:-1])
    return match["truth"].removesuffix("()") if match["truth"] else match[0].strip()
