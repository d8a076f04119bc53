#!/usr/bin/env python3
"""Verifies an exported ledger: one file, Python's standard library only, for the auditor's own machine.

    python3 verify.py BUNDLE --key "gas-process+1a2b3c4d+AV…" [--pin NOTE …]

Every event is hashed again, every checkpoint's root is computed again and its signature checked. The key comes
from the key ceremony's paper, never from the bundle. A pin is a checkpoint that the auditor (or the witness) has
kept: it finds a restored backup and a log written anew with a stolen key.
Exit code 0: all is as it was sealed. 1: it is not; the first bad range is named.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import sys
from dataclasses import dataclass
from hashlib import sha256, sha512
from pathlib import Path

MAGIC = b"gas-ledger-bundle v1"
DASH = "\u2014 ".encode()


class Refused(Exception):
    """The bundle is not what was sealed."""


# ---- Ed25519 (RFC 8032, section 5.1.7) -------------------------------------------------------------------------------
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)  # noqa: E741 - the RFC's own letter
Point = tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    s, t, u, v = f - e, h - g, h + g, f + e
    return s * t % P, u * v % P, t * u % P, s * v % P


def _times(k: int, a: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while k:
        if k & 1:
            total = _add(total, a)
        a = _add(a, a)
        k >>= 1
    return total


def _equal(a: Point, b: Point) -> bool:
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def _point(data: bytes) -> Point:
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        raise Refused("a point of the signature is not canonical")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * I % P
    if (x * x - square) % P or (x == 0 and sign):
        raise Refused("a point of the signature is not on the curve")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


_GY = 4 * pow(5, P - 2, P) % P
G = _point(_GY.to_bytes(32, "little"))


def signature_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the Ed25519 signature is right."""
    if len(public) != 32 or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= Q:
        return False
    try:
        a, r = _point(public), _point(signature[:32])
    except Refused:
        return False
    h = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % Q
    return _equal(_times(s, G), _add(r, _times(h, a)))


# ---- keys and checkpoints (C2SP signed notes) ------------------------------------------------------------------------
@dataclass(frozen=True)
class Key:
    """The verifier key "name+hash+base64": who signs, and with which public key."""

    name: bytes
    ident: bytes
    public: bytes


@dataclass(frozen=True)
class Checkpoint:
    """A signed size and root."""

    size: int
    root: bytes


def key_of(text: str) -> Key:
    """The key of its printed form; raises `Refused` when the form contradicts itself."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise Refused("the key is not of the form name+hash+base64")
    name, material = parts[0].encode(), _base64(parts[2].encode())
    if len(material) != 33 or material[:1] != b"\x01":
        raise Refused("the key is not an Ed25519 key")
    ident = sha256(name + b"\n" + material).digest()[:4]
    if ident.hex() != parts[1]:
        raise Refused("the key's hash does not fit the key: it was copied wrongly")
    return Key(name=name, ident=ident, public=material[1:])


def checkpoint_of(note: bytes, key: Key) -> Checkpoint:
    """The checkpoint of a note that this key has signed; raises `Refused` otherwise."""
    lines = note.split(b"\n")
    if len(lines) != 6 or lines[3] != b"" or lines[5] != b"":
        raise Refused("a checkpoint is not of the form origin, size, root, blank, signature")
    if lines[0] != key.name or not lines[4].startswith(DASH + key.name + b" "):
        raise Refused("a checkpoint is of another log")
    blob = _base64(lines[4][len(DASH + key.name) + 1 :])
    text = b"\n".join(lines[:3]) + b"\n"
    if blob[:4] != key.ident or not signature_holds(key.public, text, blob[4:]):
        raise Refused(f"the signature of the checkpoint at size {lines[1].decode('ascii', 'replace')} is wrong")
    return Checkpoint(size=_number(lines[1]), root=_base64(lines[2]))


def _base64(data: bytes) -> bytes:
    try:
        plain = base64.b64decode(data, validate=True)
    except binascii.Error as problem:
        raise Refused("something is not base64") from problem
    if base64.b64encode(plain) != data:
        raise Refused("something is not canonical base64")
    return plain


def _number(data: bytes) -> int:
    if not data.isdigit() or (data.startswith(b"0") and data != b"0") or len(data) > 18:
        raise Refused("a number is not canonical")
    return int(data)


# ---- the tree (RFC 6962) ---------------------------------------------------------------------------------------------
def root_of(frontier: list[bytes]) -> bytes:
    """The root above the full subtrees, largest first."""
    root = frontier[-1] if frontier else sha256(b"").digest()
    for left in reversed(frontier[:-1]):
        root = sha256(b"\x01" + left + root).digest()
    return root


def append(size: int, frontier: list[bytes], body: bytes) -> None:
    """Adds the event's leaf as number `size`."""
    frontier.append(sha256(b"\x00" + body).digest())
    size += 1
    while size % 2 == 0:
        right = frontier.pop()
        frontier[-1] = sha256(b"\x01" + frontier[-1] + right).digest()
        size //= 2


