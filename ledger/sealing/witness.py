#!/usr/bin/env python3
"""The witness: keeps the log's checkpoints elsewhere. Standard library only; needs verify.py beside it.

    python3 witness.py serve --state DIR --key "gas-process+…" --name witness.example/1 [--listen 127.0.0.1:8470]
    python3 witness.py add REQUEST --state DIR --key …     the same for a request that came as a file
    python3 witness.py receipt RECEIPT.json --key …        checks the proof of one event (from the audit page)

It speaks c2sp.org/tlog-witness (POST /add-checkpoint) and answers with a c2sp.org/tlog-cosignature. It cosigns only
what continues all that it has seen; a signed checkpoint that does not is kept in DIR/refused: with the kept one it is
the proof that the log was rolled back or written anew. DIR/<size>.note is each accepted one: a pin for verify.py.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import secrets
import sys
import threading
import time
from dataclasses import dataclass, field
from hashlib import sha256, sha512
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

try:
    from ledger.sealing import verify
except ImportError:  # the auditor's machine: two files in a folder
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    import verify  # type: ignore[no-redef]

MAX_REQUEST, MAX_PROOF = 16_384, 63
SIZE_TYPE = "text/x.tlog.size"


def inclusion_holds(body: bytes, index: int, checkpoint: verify.Checkpoint, proof: list[bytes]) -> bool:
    """Whether the event is number `index` of the log under this checkpoint."""
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
    return bool(last == 0 and found == checkpoint.root)


def consistency_holds(old: verify.Checkpoint, new: verify.Checkpoint, proof: list[bytes]) -> bool:
    """Whether the newer tree begins with the older one (RFC 9162, section 2.1.4.2)."""
    if old.size in (0, new.size):
        return not proof and (old.size == 0 or old.root == new.root)
    path = [old.root, *proof] if old.size & (old.size - 1) == 0 else list(proof)
    here, last = old.size - 1, new.size - 1
    while here % 2:
        here, last = here >> 1, last >> 1
    if not path or old.size > new.size:
        return False
    before = after = path[0]
    for other in path[1:]:
        if last == 0:
            return False
        if here % 2 or here == last:
            before, after = sha256(b"\x01" + other + before).digest(), sha256(b"\x01" + other + after).digest()
            while here % 2 == 0 and here:
                here, last = here >> 1, last >> 1
        else:
            after = sha256(b"\x01" + after + other).digest()
        here, last = here >> 1, last >> 1
    return bool(last == 0 and before == old.root and after == new.root)


class Cosigner(NamedTuple):
    """The witness's name and its 32 secret bytes."""

    name: str
    secret: bytes

    @property
    def public(self) -> bytes:
        """The public key (RFC 8032, section 5.1.5)."""
        return _packed(verify.times(self._scalar(), verify.G))

    @property
    def material(self) -> bytes:
        """The algorithm's byte (0x04: a timestamped cosignature) and the public key."""
        return b"\x04" + self.public

    @property
    def ident(self) -> bytes:
        """The four bytes that name the key."""
        return sha256(self.name.encode() + b"\n" + self.material).digest()[:4]

    @property
    def verifier_key(self) -> str:
        """What the company and the auditor keep of the witness."""
        return f"{self.name}+{self.ident.hex()}+{base64.b64encode(self.material).decode()}"

    def cosign(self, text: bytes, moment: int) -> str:
        """The signature line for the text of a checkpoint."""
        signature = self._sign(_cosigned(text, moment))
        blob = self.ident + moment.to_bytes(8, "big") + signature
        return f"\u2014 {self.name} {base64.b64encode(blob).decode()}\n"

    def _scalar(self) -> int:
        half = int.from_bytes(sha512(self.secret).digest()[:32], "little")
        return half & ((1 << 254) - 8) | 1 << 254

    def _sign(self, message: bytes) -> bytes:
        r = int.from_bytes(sha512(sha512(self.secret).digest()[32:] + message).digest(), "little") % verify.Q
        packed = _packed(verify.times(r, verify.G))
        h = int.from_bytes(sha512(packed + self.public + message).digest(), "little")
        return packed + ((r + h * self._scalar()) % verify.Q).to_bytes(32, "little")


def cosignature_holds(line: str, verifier_key: str, text: bytes) -> bool:
    """Whether the line is this witness's cosignature of the checkpoint's text."""
    name, _, coded = verifier_key.strip().split("+", 2)
    material, dash = base64.b64decode(coded), f"\u2014 {name} "
    if material[:1] != b"\x04" or not line.startswith(dash):
        return False
    blob = base64.b64decode(line[len(dash) :])
    ident = sha256(name.encode() + b"\n" + material).digest()[:4]
    message = _cosigned(text, int.from_bytes(blob[4:12], "big"))
    return blob[:4] == ident and bool(verify.signature_holds(material[1:], message, blob[12:]))


def _cosigned(text: bytes, moment: int) -> bytes:
    return b"cosignature/v1\ntime %d\n" % moment + text


def _packed(point: tuple[int, int, int, int]) -> bytes:
    inverse = pow(point[2], verify.P - 2, verify.P)
    x, y = point[0] * inverse % verify.P, point[1] * inverse % verify.P
    return (y | (x & 1) << 255).to_bytes(32, "little")


class Answer(NamedTuple):
    """What the witness says: an HTTP status, a content type and a body."""

    status: int
    text: str
    kind: str = "text/plain; charset=utf-8"


