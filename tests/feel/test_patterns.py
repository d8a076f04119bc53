"""XPath's patterns: flags, classes with subtraction, groups, replacement."""

from __future__ import annotations

from typing import Any

import pytest

from bpmn.feel import compile_expression

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