def inclusion_holds(body: bytes, index: int, checkpoint: Checkpoint, proof: list[bytes]) -> bool:
    """Whether the event is number `index` of the log under this checkpoint (a receipt's proof)."""
    if not 0 <= index < checkpoint.size:
        return False
    here, last, found = index, checkpoint.size - 1, sha256(b"\x00" + body).digest()
    for other in proof:
        if last == 0:
            return False
        if here % 2 or here == last:
            found = sha256(b"\x01" + other + found).digest()
            while here % 2 == 0 and here:
                here, last = here >> 1, last >> 1
        else:
            found = sha256(b"\x01" + found + other).digest()
        here, last = here >> 1, last >> 1
    return last == 0 and found == checkpoint.root


# ---- the bundle ------------------------------------------------------------------------------------------------------
class Reader:
    """Lines of the bundle; every byte belongs to one."""

    def __init__(self, data: bytes) -> None:
        if not data.endswith(b"\n"):
            raise Refused("the bundle is cut off")
        self.lines = data[:-1].split(b"\n")
        self.at = 0

    def line(self) -> bytes:
        """The next line."""
        if self.at >= len(self.lines):
            raise Refused("the bundle is cut off")
        self.at += 1
        return self.lines[self.at - 1]

    def count(self, word: bytes) -> int:
        """The number behind the word that must stand here."""
        found, _, number = self.line().partition(b" ")
        if found != word:
            raise Refused(f"line {self.at}: expected {word.decode()}")
        return _number(number)


@dataclass(frozen=True)
class Verified:
    """What holds: events `start` to `size` under `checkpoints` signed roots."""

    start: int
    size: int
    checkpoints: int
    root: bytes


def verify(data: bytes, key: Key, pins: list[Checkpoint] | None = None) -> Verified:
    """What the bundle proves; raises `Refused` with the first bad range."""
    reader = Reader(data)
    if reader.line() != MAGIC:
        raise Refused("this is not a ledger bundle")
    start = reader.count(b"start")
    frontier = [_base64(reader.line()) for _ in range(reader.count(b"frontier"))]
    if len(frontier) != start.bit_count() or any(len(part) != 32 for part in frontier):
        raise Refused("the frontier does not fit the start")
    signed = [_note(reader, key) for _ in range(reader.count(b"checkpoints"))]
    if not signed or [c.size for c in signed] != sorted({c.size for c in signed}) or signed[0].size < start:
        raise Refused("the checkpoints are not in order")
    if start and signed[0].size != start:
        raise Refused("a bundle that starts later must bring the checkpoint of its start")
    size = reader.count(b"events")
    if size != signed[-1].size:
        raise Refused("the events do not end at the newest checkpoint")
    root = _walk(reader, start, frontier, signed, pins or [])
    if reader.line() != b"end" or reader.at != len(reader.lines):
        raise Refused("there is something behind the end")
    return Verified(start=start, size=size, checkpoints=len(signed), root=root)


def _note(reader: Reader, key: Key) -> Checkpoint:
    return checkpoint_of(b"\n".join(reader.line() for _ in range(5)) + b"\n", key)


def _walk(reader: Reader, size: int, frontier: list[bytes], signed: list[Checkpoint], pins: list[Checkpoint]) -> bytes:
    wanted: dict[int, set[bytes]] = {}
    for checkpoint in [*signed, *pins]:
        wanted.setdefault(checkpoint.size, set()).add(checkpoint.root)
    late = [pin.size for pin in pins if pin.size > signed[-1].size]
    if late:
        raise Refused(
            f"the log ends at {signed[-1].size}, but a checkpoint of size {late[0]} was kept: it was rolled back"
        )
    good = size
    for goal in sorted(mark for mark in wanted if mark >= size):
        while size < goal:
            append(size, frontier, reader.line())
            size += 1
        if wanted[goal] != {root_of(frontier)}:
            raise Refused(f"the first bad range is events {good + 1} to {goal}")
        good = goal
    return root_of(frontier)


def main(arguments: list[str] | None = None) -> int:
    """Prints the verdict; 0 when everything holds."""
    parser = argparse.ArgumentParser(description="Verifies an exported ledger bundle.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--key", required=True, help="the verifier key, as printed at the key ceremony")
    parser.add_argument("--pin", type=Path, action="append", default=[], help="a checkpoint kept elsewhere")
    given = parser.parse_args(arguments)
    try:
        key = key_of(given.key)
        pins = [checkpoint_of(path.read_bytes(), key) for path in given.pin]
        found = verify(given.bundle.read_bytes(), key, pins)
    except Refused as problem:
        sys.stdout.write(f"NOT VERIFIED: {problem}\n")
        return 1
    sys.stdout.write(
        f"VERIFIED: events {found.start + 1} to {found.size} under {found.checkpoints} checkpoints, "
        f"{len(pins)} pins; root {found.root.hex()}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
