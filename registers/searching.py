"""Search without extensions: text cut into grams, their numbers kept in an array with a GIN index, and checked
again as text.

Limits: a word of one or two Latin letters or digits is found only at the beginning of a word; longer words and
Chinese are found anywhere; a phone number from its beginning.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable
from functools import lru_cache

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_WORD = re.compile(r"[a-z0-9]+")
_RUN = re.compile(rf"{_HAN.pattern}|{_WORD.pattern}")
_SPACE = re.compile(r"\s+")


def normalised(text: str) -> str:
    """The text as it is compared: compatibility forms folded, lower case, no spaces."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text).lower())


def initials(text: str) -> str:
    """The pinyin initials of the Chinese letters, others as they are: "合肥Acme餐饮" → "hfacmecy"."""
    from pypinyin import Style, lazy_pinyin  # its tables take half a second: not when a process starts

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


def search_keys(text: str) -> list[int]:
    """The numbers of the grams of a text: 32 bits each; two grams with one number only cost a look at the text."""
    found: set[int] = set()
    for run in _RUN.findall(text):
        found |= _keys_of_run(run)
    return sorted(found)


@lru_cache(maxsize=1 << 16)
def _keys_of_run(run: str) -> frozenset[int]:
    return frozenset(_key(gram) for gram in grams(run))


def asked_keys(token: str) -> list[int]:
    """The numbers of the grams that a text must have to contain the token."""
    return sorted({_key(gram) for gram in asked_grams(token)})


def _key(gram: str) -> int:
    return zlib.crc32(gram.encode()) - 2**31


def tokens(query: str) -> list[str]:
    """The words of a query, each of which must be found; at most eight."""
    words = [normalised(word) for word in query.split()]
    return [word for word in words if word][:8]
