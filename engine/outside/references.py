"""Secrets by reference: a diagram says `{secrets.NAME}`, the value is read when it is sent and forgotten after."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings

from engine.outside.refusals import AddressRefused, SecretMissing

NAME = re.compile(r"[A-Z][A-Z0-9_]{0,60}")
_REFERENCE = re.compile(r"\{secrets\.([A-Z][A-Z0-9_]{0,60})\}")


def secret_named(name: str) -> str:
    """The secret's value from SECRET_<NAME> or the file of that name; raises SecretMissing."""
    if NAME.fullmatch(name):
        if value := os.environ.get(f"SECRET_{name}"):
            return _printable(value)
        path = Path(settings.SECRETS_DIR) / name
        if path.is_file():
            return _printable(path.read_text(encoding="utf-8").strip())
    raise SecretMissing(name=name[:60])


def _printable(value: str) -> str:
    """Without what would end a header line; such a value could only end up in an error's text."""
    return "".join(char for char in value if char.isprintable())


class Opened:
    """The secrets of one call: opens those that its address may have, and stars them out of what comes back."""

    def __init__(self, *, allowed: Collection[str], address: str = "") -> None:
        self._allowed = allowed
        self._address = address
        self._values: set[str] = set()

    def open(self, name: str) -> str:
        """The value; raises AddressRefused when this address may not have it."""
        if name not in self._allowed:
            raise AddressRefused(address=self._address, why=f"secrets.{name} is not released for it")
        value = secret_named(name)
        self._values.add(value)
        return value

    def filled(self, value: Any) -> Any:
        """The value with every reference in its texts replaced by the secret."""
        if isinstance(value, str):
            return _REFERENCE.sub(lambda found: self.open(found[1]), value)
        if isinstance(value, dict):
            return {key: self.filled(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        return value

    def starred(self, text: str) -> str:
        """The text without the secrets, however they were encoded."""
        for value in sorted(self._values, key=len, reverse=True):
            for form in (value, quote(value, safe=""), base64.b64encode(value.encode()).decode()):
                text = text.replace(form, "****")
        return text
