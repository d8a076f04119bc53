"""The tree against RFC 6962's own words: definitions written out by recursion."""

from hashlib import sha256

import pytest

from ledger.sealing.tree import EMPTY, consistency_proof, grown, inclusion_proof, leaf_hash, node_hash, root, root_of
from ledger.sealing.verify import Checkpoint, append
from ledger.sealing.verify import root_of as verifiers_root
from ledger.sealing.witness import consistency_holds, inclusion_holds

SIZES = [*range(1, 34), 63, 64, 65]
BODIES = [b"event %d" % n for n in range(65)]
LEAVES = [leaf_hash(body) for body in BODIES]


def by_the_book(leaves):
    """MTH of RFC 6962, section 2.1."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = max(2**n for n in range(10) if 2**n < len(leaves))
    return node_hash(by_the_book(leaves[:middle]), by_the_book(leaves[middle:]))


def consistent(old_size, size, old_root, new_root, proof):
    return consistency_holds(Checkpoint(old_size, old_root), Checkpoint(size, new_root), proof)


def test_known_roots():
    assert EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [leaf_hash(bytes.fromhex(item)) for item in data]
    assert root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@pytest.mark.parametrize("size", SIZES)
def test_the_root_is_that_of_the_book_however_the_tree_grew(size):
    assert root(LEAVES[:size]) == by_the_book(LEAVES[:size])
    for cut in range(size + 1):
        grown_size, frontier = grown(*grown(0, [], LEAVES[:cut]), LEAVES[cut:size])
        assert (grown_size, len(frontier)) == (size, size.bit_count())
        assert root_of(frontier) == by_the_book(LEAVES[:size])
    frontier = []
    for n in range(size):
        append(n, frontier, BODIES[n])
    assert verifiers_root(frontier) == by_the_book(LEAVES[:size])


@pytest.mark.parametrize("size", SIZES)
def test_every_inclusion_proof_holds_and_no_other(size):
    checkpoint = Checkpoint(size=size, root=by_the_book(LEAVES[:size]))
    for index in range(size):
        proof = inclusion_proof(LEAVES[:size], index)
        assert inclusion_holds(BODIES[index], index, checkpoint, proof)
        assert not inclusion_holds(b"forged", index, checkpoint, proof)
        assert not inclusion_holds(BODIES[index], (index + 1) % (size + 1), checkpoint, proof) or size == 0
        assert not inclusion_holds(BODIES[index], index, Checkpoint(size, b"\0" * 32), proof)
        assert not inclusion_holds(BODIES[index], index, checkpoint, [*proof, b"\0" * 32])
        if proof:
            assert not inclusion_holds(BODIES[index], index, checkpoint, proof[:-1])
            assert not inclusion_holds(BODIES[index], index, checkpoint, [b"\0" * 32, *proof[1:]])


@pytest.mark.parametrize("size", SIZES)
def test_every_consistency_proof_holds_and_no_other(size):
    new_root = by_the_book(LEAVES[:size])
    for old_size in range(1, size + 1):
        old_root, proof = by_the_book(LEAVES[:old_size]), consistency_proof(LEAVES[:size], old_size)
        assert consistent(old_size, size, old_root, new_root, proof)
        assert not consistent(old_size, size, b"\0" * 32, new_root, proof)
        assert not consistent(old_size, size, old_root, b"\0" * 32, proof)
        if proof:
            assert not consistent(old_size, size, old_root, new_root, proof[:-1])
            assert not consistent(old_size, size, old_root, new_root, [*proof[:-1], b"\0" * 32])


def test_a_place_outside_the_tree_has_no_proof():
    for question in (lambda: inclusion_proof(LEAVES[:3], 3), lambda: consistency_proof(LEAVES[:3], 4)):
        with pytest.raises(IndexError):
            question()
