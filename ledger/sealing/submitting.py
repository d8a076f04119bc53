"""Hands the newest checkpoint to a witness elsewhere and keeps what it answers."""

from __future__ import annotations

import base64
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Protocol

from django.db import connection

from ledger.sealing.proofs import Consistency, consistency
from ledger.sealing.witness import Answer, Witness, cosignature_holds

TIMEOUT_SECONDS = 20


class WitnessRefused(Exception):
    """A witness does not cosign: the log does not continue what it has seen, or it cannot be reached."""

    code = "witness_refused"


@dataclass(frozen=True, slots=True)
class Cosigned:
    """The size that a witness has cosigned now, and its line."""

    witness: str
    size: int
    line: str


class Post(Protocol):
    """Hands a request to a witness."""

    def __call__(self, request: bytes) -> Answer: ...


def post_to(url: str) -> Post:
    """A witness behind HTTP: `POST <url>/add-checkpoint`."""

    def post(request: bytes) -> Answer:
        sent = urllib.request.Request(f"{url.rstrip('/')}/add-checkpoint", data=request, method="POST")
        try:
            with urllib.request.urlopen(sent, timeout=TIMEOUT_SECONDS) as answer:
                return Answer(answer.status, answer.read(16_384).decode())
        except urllib.error.HTTPError as problem:
            return Answer(problem.code, problem.read(16_384).decode(errors="replace"))
        except OSError as problem:
            raise WitnessRefused(f"the witness {url} cannot be reached: {problem}") from problem

    return post


def post_into(witness: Witness) -> Post:
    """A witness whose folder is mounted here, on a disk that belongs to somebody else."""
    return witness.add_checkpoint


def submit(post: Post, *, witness_key: str) -> Cosigned:
    """Has the newest checkpoint cosigned; raises `WitnessRefused` with the reason, which is an alarm."""
    name = witness_key.split("+", 1)[0]
    seen = _seen(name)
    for _ in range(2):
        proof = _proof(seen, name)
        request = _request(seen, proof.proof, proof.note)
        answer = post(request)
        if answer.status == 409:
            seen = int(answer.text.strip())
            continue
        if answer.status != 200:
            raise WitnessRefused(f"{name}: {answer.status} {answer.text.strip()}")
        return _keep(name, proof.size, proof.note, answer.text, witness_key)
    raise WitnessRefused(f"{name}: it says {seen} again and again")


def _proof(seen: int, name: str) -> Consistency:
    found = consistency(0)
    if seen > found.size:
        raise WitnessRefused(f"{name} has cosigned {seen} events, but the log has {found.size}: it was rolled back")
    return consistency(seen)


def _request(old: int, proof: tuple[bytes, ...], note: str) -> bytes:
    lines = [f"old {old}", *(base64.b64encode(part).decode() for part in proof), "", ""]
    return "\n".join(lines).encode() + note.encode()


def _keep(name: str, size: int, note: str, line: str, witness_key: str) -> Cosigned:
    text = "\n".join(note.split("\n")[:3]) + "\n"
    if not cosignature_holds(line, witness_key, text.encode()):
        raise WitnessRefused(f"{name}: its signature is not of the key that we know")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger.cosignature (witness, size, line) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [name, size, line],
        )
    return Cosigned(witness=name, size=size, line=line)


def _seen(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(size), 0) FROM ledger.cosignature WHERE witness = %s", [name])
        return int(cursor.fetchone()[0])
