#!/usr/bin/env python3
"""Verifies an exported ledger: one file, Python's standard library only, for the auditor's own machine.

    python3 verify.py BUNDLE [BUNDLE …] --key "gas-process+1a2b3c4d+AV…" [--pin NOTE …]

Every event is hashed again, every checkpoint's root is computed again and its signature checked. The key comes
from the key ceremony's paper, never from the bundle. A pin is a checkpoint that the auditor (or the witness) has
kept: it finds a restored backup and a log written anew with a stolen key. Several bundles must continue each other.
Exit code 0: all is as it was sealed. 1: it is not; the first bad range is named. 2: it is, but an event had been
removed before it was sealed; each place is named.
"""

from __future__ import annotations

import argparse
import base64
import io
import re
import sys
from dataclasses import dataclass, field
from hashlib import sha256, sha512
from pathlib import Path
from typing import BinaryIO, NamedTuple

MAGIC = b"gas-ledger-bundle v1"
DASH = "\u2014 ".encode()
NUMBERED = re.compile(rb'\{"n": (\d{1,18}), "s": (\d{1,18}), "v": 2, ')


class Refused(Exception):
    """The bundle is not what was sealed."""


# ---- Ed25519 (RFC 8032, section 5.1.7) -------------------------------------------------------------------------------
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)  # noqa: E741 - the RFC's own letter
Point = tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    e, f = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    s, t, u, v = f - e, 2 * (a[2] * b[2] - a[3] * b[3] * D), 2 * (a[2] * b[2] + a[3] * b[3] * D), f + e
    return s * t % P, u * v % P, t * u % P, s * v % P


def times(k: int, a: Point) -> Point:
    """The point added to itself `k` times."""
    total: Point = (0, 1, 1, 0)
    while k:
        total = _add(total, a) if k & 1 else total
        a, k = _add(a, a), k >> 1
    return total


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


G = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signature_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the Ed25519 signature is right."""
    s = int.from_bytes(signature[32:], "little")
    if len(public) != 32 or len(signature) != 64 or s >= Q:
        return False
    try:
        a, r = _point(public), _point(signature[:32])
    except Refused:
        return False
    h = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % Q
    left, right = times(s, G), _add(r, times(h, a))
    return all((left[n] * right[2] - right[n] * left[2]) % P == 0 for n in (0, 1))


class Key(NamedTuple):
    """The verifier key "name+hash+base64": who signs, and with which public key."""

    name: bytes
    ident: bytes
    public: bytes


class Checkpoint(NamedTuple):
    """A signed size and root."""

    size: int
    root: bytes


def key_of(text: str) -> Key:
    """The key of its printed form; raises `Refused` when the form contradicts itself."""
    name, printed, coded = [*text.strip().encode().split(b"+", 2), b"", b""][:3]
    material = _base64(coded)
    if len(material) != 33 or material[:1] != b"\x01":
        raise Refused("the key is not of the form name+hash+base64, of Ed25519")
    ident = sha256(name + b"\n" + material).digest()[:4]
    if ident.hex().encode() != printed:
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
    except ValueError:
        plain = b""
    if base64.b64encode(plain) != data or not plain:
        raise Refused("something is not canonical base64")
    return plain


def _number(data: bytes) -> int:
    if not data.isdigit() or (data.startswith(b"0") and data != b"0") or len(data) > 18:
        raise Refused("a number is not canonical")
    return int(data)


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


class Reader:
    """Lines of the bundle; every byte belongs to one."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.at = file, 0

    def line(self) -> bytes:
        """The next line."""
        found = self.file.readline()
        self.at += 1
        if not found.endswith(b"\n"):
            raise Refused("the bundle is cut off")
        return found[:-1]

    def count(self, word: bytes) -> int:
        """The number behind the word that must stand here."""
        found, _, number = self.line().partition(b" ")
        if found != word:
            raise Refused(f"line {self.at}: expected {word.decode()}")
        return _number(number)


@dataclass
class Streams:
    """Each database session numbers its events: a number that is missing was removed before the seal."""

    last: dict[bytes, int] = field(default_factory=dict)
    complete: bool = True
    missing: list[str] = field(default_factory=list)

    def follow(self, place: int, body: bytes) -> None:
        """Takes event number `place` of the log; a session met first in the middle of a log may be in its middle."""
        if told := NUMBERED.match(body):
            number, stream = int(told[1]), told[2]
            wanted = self.last.get(stream, 0 if self.complete else number - 1) + 1
            if number != wanted:
                self.missing.append(f"before event {place} number {wanted} of session {stream.decode()} is missing")
            self.last[stream] = number


class Verified(NamedTuple):
    """What holds: events `start` to `size` under `checkpoints` signed roots; and what had been removed before."""

    start: int
    size: int
    checkpoints: int
    root: bytes
    missing: tuple[str, ...] = ()


