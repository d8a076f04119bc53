"""Encryption at rest of what forms mark `"x-sensitive": true`: AES-256-GCM, opened where a value is read.

The snapshot, the large variables and the inputs of jobs are sealed whole as soon as a definition with such a field is
loaded; the trace, the ledger, messages, signals and drafts hold the sealed value in the place of the clear one.
"""

from __future__ import annotations

import base64
import datetime as dt
import os
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from engine import programs
from engine.refusals import EngineRefusal
from engine.wire import dump_exact, load_exact

MARK = "$sealed"
MAGIC = b"GSE1"
_NONCE = 12
SHORTEST = 5
"""Signs that a sensitive value needs so that its copies under other names are found."""


class KeyMissing(EngineRefusal):
    """A sealed value asks for the key "{key}", which this installation does not have; restore it to VARIABLE_KEYS."""

    code = "unavailable"
    zh = "加密数据需要密钥“{key}”，本系统没有：请恢复 VARIABLE_KEYS 中的该密钥。"


def sensitive_names() -> frozenset[str]:
    """The fields marked sensitive in any definition that this process has loaded, called ones included."""
    return _names_in(tuple(programs.loaded()))


@lru_cache(maxsize=200)
def _names_in(digests: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(_marked(digest) for digest in digests))


@lru_cache(maxsize=1_000)
def _marked(digest: str) -> frozenset[str]:
    version = programs.deployed(digest)
    forms = [version.form(key) for key in programs.form_files(version.files)]
    return frozenset(
        name for form in forms if form for name in form.fields if form.property_schema(name).get("x-sensitive") is True
    )


def seal(value: Any) -> dict[str, str]:
    """The value as one that only `opened` can read; each time another text."""
    return {MARK: base64.b64encode(_encrypted(dump_exact(value).encode())).decode()}


@dataclass(frozen=True)
class Marks:
    """What is to be sealed: by name, and every text that holds a value known to be sensitive."""

    names: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()

    def with_values(self, values: Iterable[Any]) -> Marks:
        """The same with the texts of these values; one of few signs would be found everywhere."""
        texts = {str(value) for value in values if isinstance(value, str | int | Decimal | dt.date)}
        return Marks(self.names, tuple(text for text in sorted(texts) if len(text) >= SHORTEST))

    def covers(self, item: Any) -> bool:
        """Whether the single value is, or holds, one that is sensitive."""
        return bool(self.texts) and not isinstance(item, Mapping | list | tuple) and self._holds(str(item))

    def _holds(self, given: str) -> bool:
        return any(text in given for text in self.texts)


def marks() -> Marks:
    """What is marked in the definitions that this process has loaded."""
    return Marks(sensitive_names())


def sealed_within(value: Any, marked: Marks) -> Any:
    """The value with everything sealed that is marked, at whatever depth."""
    if not marked.names:
        return value
    if isinstance(value, Mapping):
        return {key: sealed_as(key, item, marked) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [sealed_as("", item, marked) for item in value]
    return value


def sealed_as(name: Any, value: Any, marked: Marks) -> Any:
    """The variable's value, sealed when its name or the value is marked, else with what is marked inside it."""
    if not marked.names or value is None or is_sealed(value):
        return value
    return seal(value) if name in marked.names or marked.covers(value) else sealed_within(value, marked)


def is_sealed(value: Any) -> bool:
    """Whether this is a value that `seal` made."""
    return isinstance(value, Mapping) and len(value) == 1 and isinstance(value.get(MARK), str)


def opened(value: Any) -> Any:
    """The value with everything sealed inside it in clear again; raises KeyMissing."""
    if is_sealed(value):
        return load_exact(_decrypted(base64.b64decode(value[MARK])))
    if isinstance(value, Mapping):
        return {key: opened(item) for key, item in value.items()}
    if isinstance(value, list):
        return [opened(item) for item in value]
    return value


def seal_bytes(data: bytes) -> bytes:
    """A snapshot or a large variable as the table keeps it: sealed as soon as anything is marked sensitive."""
    return MAGIC + _encrypted(data) if data and sensitive_names() else data


def open_bytes(data: bytes) -> bytes:
    """What `seal_bytes` was given."""
    return _decrypted(data[len(MAGIC) :]) if data[: len(MAGIC)] == MAGIC else data


def _encrypted(data: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # not in the way of a start

    key_id, key = next(iter(_keys(settings.VARIABLE_KEYS).items()))
    nonce = os.urandom(_NONCE)
    head = bytes([len(key_id)]) + key_id.encode()
    return head + nonce + AESGCM(key).encrypt(nonce, data, head)


def _decrypted(data: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    end = 1 + data[0]
    key_id = data[1:end].decode(errors="replace")
    key = _keys(settings.VARIABLE_KEYS).get(key_id)
    if key is None:
        raise KeyMissing(key=key_id)
    nonce = data[end : end + _NONCE]
    try:
        return AESGCM(key).decrypt(nonce, data[end + _NONCE :], data[:end])
    except InvalidTag:
        raise KeyMissing(key=key_id) from None


@lru_cache(maxsize=10)
def _keys(given: str) -> dict[str, bytes]:
    """The keys by id, the one to seal with first: `id:base64` parted by commas, else of the file var/variable-keys."""
    text = given or _own_file(Path(settings.VARIABLE_KEYS_FILE))
    found = {}
    for part in text.replace("\n", ",").split(","):
        key_id, _, key = part.strip().partition(":")
        if key_id:
            found[key_id] = base64.b64decode(key)
            if len(found[key_id]) != 32 or len(key_id) > 40:
                raise ValueError(f"VARIABLE_KEYS: the key {key_id} must be 32 bytes in base64")
    return found


def _own_file(path: Path) -> str:
    """This installation's own key, made once; it belongs to the backup, apart from the database."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}\n"
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(made)
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
