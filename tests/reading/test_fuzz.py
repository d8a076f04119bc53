"""Mutated diagrams never crash or hang the examination (long run: `python -m tests.reading.fuzz --count 100000`)."""

from __future__ import annotations

import random

from tests.reading.fuzz import failures, mutated


def test_mutations_are_findings_and_nothing_worse() -> None:
    wrong, codes = failures(1, 400)
    assert wrong == []
    assert len(codes) > 25  # the mutations reach most of the rules


def test_a_mutation_can_be_repeated_by_its_number() -> None:
    assert mutated(random.Random(7)) == mutated(random.Random(7))
    assert len({mutated(random.Random(n)) for n in range(50)}) > 40
