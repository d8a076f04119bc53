"""Decision tables of a DMN file → syntax trees."""

from __future__ import annotations

from datetime import date

from bpmn.dmn.boxed import Author, clean, source_node, tests_node, text_of
from bpmn.dmn.hits import AGGREGATIONS, HIT_POLICIES
from bpmn.dmn.reading import DMN
from bpmn.dmn.tables import Input, Output, Rule, Table
from bpmn.document import GAS, Element
from bpmn.feel.tree import Literal, Node, RangeOf, UnaryTests
from bpmn.feel.types import Type


def table(element: Element, author: Author) -> Table:
    """The tree of a decision table; what is wrong with it are findings."""
    policy = element.attributes.get("hitPolicy", "UNIQUE").upper()
    if policy not in HIT_POLICIES:
        author.wrong("hit_policy", element, f"Unknown hit policy {policy}.", f"未知的命中策略{policy}。")
        policy = "UNIQUE"
    aggregation = element.attributes.get("aggregation", "").upper() if policy == "COLLECT" else ""
    if aggregation and aggregation not in AGGREGATIONS:
        author.wrong("aggregation", element, f"Unknown aggregation {aggregation}.", f"未知的聚合方式{aggregation}。")
        aggregation = ""
    own = author.type_of(element)
    inputs = tuple(_input(clause, author) for clause in element.all("input", DMN))
    outputs = _outputs(element, own, author)
    rules = tuple(
        _rule(rule, row, len(inputs), len(outputs), author) for row, rule in enumerate(element.all("rule", DMN), 1)
    )
    start, end = _dates(element, author)
    citation = element.attributes.get(f"{{{GAS}}}citation", "")
    return Table(0, element.id or "", policy, aggregation, inputs, outputs, rules, start, end, citation)


def _input(clause: Element, author: Author) -> Input:
    expression = clause.find("inputExpression", DMN)
    source = text_of(expression)
    node: Node = Literal(0, None)
    if expression is None or not source:
        author.wrong("input_expression", clause, "The input has no expression.", "输入列没有表达式。")
    else:
        node = source_node(source, expression, author)
    allowed = clause.find("inputValues", DMN)
    written = text_of(allowed)
    tests = tests_node(written, allowed, author) if allowed is not None and written else None
    return Input(clause.attributes.get("label", "") or source, node, author.type_of(expression), tests)


def _outputs(element: Element, own: Type | None, author: Author) -> tuple[Output, ...]:
    clauses = list(element.all("output", DMN))
    if not clauses:
        author.wrong("no_output", element, "The table has no output.", "决策表没有输出列。")
    outputs = []
    for clause in clauses:
        name = clean(clause.name) or ("" if len(clauses) == 1 else clean(clause.attributes.get("label", "")))
        if len(clauses) > 1 and not name:
            author.wrong("output_name", clause, "Each of several outputs needs a name.", "多个输出列时每列都要有名称。")
        author.names.add(name)
        of = author.type_of(clause)
        values = _values(clause, author)
        default = clause.find("defaultOutputEntry", DMN)
        source = text_of(default)
        fallback = source_node(source, default, author) if default is not None and source else None
        outputs.append(Output(name, of, values, fallback))
    return tuple(outputs)


def _values(clause: Element, author: Author) -> tuple[Node, ...]:
    values = clause.find("outputValues", DMN)
    source = text_of(values)
    if values is None or not source:
        return ()
    return tuple(test for test in tests_node(source, values, author).tests if not isinstance(test, RangeOf))


def _rule(rule: Element, row: int, inputs: int, outputs: int, author: Author) -> Rule:
    cells = list(rule.all("inputEntry", DMN))
    results = list(rule.all("outputEntry", DMN))
    if len(cells) != inputs or len(results) != outputs:
        author.wrong(
            "rule_shape",
            rule,
            f"Row {row} has {len(cells)} + {len(results)} cells for {inputs} + {outputs} columns.",
            f"第{row}行有{len(cells)}+{len(results)}个单元格，应为{inputs}+{outputs}个。",
        )
    tests = []
    for column, cell in enumerate(cells[:inputs], 1):
        author.stand(f"Row {row}, input column {column}: ", f"第{row}行，第{column}个输入列：")
        tests.append(tests_node(text_of(cell), cell, author))
    tests += [UnaryTests(0, ())] * (inputs - len(tests))
    made = []
    for column, cell in enumerate(results[:outputs], 1):
        author.stand(f"Row {row}, output column {column}: ", f"第{row}行，第{column}个输出列：")
        made.append(source_node(text_of(cell) or "null", cell, author))
    author.stand()
    made += [Literal(0, None)] * (outputs - len(made))
    start, end = _dates(rule, author)
    citation = rule.attributes.get(f"{{{GAS}}}citation", "")
    notes = tuple(text_of(note) for note in rule.all("annotationEntry", DMN))
    return Rule(rule.id or f"row {row}", row, tuple(tests), tuple(made), start, end, citation, rule.line, notes)


def _dates(element: Element, author: Author) -> tuple[date | None, date | None]:
    start, end = (_date(element, name, author) for name in ("validFrom", "validUntil"))
    if start and end and start > end:
        author.wrong("effective_dates", element, "It ends before it begins.", "失效日期早于生效日期。")
    return start, end


def _date(element: Element, name: str, author: Author) -> date | None:
    text = element.attributes.get(f"{{{GAS}}}{name}", "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        author.wrong("effective_dates", element, f"{name}: {text!r} is not a date.", f"{name}：“{text}”不是日期。")
        return None
