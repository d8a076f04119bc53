"""A long snapshot is compressed; both kinds are read, and a damaged one is refused."""

from __future__ import annotations

import pytest

from engine.runtime.protocol import SnapshotUnreadable
from engine.runtime.snapshot import seal, unseal

SHORT = [1, *["x"] * 9]
LONG = [1, *["院方要求夜间施工,22:00前完成管道预制" * 20] * 9]


@pytest.mark.parametrize("row", [SHORT, LONG])
def test_a_row_comes_back(row):
    assert unseal(seal(row)) == row


def test_a_long_row_takes_less_room_than_it_has_characters():
    assert len(seal(LONG)) < len("".join(LONG[1:])) / 4


@pytest.mark.parametrize("place", [0, 3, 20, -1])
def test_one_changed_byte_is_seen(place):
    damaged = bytearray(seal(LONG))
    damaged[place] ^= 1
    with pytest.raises(SnapshotUnreadable):
        unseal(bytes(damaged))
