"""XPath's patterns: flags, classes with subtraction, groups, replacement."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn.feel import compile_expression
from bpmn.feel.regex import compile_pattern
from bpmn.feel.run import Run

CASES: list[tuple[str, Any]] = [
    ('matches("foobar", "^fo*b")', True),
    ('matches("x", "[a-z-[aeiou]]")', True),
    ('matches("a", "[a-z-[aeiou]]")', False),
    ('matches("I", "[A-Z-[IO]]", "i")', False),
    ('matches("a", "[A-Z-[IO]]", "i")', True),
    ('matches("q", "[^Q]", "i")', False),
    (r'matches("a\nb", "^b$", "m")', True),
    (r'matches("a\nb", "^b$")', False),
    (r'matches("a\nb", "a.b")', False),
    (r'matches("a\nb", "a.b", "s")', True),
    ('matches("helloworld", "hello world", "x")', True),
    ('matches("helloworld", "hello[ ]world", "x")', False),
    ('matches("a.b", "a.b", "q")', True),
    ('matches("axb", "a.b", "q")', False),
    (r'matches("abab", "(ab)\1")', True),
    (r'matches("abAB", "(ab)\1", "i")', True),
    (r'matches("h", "(.)\2")', None),
    (r'matches("a", "[\1]")', None),
    (r'matches("中文", "^\p{IsCJKUnifiedIdeographs}+$")', True),
    (r'matches("٣", "^\d$")', True),
    (r'matches("a-b_c", "^\c+$")', True),
    ('matches("a", "(?=a)")', None),
    ('matches("a", "[")', None),
    ('matches("a", "a", "p")', None),
    ('matches("abc", "a{2,1}")', None),
    ('matches("aaa", "^a{3}$")', True),
    ('replace("abracadabra", "bra", "*")', "a*cada*"),
    ('replace("abracadabra", "a.*?a", "*")', "*c*bra"),
    ('replace("abracadabra", "a(.)", "a$1$1")', "abbraccaddabbra"),
    ('replace("darted", "^(.*?)d(.*)$", "$1c$2")', "carted"),
    ('replace("abc", "x*", "y")', None),
    ('replace("abc", "(a)(b)?", "$2$1")', "bac"),
    ('replace("abc", "b", "[$0]")', "a[b]c"),
    ('replace("abc", "b", "$x")', None),
    (r'replace("abc", "b", "\\$")', "a$c"),
    ('split("John Doe", " ")', ["John", "Doe"]),
    ('split("a;b;;", ";")', ["a", "b", "", ""]),
    ('split("abc", "")', ["a", "b", "c"]),
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_pattern(source: str, expected: Any) -> None:
    assert compile_expression(source).evaluate({}) == expected


# What Python's own `re` and XPath write the same way, so that the two must agree. Nothing that may be empty
# is repeated: there each matcher has its own way.
atoms = st.sampled_from(
    ["a", "b", "c", "[ab]", "[^a]", "[a-c]", ".", "(a|b)", "(?:ab|a)", "(ab*)", "(a?b)", r"\.", "x?"]
)
quantified = st.tuples(atoms, st.sampled_from(["", "", "*", "+", "?", "{2}", "{1,2}", "*?", "+?", "??", "{0,2}?"])).map(
    lambda pair: pair[0] + pair[1] if not pair[0].endswith("?") else pair[0]
)
sequences = st.lists(quantified, min_size=1, max_size=4).map("".join)
patterns = st.one_of(
    sequences,
    st.lists(sequences, min_size=2, max_size=3).map("|".join),
    sequences.map(lambda inner: f"^{inner}$"),
    sequences.map(lambda inner: f"(?:a{inner})*c"),
)


@settings(max_examples=600, deadline=None)
@given(patterns, st.text("abcx.\n", max_size=9))
def test_our_matcher_agrees_with_python(pattern: str, text: str) -> None:
    ours = compile_pattern(Run(), pattern, "")
    theirs = re.compile(pattern.replace("$", "\\Z"))
    found, expected = ours.search(Run(), text, 0), theirs.search(text)
    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        assert found[:2] == expected.span()
    if not _empty_beside_match(theirs, text):
        assert ours.all(Run(), text) == [match.span() for match in theirs.finditer(text)]


def _empty_beside_match(theirs: re.Pattern[str], text: str) -> bool:
    """Python alone finds an empty match right where another ended."""
    return any(match.start() == match.end() for match in theirs.finditer(text))