def verify(data: bytes, key: Key, pins: list[Checkpoint] | None = None) -> Verified:
    """What the bundle proves; raises `Refused` with the first bad range."""
    return verify_all([io.BytesIO(data)], key, pins or [])


def verify_all(files: list[BinaryIO], key: Key, pins: list[Checkpoint]) -> Verified:
    """What bundles prove that continue each other; raises `Refused` with the first bad range."""
    streams, parts = Streams(), [Verified(start=0, size=0, checkpoints=0, root=b"")]
    for file in files:
        parts.append(_part(Reader(file), key, pins, streams, None if len(parts) == 1 else parts[-1]))
    size, late = parts[-1].size, max([0, *(pin.size for pin in pins)])
    if late > size:
        raise Refused(f"the log ends at {size}, but a checkpoint of size {late} was kept: it was rolled back")
    counted = sum(part.checkpoints for part in parts)
    return Verified(parts[1].start, size, counted, parts[-1].root, tuple(streams.missing))


def _part(reader: Reader, key: Key, pins: list[Checkpoint], streams: Streams, before: Verified | None) -> Verified:
    if reader.line() != MAGIC:
        raise Refused("this is not a ledger bundle")
    start = reader.count(b"start")
    frontier = [_base64(reader.line()) for _ in range(reader.count(b"frontier"))]
    if len(frontier) != start.bit_count() or any(len(part) != 32 for part in frontier):
        raise Refused("the frontier does not fit the start")
    if before and (start, root_of(frontier)) != (before.size, before.root):
        raise Refused(f"the bundle does not continue the one before, which ended at {before.size}")
    streams.complete = start == 0 or before is not None and streams.complete
    notes = [b"\n".join(reader.line() for _ in range(5)) for _ in range(reader.count(b"checkpoints"))]
    signed = [checkpoint_of(note + b"\n", key) for note in notes]
    if not signed or [c.size for c in signed] != sorted({c.size for c in signed}):
        raise Refused("the checkpoints are not in order")
    if start not in (0, signed[0].size):
        raise Refused("a bundle that starts later must bring the checkpoint of its start")
    size = reader.count(b"events")
    if size != signed[-1].size:
        raise Refused("the events do not end at the newest checkpoint")
    root = _walk(reader, start, frontier, [*signed, *(pin for pin in pins if pin.size <= size)], streams)
    if reader.line() != b"end" or reader.file.read(1):
        raise Refused("there is something behind the end")
    return Verified(start=start, size=size, checkpoints=len(signed), root=root)


def _walk(reader: Reader, size: int, frontier: list[bytes], marks: list[Checkpoint], streams: Streams) -> bytes:
    wanted: dict[int, set[bytes]] = {}
    for mark in marks:
        wanted.setdefault(mark.size, set()).add(mark.root)
    good = size
    for goal in sorted(mark for mark in wanted if mark >= size):
        while size < goal:
            body = reader.line()
            append(size, frontier, body)
            size += 1
            streams.follow(size, body)
        if wanted[goal] != {root_of(frontier)}:
            raise Refused(f"the first bad range is events {good + 1} to {goal}")
        good = goal
    return root_of(frontier)


def main(arguments: list[str] | None = None) -> int:
    """Prints the verdict; 0 when everything holds."""
    parser = argparse.ArgumentParser(description="Verifies exported ledger bundles.")
    parser.add_argument("bundle", type=Path, nargs="+", help="one bundle, or several in the order of the log")
    parser.add_argument("--key", required=True, help="the verifier key, as printed at the key ceremony")
    parser.add_argument("--pin", type=Path, action="append", default=[], help="a checkpoint kept elsewhere")
    parser.add_argument("--root", action="append", default=[], help="SIZE:ROOT as printed on a paper, root in hex")
    given = parser.parse_args(arguments)
    try:
        key = key_of(given.key)
        pins = [checkpoint_of(path.read_bytes(), key) for path in given.pin]
        pins += [Checkpoint(int(size), bytes.fromhex(root)) for size, _, root in (r.partition(":") for r in given.root)]
        found = verify_all([path.open("rb") for path in given.bundle], key, pins)
    except Refused as problem:
        sys.stdout.write(f"NOT VERIFIED: {problem}\n")
        return 1
    older = sum(pin.size < found.start for pin in pins)
    counts = f"{found.checkpoints} checkpoints, {len(pins) - older} pins"
    said = [f"VERIFIED: events {found.start + 1} to {found.size} under {counts}; root {found.root.hex()}"]
    said += [f"NOT CHECKED: {older} pins are older than the first bundle's start"] if older else []
    said += [f"NOT COMPLETE: {place}" for place in found.missing]
    sys.stdout.write("\n".join(said) + "\n")
    return 2 if found.missing else 0


if __name__ == "__main__":
    sys.exit(main())
