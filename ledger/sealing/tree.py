"""The Merkle tree of RFC 6962: roots, inclusion and consistency proofs, as functions of hashes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
TILE = 8
"""Every so many levels the full subtrees are kept, for proofs."""
Keep = Callable[[int, int, bytes], None]
Range = tuple[int, int]


def leaf_hash(body: bytes) -> bytes:
    """The hash of one event's stored text."""
    return sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash above two hashes."""
    return sha256(b"\x01" + left + right).digest()


def grown(
    size: int, frontier: Sequence[bytes], leaves: Iterable[bytes], keep: Keep | None = None
) -> tuple[int, list[bytes]]:
    """Size and frontier (the full subtrees, largest first) after more leaf hashes.

    `keep(level, index, hash)` is told of every subtree of 2^level leaves that became full, for each `TILE`th level.
    """
    parts = list(frontier)
    for leaf in leaves:
        parts.append(leaf)
        size += 1
        for level in range(1, (size & -size).bit_length()):
            right = parts.pop()
            parts.append(node_hash(parts.pop(), right))
            if keep and level % TILE == 0:
                keep(level, (size >> level) - 1, parts[-1])
    return size, parts


def root_of(frontier: Sequence[bytes]) -> bytes:
    """The root of the tree with this frontier."""
    if not frontier:
        return EMPTY
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = node_hash(left, root)
    return root


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    return root_of(grown(0, [], leaves)[1])


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_ranges(size: int, index: int) -> list[Range]:
    """The ranges of leaves whose roots lead from the leaf at `index` to the root, lowest first."""
    if not 0 <= index < size:
        raise IndexError(f"leaf {index} of {size}")
    found: list[Range] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        found.append((middle, high) if index < middle else (low, middle))
        low, high = (low, middle) if index < middle else (middle, high)
    return found[::-1]


def consistency_ranges(size: int, old_size: int) -> list[Range]:
    """The ranges of leaves whose roots show the tree of `old_size` leaves to be the beginning of that of `size`."""
    if not 0 < old_size <= size:
        raise IndexError(f"size {old_size} of {size}")
    found: list[Range] = []
    low, high = 0, size
    while high != old_size:
        middle = low + _split(high - low)
        found.append((middle, high) if old_size <= middle else (low, middle))
        low, high = (low, middle) if old_size <= middle else (middle, high)
    return [*([(low, high)] if low else []), *found[::-1]]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from the leaf at `index` to the root, lowest first."""
    return [root(leaves[low:high]) for low, high in inclusion_ranges(len(leaves), index)]


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """The hashes that show the tree of `old_size` leaves to be the beginning of this one."""
    return [root(leaves[low:high]) for low, high in consistency_ranges(len(leaves), old_size)]
