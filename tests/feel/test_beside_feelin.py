"""Where the browser's FEEL and ours differ is known and written down."""

from __future__ import annotations

import json

import pytest

from tests.feel.beside import DIFFERENCES, DOCUMENT, differences, is_there, section

pytestmark = pytest.mark.skipif(not is_there(), reason="node or feelin is not on this machine")


def test_every_difference_is_known() -> None:
    known = json.loads(DIFFERENCES.read_text(encoding="utf-8"))
    found = json.loads(json.dumps(differences()))
    assert found == known, "run python -m tests.feel.beside --write and read what changed"
    assert DOCUMENT.read_text(encoding="utf-8").endswith(section(found))
