"""Turns the two-language source of a form into one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TRANSLATION = "x-en"
MESSAGE = "x-message"


def text(both: Mapping[str, str] | str, lang: str) -> str:
    """The text in the language, or in the other one when it is missing."""
    if isinstance(both, str):
        return both
    first, second = ("en", "zh") if lang.startswith("en") else ("zh", "en")
    return both.get(first) or both.get(second) or ""


def localise(node: Any, lang: str) -> Any:
    """The node in one language: titles, enum names as titled constants, a field's own error sentence."""
    if isinstance(node, list):
        return [localise(item, lang) for item in node]
    if not isinstance(node, Mapping):
        return node
    translated = dict(node)
    words = translated.pop(TRANSLATION, None)
    own_sentence = translated.pop(MESSAGE, None)
    if lang.startswith("en") and isinstance(words, Mapping):
        translated.update(words)
    shown = _titled({key: localise(value, lang) for key, value in translated.items()})
    if isinstance(own_sentence, (str, Mapping)):
        shown[MESSAGE] = text(own_sentence, lang)
    return shown


def _titled(node: dict[str, Any]) -> dict[str, Any]:
    """`enum` + `enumNames` says the same as `oneOf` of titled constants, which every JSON Schema reader knows."""
    values, names = node.get("enum"), node.get("enumNames")
    if not (isinstance(values, list) and isinstance(names, list)):
        return node
    kept = {key: value for key, value in node.items() if key not in ("enum", "enumNames")}
    kept["oneOf"] = [{"const": value, "title": name} for value, name in zip(values, names, strict=False)]
    return kept
