"""The texts of the pages, read from the same catalogues as the pages read them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

CATALOGUES = Path(__file__).resolve().parents[2] / "web" / "src" / "i18n"


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Every text by its key, `inbox:view.mine`."""
    found: dict[str, str] = {}
    for path in sorted((CATALOGUES / lang).glob("*.json")):
        found |= {f"{path.stem}:{key}": text for key, text in _flat(json.loads(path.read_text()))}
    return found


def say(lang: str, key: str, **values: Any) -> str:
    """The text as the page shows it with these values."""
    texts = catalogue(lang)
    text = texts.get(key) or texts[f"{key}_{'one' if lang == 'en' and values.get('count') == 1 else 'other'}"]
    for name, value in values.items():
        text = text.replace("{{" + name + "}}", str(value))
    return text


def _flat(texts: dict[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in texts.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value
