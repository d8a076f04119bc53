"""Patterns of matches(), replace() and split()."""

from __future__ import annotations

import re
from typing import Any

from bpmn.feel.problems import Null


class Pattern:
    def __init__(self, pattern: str, flags: str) -> None:
        try:
            self._re = re.compile(pattern, re.IGNORECASE if "i" in flags else 0)
        except re.error:
            raise Null("bad_regex", text=pattern) from None

    def search(self, run: Any, text: str, start: int) -> Any:
        return self._re.search(text, start)

    def replace(self, run: Any, text: str, replacement: str) -> str:
        return self._re.sub(replacement.replace("$", "\\"), text)

    def split(self, run: Any, text: str) -> list[str]:
        return self._re.split(text)


def compile_pattern(pattern: str, flags: str) -> Pattern:
    return Pattern(pattern, flags)
