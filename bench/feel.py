"""How fast expressions and tables are, beside feelin on node: `python -m bench.feel`."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from bpmn.dmn import load_decisions
from bpmn.feel import compile_expression

WEB = Path(__file__).resolve().parents[1] / "web"
SIMPLE = 'amount > 1000 and category = "工业"'
CALCULATED = "amount * 1.2 + fee > 1000 and string length(category) = 2"
SCOPE: dict[str, Any] = {"amount": Decimal(1200), "fee": Decimal(2), "category": "工业"}
NODE = """
import { evaluate } from 'feelin';
const [sources, scope, rounds] = JSON.parse(process.argv[1]);
for (const source of sources) {
  for (let i = 0; i < 200; i++) evaluate(source, scope);
  const began = process.hrtime.bigint();
  for (let i = 0; i < rounds; i++) evaluate(source, scope);
  console.log(Number(process.hrtime.bigint() - began) / rounds / 1000);
}
"""


def micros(work: Callable[[], object], rounds: int) -> float:
    """The best of five: microseconds per call."""
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(rounds):
            work()
        best = min(best, (time.perf_counter() - began) / rounds)
    return best * 1e6


def table(rules: list[tuple[str, str, str]]) -> bytes:
    """A DMN file with one table of two inputs."""
    rows = "".join(
        f'<rule id="r{at}"><inputEntry id="f{at}"><text>{flow}</text></inputEntry>'
        f'<inputEntry id="c{at}"><text>{category}</text></inputEntry>'
        f'<outputEntry id="o{at}"><text>{output}</text></outputEntry></rule>'
        for at, (flow, category, output) in enumerate(rules)
    )
    return f"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x">
      <decision id="route" name="Route"><decisionTable id="t" hitPolicy="UNIQUE">
      <input id="flow"><inputExpression id="fe" typeRef="number"><text>flow</text></inputExpression></input>
      <input id="category"><inputExpression id="ce" typeRef="string"><text>category</text></inputExpression></input>
      <output id="to" name="to" typeRef="string"/>{rows}</decisionTable></decision></definitions>""".encode()


SIX = [
    ("&lt; 10", '"工业"', '"branch"'),
    ("[10..20)", '"工业"', '"market"'),
    ("&gt;= 20", '"工业"', '"company"'),
    ("&lt; 10", '"商业","宾馆"', '"branch"'),
    ("[10..20)", '"商业","宾馆"', '"market"'),
    ("&gt;= 20", 'not("工业")', '"company"'),
]
THOUSAND = [(f"[{at * 10}..{at * 10 + 10})", '"工业"', f'"r{at}"') for at in range(1000)]


def feelin(rounds: int = 2_000) -> list[float]:
    """Microseconds per evaluation of the two conditions by feelin; [] without node or feelin."""
    if not shutil.which("node") or not (WEB / "node_modules" / "feelin").is_dir():
        return []
    scope = {"amount": 1200, "fee": 2, "category": "工业"}
    asked = json.dumps([[SIMPLE, CALCULATED], scope, rounds])
    done = subprocess.run(
        ["node", "--input-type=module", "-e", NODE, asked],
        cwd=WEB,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return [float(line) for line in done.stdout.split()]


def main() -> None:
    """Prints every figure with its limit, and the ratio to feelin."""
    simple, calculated = compile_expression(SIMPLE), compile_expression(CALCULATED)
    six, thousand = load_decisions({"six.dmn": table(SIX)}), load_decisions({"thousand.dmn": table(THOUSAND)})
    decided = {"flow": Decimal(12), "category": "商业"}
    looked_up = {"flow": Decimal(5012), "category": "工业"}
    beside = [*feelin(), None, None][:2]
    rows: list[tuple[str, float, float, float | None]] = [
        ("simple condition", micros(lambda: simple.evaluate(SCOPE), 20_000), 3, beside[0]),
        ("condition with arithmetic and a function", micros(lambda: calculated.evaluate(SCOPE), 10_000), 8, beside[1]),
        (
            "table of 6 rules, 2 inputs, with explanation",
            micros(lambda: six.evaluate("route", decided), 1_000),
            60,
            None,
        ),
        ("table of 1,000 rules", micros(lambda: thousand.evaluate("route", looked_up), 200), 3_000, None),
        ("compile a condition", micros(lambda: compile_expression(SIMPLE), 300), 1_000, None),
    ]
    print(f"{'':46} {'us':>9} {'limit':>7}   feelin (node), which reads the source each time")
    for what, took, limit, other in rows:
        ratio = f"{other:9.1f} us = {other / took:.1f} times as long" if other else ""
        print(f"{what:46} {took:9.2f} {limit:7.0f} {'ok ' if took <= limit else 'SLOW'} {ratio}")


if __name__ == "__main__":
    main()
