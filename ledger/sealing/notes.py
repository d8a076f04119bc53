"""Checkpoints as C2SP signed notes, and the key that signs them."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ORIGIN = "gas-process"


@dataclass(frozen=True)
class SigningKey:
    """The sealer's key under the log's name."""

    private: Ed25519PrivateKey
    origin: str = ORIGIN

    @property
    def material(self) -> bytes:
        """The algorithm's byte and the public key."""
        return b"\x01" + self.private.public_key().public_bytes_raw()

    @property
    def ident(self) -> bytes:
        """The four bytes that name the key in a signature."""
        return sha256(self.origin.encode() + b"\n" + self.material).digest()[:4]

    @property
    def verifier_key(self) -> str:
        """What the auditor keeps on paper: name, hash and public key."""
        return f"{self.origin}+{self.ident.hex()}+{base64.b64encode(self.material).decode()}"

    def checkpoint(self, *, size: int, root: bytes) -> str:
        """The signed note of a tree."""
        text = f"{self.origin}\n{size}\n{base64.b64encode(root).decode()}\n"
        signature = base64.b64encode(self.ident + self.private.sign(text.encode())).decode()
        return f"{text}\n\u2014 {self.origin} {signature}\n"


def key_at(path: Path, *, origin: str = ORIGIN) -> SigningKey:
    """The key of the file (32 bytes, readable by its owner only); made when there is none."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # only the sealer pays for it

    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        with os.fdopen(handle, "wb") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw())
    return SigningKey(private=Ed25519PrivateKey.from_private_bytes(path.read_bytes()), origin=origin)


def printed_checkpoint() -> dict[str, object] | None:
    """Size and root (hex) of the newest checkpoint, as papers carry them; None before the first seal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, note FROM ledger.checkpoint ORDER BY size DESC LIMIT 1")
        found = cursor.fetchone()
    return {"size": found[0], "root": root_in(found[1]).hex()} if found else None


def root_in(note: str) -> bytes:
    """The root that a note of ours tells."""
    return base64.b64decode(note.split("\n")[2])
