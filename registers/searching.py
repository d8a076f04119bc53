"""Search without extensions: text cut into grams, kept in an array with a GIN index, and checked again as text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pypinyin import Style, lazy_pinyin

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_WORD = re.compile(r"[a-z0-9]+")
_SPACE = re.compile(r"\s+")


def normalised(text: str) -> str:
    """The text as it is compared: compatibility forms folded, lower case, no spaces."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text).lower())


def initials(text: str) -> str:
    """The pinyin initials of the Chinese letters, others as they are: "合肥Acme餐饮" → "hfacmecy"."""
    letters = lazy_pinyin(normalised(text), style=Style.FIRST_LETTER, errors="default")
    return "".join(letter for letter in "".join(letters) if letter.isalnum())[:200]


def haystack(*, name: str, others: Iterable[str]) -> str:
    """What is searched: the name, its initials, and the other texts, a line each."""
    lines = [normalised(name), initials(name), *(normalised(text) for text in others)]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def grams(text: str) -> list[str]:
    """Every gram that a query of a part of the text could ask for, sorted."""
    found: set[str] = set()
    for line in text.split("\n"):
        for run in _HAN.findall(line):
            found.update(run)
            found.update(run[i : i + 2] for i in range(len(run) - 1))
        for run in _WORD.findall(line):
            found.update(run[i : i + 3] for i in range(len(run) - 2))
            found.update({f"^{run[:1]}", f"^{run[:2]}"})
    return sorted(found)


def asked_grams(token: str) -> list[str]:
    """The grams that a text must have to contain the token; empty when the token has nothing to look for."""
    asked: set[str] = set()
    for run in _HAN.findall(token):
        asked.update([run] if len(run) == 1 else (run[i : i + 2] for i in range(len(run) - 1)))
    for run in _WORD.findall(token):
        if len(run) >= 3:
            asked.update(run[i : i + 3] for i in range(len(run) - 2))
        elif run == token:
            asked.add(f"^{run}")
    return sorted(asked)


def tokens(query: str) -> list[str]:
    """The words of a query, each of which must be found; at most eight."""
    words = [normalised(word) for word in query.split()]
    return [word for word in words if word][:8]
