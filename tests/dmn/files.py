"""Small DMN files for tests."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from bpmn.document import GAS

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def definitions(*inside: str, namespace: str = "urn:test", model: str = MODEL) -> bytes:
    """A DMN file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="{model}" xmlns:gas="{GAS}" id="d" name="d" '
        f'namespace="{namespace}">\n' + "\n".join(inside) + "\n</definitions>"
    ).encode()


def decision(
    logic: str, *, id: str = "d1", requires: Sequence[str] = (), of: str = "", knows: Sequence[str] = ()
) -> str:
    """A decision whose variable is named as its id; `requires` are hrefs "input:a" or "decision:b"."""
    needed = "".join(
        f'<informationRequirement><required{kind.capitalize()} href="{href}"/></informationRequirement>'
        for kind, href in (one.split(":", 1) for one in requires)
    )
    needed += "".join(
        f'<knowledgeRequirement><requiredKnowledge href="{href}"/></knowledgeRequirement>' for href in knows
    )
    of = f' typeRef="{of}"' if of else ""
    return f'<decision id="{id}" name="{id}"><variable name="{id}"{of}/>{needed}{logic}</decision>'


def literal(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def given(name: str, of: str = "Any") -> str:
    """Input data whose id is its name."""
    return f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{of}"/></inputData>'


def table(
    inputs: Sequence[str],
    rules: Sequence[Sequence[str]],
    *,
    policy: str = "UNIQUE",
    outputs: Sequence[str] = ("out",),
    extra: str = "",
    values: str = "",
    default: str = "",
    dates: Sequence[str] = (),
) -> str:
    """A decision table; inputs are "expression" or "expression:type", rules are cells and then outputs."""
    heads = "".join(
        f'<input id="i{at}" label="{escape(text.split(":")[0])}"><inputExpression'
        f'{f""" typeRef="{text.split(":")[1]}" """ if ":" in text else ""}><text>{escape(text.split(":")[0])}</text>'
        f"</inputExpression></input>"
        for at, text in enumerate(inputs)
    )
    allowed = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    otherwise = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    heads += "".join(
        f'<output id="o{at}" name="{name}">{allowed}{otherwise}</output>' for at, name in enumerate(outputs)
    )
    rows = []
    for at, cells in enumerate(rules, 1):
        entries = "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in cells[: len(inputs)])
        results = "".join(f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in cells[len(inputs) :])
        rows.append(f'<rule id="r{at}" {dates[at - 1] if dates else ""}>{entries}{results}</rule>')
    return f'<decisionTable id="t" hitPolicy="{policy}" {extra}>{heads}{"".join(rows)}</decisionTable>'
