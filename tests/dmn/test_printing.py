"""Every expression of the DMN kit is printed and reads back as the same."""

from __future__ import annotations

import pytest

from bpmn.dmn.reading import read
from bpmn.feel.cursor import Names
from bpmn.feel.expressions import STANDARD_NAMES
from bpmn.feel.grammar import parse
from bpmn.feel.printing import source_of
from bpmn.feel.problems import FeelSyntax
from tests.dmn.kit import KIT
from tests.feel.test_laws import shape


@pytest.mark.skipif(not KIT.is_dir(), reason="the DMN kit is not on this machine")
def test_expressions_of_the_kit_read_back() -> None:
    read_back = 0
    for path in sorted(KIT.glob("*/*/*.dmn")):
        root = read(path.read_bytes(), path.name)
        names = Names([element.name for element in root.walk() if element.name], beside=STANDARD_NAMES)
        for element in root.walk():
            source = element.text.strip()
            if element.tag != "text" or not source:
                continue
            try:
                tree = parse(source, names)
            except FeelSyntax:
                continue
            assert shape(parse(source_of(tree), names)) == shape(tree), source
            read_back += 1
    assert read_back > 3_000
