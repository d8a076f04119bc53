"""Can every expression and every timer be read?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bpmn.compiling.times import parse_timer
from bpmn.document import Finding
from bpmn.lint.diagram import Diagram
from bpmn.lint.known import Deployment
from bpmn.lint.places import Place, expressions_of, timers_of
from bpmn.lint.wording import en, found, zh

_FOREIGN = re.compile(r"\A[$#]\{")
_XPATH = re.compile(r"\bgetData(Object|Input|Output)\(")
_SAMPLES = {
    "date": ("2026-11-21T08:00:00+08:00", "a date and time"),
    "duration": ("PT4H", "a duration"),
    "cycle": ("R3/PT1H", "a repetition"),
}
_KINDS_ZH = {"date": "日期时间", "duration": "时长", "cycle": "周期"}


def expressions_can_be_read(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """An expression that is not FEEL."""
    for place in expressions_of(diagram):
        if place.language and "feel" not in place.language.lower():
            yield _language(place, place.language)
        elif _FOREIGN.match(place.text):
            yield _language(place, "JUEL")
        elif _XPATH.search(place.text):
            yield _language(place, "XPath")
        else:
            yield from _syntax(place)


def _language(place: Place, language: str) -> Finding:
    return found(
        "expression-language",
        place.element,
        f"The expression '{_short(place.text)}' ({place.what}) of the {en(place.element)} is {language}; "
        "only FEEL is run.",
        f"{zh(place.element)}的表达式“{_short(place.text)}”（{place.what}）使用 {language}，系统只执行 FEEL。",
        mend="Write it in FEEL, for example: amount > 1000.",
        mend_zh="请改写为 FEEL，例如：amount > 1000。",
    )


def _syntax(place: Place) -> Iterator[Finding]:
    from bpmn.feel import FeelSyntax, compile_expression

    if not place.text:
        return
    try:
        compile_expression(place.text, dialect="camunda")
    except FeelSyntax as problem:
        yield found(
            "expression-syntax",
            place.element,
            f"The expression '{_short(place.text)}' ({place.what}) of the {en(place.element)} cannot be read: "
            f"{problem.message} at character {problem.position + 1}.",
            f"{zh(place.element)}的表达式“{_short(place.text)}”（{place.what}）在第 {problem.position + 1} 个字符处"
            f"有误：{problem.message_zh}。",
            mend="Correct the FEEL expression.",
            mend_zh="请改正该 FEEL 表达式。",
        )


def timers_can_be_read(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A timer that is neither ISO 8601 nor a FEEL expression."""
    for timer in timers_of(diagram):
        try:
            parse_timer(timer.kind, timer.text)
        except (ValueError, OverflowError):
            sample, kind = _SAMPLES[timer.kind]
            yield found(
                "timer-syntax",
                timer.element,
                f"'{_short(timer.text)}' at the {en(timer.element)} is not {kind} as ISO 8601 writes it.",
                f"{zh(timer.element)}的“{_short(timer.text)}”不是 ISO 8601 格式的{_KINDS_ZH[timer.kind]}。",
                mend=f"Write it like {sample}, or as a FEEL expression that begins with '='.",
                mend_zh=f"请写成如 {sample} 的形式，或以“=”开头的 FEEL 表达式。",
            )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else f"{flat[:77]}..."
