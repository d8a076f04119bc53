"""Keeps bytes under their SHA-256: written once, synced before anybody refers to them, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings


class TooLarge(Exception):
    """More bytes arrived than may be kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the bytes are now, and the first of them for a look at what they are."""

    sha256: str
    size: int
    head: bytes


def path_of(sha256: str) -> Path:
    """The file that holds the bytes of this digest."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def keep(chunks: Iterable[bytes], *, limit: int | None = None) -> Kept:
    """Streams the chunks to disk; raises TooLarge as soon as `limit` is passed."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size, head = hashlib.sha256(), 0, b""
    descriptor, name = tempfile.mkstemp(dir=root, prefix="incoming-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if limit is not None and size > limit:
                    raise TooLarge
                digest.update(chunk)
                head = head or chunk[:4096]
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        _settle(name, path_of(digest.hexdigest()))
    finally:
        Path(name).unlink(missing_ok=True)
    return Kept(digest.hexdigest(), size, head)


def open_kept(sha256: str) -> BinaryIO:
    """The bytes of this digest, to read."""
    return path_of(sha256).open("rb")


def _settle(name: str, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        os.replace(name, target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
