"""No file raises anything but our own refusals, whatever was done to it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from bpmn.dmn import load_decisions
from bpmn.document import Refused
from bpmn.feel import FeelBudget
from tests.dmn.files import decision, definitions, given, table
from tests.dmn.test_models import BKM, BOXES, SELF, SERVICE, TYPES, literal

Change = Callable[[str, random.Random], str]
TEXTS = (
    "<text/>",
    "<text>-</text>",
    "<text>1..</text>",
    "<text>a b c</text>",
    "<text>function(x) x</text>",
    "<text>?</text>",
)
VALUES = (None, 1, "x", [1], {"a": 1}, True)


def sources() -> list[str]:
    """Files that use everything once."""
    rules = [("< 10", "true", "1", '"a"'), ("[10..20]", "-", "x + 1", '"b"')]
    policies = ("UNIQUE", "FIRST", "PRIORITY", "OUTPUT ORDER", "RULE ORDER", "COLLECT", "ANY")
    tables = [
        definitions(
            given("x"), decision(table(["x:number", "y"], rules, policy=policy, outputs=("n", "t"), values='"a"'))
        )
        for policy in policies
    ]
    boxes = [definitions(given("x"), decision(logic, requires=("input:#x",))) for logic, _ in BOXES]
    body = literal("if n <= 1 then 1 else n * fact(n - 1)")
    graph = definitions(
        TYPES,
        given("x", "tCar"),
        BKM.format(body, SELF),
        decision(literal("fact(3)"), id="middle", requires=("input:#x",), knows=("#fact",), of="number"),
        decision(literal("middle"), id="last", requires=("decision:#middle",)),
        SERVICE,
    )
    return [file.decode() for file in (*tables, *boxes, graph)]


def _rename(text: str, chance: random.Random) -> str:
    tags = re.findall(r"<(\w+)", text)
    old, new = chance.choice(tags), chance.choice(tags)
    return text if "definitions" in (old, new) else re.sub(rf"\b{old}\b", new, text)


def _without_attributes(text: str, chance: random.Random) -> str:
    return re.sub(r' (name|id|href|typeRef|hitPolicy)="[^"]*"', "", text, count=chance.randint(1, 3))


def _same_ids(text: str, chance: random.Random) -> str:
    ids = re.findall(r'id="([^"]+)"', text)
    return text.replace(chance.choice(ids), chance.choice(ids)) if ids else text


def _other_texts(text: str, chance: random.Random) -> str:
    return re.sub(r"<text>[^<]*</text>", lambda match: chance.choice((*TEXTS, match[0])), text)


def _other_types(text: str, chance: random.Random) -> str:
    return re.sub(r'typeRef="[^"]*"', lambda match: f'typeRef="{chance.choice(("number", "", "t t", "tCar"))}"', text)


def _less(text: str, chance: random.Random) -> str:
    tag = chance.choice(re.findall(r"<(\w+)", text))
    return re.sub(rf"<{tag}\b[^<>]*>(?:(?!<{tag})[\s\S])*?</{tag}>", "", text, count=1)


CHANGES: tuple[Change, ...] = (_rename, _without_attributes, _same_ids, _other_texts, _other_types, _less)


def test_mutated_files_raise_only_refusals() -> None:
    chance = random.Random(1)
    originals = sources()
    loaded = 0
    for number in range(1_500):
        text = chance.choice(originals)
        for _ in range(chance.randint(0, 3)):
            text = chance.choice(CHANGES)(text, chance) if "<definitions" in text else text
        try:
            model = load_decisions({"f.dmn": text.encode()}, draft=number % 2 == 0)
        except Refused:
            continue
        loaded += 1
        for known in model.decisions.values():
            try:
                model.evaluate(known.id, {name: chance.choice(VALUES) for name in known.inputs})
            except FeelBudget:
                continue
    assert loaded > 500
