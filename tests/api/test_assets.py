"""How long a browser may keep the front end's files."""

from __future__ import annotations

import re

import pytest
from django.conf import settings


@pytest.mark.parametrize(
    ("url", "for_ever"),
    [
        ("/assets/index-DH0Ryuy4.js", True),
        ("/assets/ChangeList-cZf8hMm_.css", True),
        ("/index.html", False),
        ("/assets/logo.svg", False),
        ("/static/assets/plain.js", False),
    ],
)
def test_only_files_with_a_hash_in_their_name_are_kept_for_ever(url: str, *, for_ever: bool) -> None:
    assert bool(re.search(settings.WHITENOISE_IMMUTABLE_FILE_TEST, url)) is for_ever