@dataclass
class Witness:
    """Remembers every checkpoint in a folder and cosigns what continues the newest one."""

    state: Path
    log: verify.Key
    cosigner: Cosigner
    lock: threading.Lock = field(default_factory=threading.Lock)

    def newest(self) -> verify.Checkpoint:
        """The newest checkpoint that was accepted; size 0 before the first."""
        notes = sorted(self.state.glob("*.note"))
        return verify.checkpoint_of(notes[-1].read_bytes(), self.log) if notes else verify.Checkpoint(0, b"")

    def add_checkpoint(self, request: bytes) -> Answer:
        """Takes "old <size>", the proof's lines, a blank line and a checkpoint; 200 with a cosignature or a refusal."""
        head, _, note = request.partition(b"\n\n")
        word, *lines = head.split(b"\n")
        if not word.startswith(b"old ") or not word[4:].isdigit() or len(lines) > MAX_PROOF:
            return Answer(400, "expected: old <size>, the proof, a blank line, a checkpoint\n")
        if note.split(b"\n")[0] != self.log.name:
            return Answer(404, "this log is not known here\n")
        try:
            new, proof = verify.checkpoint_of(note, self.log), [base64.b64decode(line, validate=True) for line in lines]
        except verify.Refused as problem:
            return Answer(403, f"{problem}\n")
        except ValueError:
            return Answer(400, "the proof is not base64\n")
        with self.lock:
            return self._decide(int(word[4:]), new, proof, note)

    def _decide(self, old: int, new: verify.Checkpoint, proof: list[bytes], note: bytes) -> Answer:
        last = self.newest()
        if old > new.size:
            return Answer(400, "the old size is larger than the checkpoint's\n")
        if self._contradicts(new):
            self._keep_refused(note)
            return Answer(422, f"another checkpoint of size {new.size} was cosigned\n")
        if old != last.size:
            return Answer(409, f"{last.size}\n", SIZE_TYPE)
        if not consistency_holds(last, new, proof):
            self._keep_refused(note)
            return Answer(422, f"the checkpoint of size {new.size} does not continue that of size {last.size}\n")
        _write(self.state / f"{new.size:020d}.note", note)
        text = b"\n".join(note.split(b"\n")[:3]) + b"\n"
        line = self.cosigner.cosign(text, int(time.time()))
        _write(self.state / f"{new.size:020d}.cosignature", line.encode())
        return Answer(200, line)

    def _contradicts(self, new: verify.Checkpoint) -> bool:
        kept = self.state / f"{new.size:020d}.note"
        return kept.exists() and verify.checkpoint_of(kept.read_bytes(), self.log).root != new.root

    def _keep_refused(self, note: bytes) -> None:
        folder = self.state / "refused"
        folder.mkdir(exist_ok=True)
        _write(folder / f"{sha256(note).hexdigest()[:16]}.note", note)


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, and on the disk before anybody is told."""
    draft = path.with_suffix(".draft")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def witness_in(state: Path, log_key: str, name: str) -> Witness:
    """The witness of a folder; its key is made at the first start."""
    state.mkdir(parents=True, exist_ok=True)
    path = state / "key"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "wb") as file:
            file.write(secrets.token_bytes(32))
    return Witness(state=state, log=verify.key_of(log_key), cosigner=Cosigner(name, path.read_bytes()))


def server_of(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """The witness as an HTTP server, not yet serving."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            known = self.path.endswith("/add-checkpoint") and 0 < length <= MAX_REQUEST
            self._answer(witness.add_checkpoint(self.rfile.read(length)) if known else Answer(404, "not here\n"))

        def do_GET(self) -> None:
            notes = sorted(witness.state.glob("*.note"))
            found = notes[-1].read_text() + notes[-1].with_suffix(".cosignature").read_text() if notes else ""
            self._answer(Answer(200 if found else 404, found))

        def _answer(self, answer: Answer) -> None:
            data = answer.text.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return ThreadingHTTPServer((host, port), Handler)


def main(arguments: list[str] | None = None) -> int:
    """Serves, or answers one request or receipt; 0 when it was cosigned or holds."""
    parser = argparse.ArgumentParser(description="Keeps and cosigns the checkpoints of a ledger.")
    parser.add_argument("act", choices=["serve", "add", "receipt"])
    parser.add_argument("file", type=Path, nargs="?", help="the request or the receipt")
    parser.add_argument("--key", required=True, help="the log's verifier key, as printed at the key ceremony")
    parser.add_argument("--state", type=Path, default=Path("witness"))
    parser.add_argument("--name", default="gas-witness")
    parser.add_argument("--listen", default="127.0.0.1:8470")
    given = parser.parse_args(arguments)
    if given.act == "receipt":
        return _receipt(json.loads(given.file.read_text(encoding="utf-8")), verify.key_of(given.key))
    witness = witness_in(given.state, given.key, given.name)
    if given.act == "add":
        answer = witness.add_checkpoint(given.file.read_bytes())
        sys.stdout.write(answer.text)
        return 0 if answer.status == 200 else 1
    host, _, port = given.listen.rpartition(":")
    server = server_of(witness, host, int(port))
    sys.stdout.write(f"Witness key: {witness.cosigner.verifier_key}\nListening on {server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
    return 0


def _receipt(told: dict[str, object], key: verify.Key) -> int:
    checkpoint = verify.checkpoint_of(str(told["checkpoint"]).encode(), key)
    proof = [base64.b64decode(str(part)) for part in list(told["proof"])]  # type: ignore[call-overload]
    holds = inclusion_holds(str(told["body"]).encode(), int(str(told["index"])), checkpoint, proof)
    sys.stdout.write(f"{'HOLDS' if holds else 'DOES NOT HOLD'}: event {told['index']} of {checkpoint.size}\n")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
