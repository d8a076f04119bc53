"""Mutates diagrams and checks them: no crash, no hang. `python -m tests.reading.fuzz --count 100000 [--seed 1]`."""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from types import FrameType

from lxml import etree

from bpmn.document import Refused
from bpmn.lint import check_deployment
from bpmn.reading import parse_tree
from bpmn.sandbox import SECONDS
from tests.lint.test_joins import SOUND
from tests.lint.test_rules import BROKEN, RIGHT

HERE = Path(__file__).parent
HANG = 10 * SECONDS
"""Seconds of real time: the machine may be busy with other things."""
_TEXTS = (
    "", "=", "= ", "=a >", "${x}", "PT1H", "R/PT1S", "R99999999999999/P9999999999Y", "9" * 400, "\u0000", "null",
    "=" + "(" * 300, "=" + "[" * 3000, "=for i in 1..999999999 return i", "gone", "a:b:c", "-1", "1e999",
)  # fmt: skip


class Hang(Exception):
    """A file took far longer than its limit."""


@cache
def seeds() -> tuple[bytes, ...]:
    """Small drawings (often) and whole models (sometimes)."""
    from tests.lint.drawing import draw

    small = [data for data, _ in BROKEN.values()] + list(RIGHT.values()) + [draw(*lines) for lines in SOUND.values()]
    models = [path.read_bytes() for path in sorted((HERE / "miwg").glob("*.bpmn"))]
    own = [path.read_bytes() for path in sorted((HERE.parents[1] / "processes").glob("*/*.bpmn"))]
    return tuple(small * 4 + sorted(models + own, key=len)[:16])


def mutated(chance: random.Random) -> bytes:
    """One seed with one to eight changes of its bytes or its tree."""
    data = chance.choice(seeds())
    times = chance.randint(1, 8)
    if chance.random() < 0.25:
        return _bytes_changed(data, chance, times)
    try:
        root = parse_tree(data)
    except Refused:
        return _bytes_changed(data, chance, times)
    for _ in range(times):
        chance.choice(TREE)(root, chance)
    return bytes(etree.tostring(root))


def _bytes_changed(data: bytes, chance: random.Random, times: int) -> bytes:
    changed = bytearray(data)
    for _ in range(times):
        at = chance.randrange(len(changed)) if changed else 0
        width = chance.choice((1, 1, 2, 8, 64, 512))
        match chance.randrange(4):
            case 0:
                changed[at : at + 1] = bytes((chance.randrange(256),))
            case 1:
                del changed[at : at + width]
            case 2:
                changed[at:at] = changed[at : at + width] * chance.randint(1, 4)
            case _:
                changed[at:at] = chance.choice((b"<", b">", b"&", b"<!--", b"]]>", b"\xff\xfe", b"<!DOCTYPE x>", b'"'))
    return bytes(changed)


def _any(root: etree._Element, chance: random.Random) -> etree._Element:
    return chance.choice(list(root.iter("*")))


def _drop(root: etree._Element, chance: random.Random) -> None:
    node = _any(root, chance)
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _copy(root: etree._Element, chance: random.Random) -> None:
    node, parent = _any(root, chance), _any(root, chance)
    if len(list(node.iter())) < 200:
        parent.insert(chance.randint(0, len(parent)), etree.fromstring(etree.tostring(node, with_tail=False)))


def _move(root: etree._Element, chance: random.Random) -> None:
    node, parent = _any(root, chance), _any(root, chance)
    if node is not root and not any(above is node for above in (parent, *parent.iterancestors())):
        parent.append(node)


def _retag(root: etree._Element, chance: random.Random) -> None:
    _any(root, chance).tag = _any(root, chance).tag


def _attribute(root: etree._Element, chance: random.Random) -> None:
    node, other = _any(root, chance), _any(root, chance)
    names = list(node.attrib) + list(other.attrib)
    values = [*_TEXTS, *(str(v) for v in other.attrib.values()), str(_any(root, chance).get("id"))]
    if names:
        _set(node, chance.choice(names), chance.choice(values))


def _text(root: etree._Element, chance: random.Random) -> None:
    _set(_any(root, chance), None, chance.choice(_TEXTS))


def _set(node: etree._Element, name: str | None, value: str) -> None:
    value = value.replace("\0", "")
    if name is None:
        node.text = value
    else:
        node.set(name, value)


def _forget(root: etree._Element, chance: random.Random) -> None:
    node = _any(root, chance)
    if node.attrib:
        del node.attrib[chance.choice(list(node.attrib))]


def _rewire(root: etree._Element, chance: random.Random) -> None:
    flows = [n for n in root.iter("*") if n.get("sourceRef")]
    targets = [str(n.get("id")) for n in root.iter("*") if n.get("id")]
    if flows and targets:
        chance.choice(flows).set(chance.choice(("sourceRef", "targetRef")), chance.choice(targets))


TREE = (_drop, _copy, _move, _retag, _attribute, _attribute, _text, _forget, _rewire, _rewire)


def check(data: bytes) -> Iterator[str]:
    """The codes found in a file; raises Hang when that takes too long."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, HANG)
    try:
        yield from {finding.code for finding in check_deployment({"f.bpmn": data})}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def failures(first: int, count: int) -> tuple[list[str], Counter[str]]:
    """(what went wrong, how often each code was found) for the mutations of these seed numbers."""
    wrong: list[str] = []
    codes: Counter[str] = Counter()
    for number in range(first, first + count):
        data = mutated(random.Random(number))
        try:
            codes.update(check(data))
        except Exception:  # noqa: BLE001 - any exception at all is what is being looked for
            wrong.append(f"mutation {number}: {traceback.format_exc(limit=-4)}")
    return wrong, codes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    began, wrong, codes = time.monotonic(), 0, Counter[str]()
    piece = max(1, min(200, given.count // given.processes))
    firsts = range(given.seed, given.seed + given.count, piece)
    last = given.seed + given.count
    with ProcessPoolExecutor(given.processes) as pool:
        for found, counted in pool.map(failures, firsts, (min(piece, last - first) for first in firsts)):
            codes += counted
            for text in found[:3]:
                sys.stdout.write(f"{text}\n")
            wrong += len(found)
    spent = time.monotonic() - began
    sys.stdout.write(f"{given.count} mutations, {wrong} failures, {len(codes)} codes, {spent:.0f} s\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
