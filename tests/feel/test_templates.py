"""Texts with expressions in braces."""

from __future__ import annotations

import pytest

from bpmn.feel import FeelSyntax, compile_template


def test_expressions_are_filled_in() -> None:
    template = compile_template("{{name}}，您好：{{ 1 + 1 }} 件{{missing}}。")
    assert template.reads == {"name", "missing"}
    assert template.evaluate({"name": "王五"}) == "王五，您好：2 件。"
    assert [problem.code for problem in template.explain({"name": "王五"}).problems] == ["unknown_variable"]


def test_a_text_without_braces_is_itself() -> None:
    assert compile_template("{a} }} 1").evaluate({}) == "{a} }} 1"


def test_a_mistake_is_told_at_its_place_in_the_text() -> None:
    with pytest.raises(FeelSyntax) as refusal:
        compile_template("ab {{1 +}}")
    assert refusal.value.position == 8
