"""The same expressions through ours and through feelin, which checks while typing in the browser."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from bpmn.feel import DaysDuration, FeelSyntax, MonthsDuration, Range, compile_expression
from bpmn.feel.temporal_text import write_temporal
from tests.feel.test_patterns import CASES
from tests.feel.test_values import CONTEXTS, LISTS, LOGIC, NUMBERS, TEMPORAL, TEXTS

ROOT = Path(__file__).resolve().parents[2]
DIFFERENCES = Path(__file__).with_name("differences.json")
DOCUMENT = ROOT / "docs" / "feel.md"
MARK = "<!-- generated below: python -m tests.feel.beside --write -->"
SOURCES = [source for source, _ in [*NUMBERS, *TEXTS, *LISTS, *CONTEXTS, *TEMPORAL, *LOGIC, *CASES]]

_NODE = """
import { evaluate } from 'feelin';
const plain = (value) => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number(value.toPrecision(12));
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(plain);
  if (value.iso !== undefined) return '@' + value.iso;
  const name = value.constructor.name;
  if (name === 'FeelRange') {
    const ends = [plain(value.start), plain(value.end)];
    return 'range ' + JSON.stringify([...ends, value['start included'], value['end included']]);
  }
  if (name !== 'Object') return /object/.test(String(value)) ? name : '@' + value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
};
const answers = JSON.parse(process.argv[1]).map((source) => {
  try { return plain(evaluate(source, {}).value); }
  catch (error) { return error.name === 'SyntaxError' ? 'cannot be read' : 'raises ' + error.name; }
});
console.log(JSON.stringify(answers));
"""


def is_there() -> bool:
    """Whether node and feelin are on this machine."""
    return shutil.which("node") is not None and (ROOT / "web" / "node_modules" / "feelin").is_dir()


def theirs() -> list[Any]:
    """feelin's answers, plain."""
    done = subprocess.run(
        ["node", "--input-type=module", "-e", _NODE, json.dumps(SOURCES)],
        cwd=ROOT / "web",
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    answers: list[Any] = json.loads(done.stdout)
    return answers


def ours() -> list[Any]:
    """Our answers, plain."""
    return [_answer(source) for source in SOURCES]


def _answer(source: str) -> Any:
    try:
        return plain(compile_expression(source).evaluate({}))
    except FeelSyntax:
        return "cannot be read"


def plain(value: Any) -> Any:
    """A value as both sides can write it."""
    if isinstance(value, Decimal):
        return float(f"{value:.12g}")
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, Range):
        ends = [plain(value.low), plain(value.high)]
        return "range " + json.dumps([*ends, value.low_closed, value.high_closed], separators=(",", ":"))
    if isinstance(value, (dt.date, dt.time, DaysDuration, MonthsDuration)):
        return f"@{write_temporal(value)}"
    return value


def differences() -> dict[str, list[Any]]:
    """[our answer, feelin's answer] for every expression where they differ."""
    return {
        source: [own, other]
        for source, own, other in zip(SOURCES, ours(), theirs(), strict=True)
        if json.dumps(own) != json.dumps(other) and own != other
    }


def section(found: dict[str, list[Any]]) -> str:
    """The generated part of docs/feel.md."""
    lines = [
        MARK,
        "",
        f"Of {len(SOURCES)} expressions tried in both, {len(found)} differ. The server's answer counts.",
        "",
        "| expression | server | feelin in the browser |",
        "|---|---|---|",
    ]
    for source, (own, other) in found.items():
        cells = (source, json.dumps(own, ensure_ascii=False), json.dumps(other, ensure_ascii=False))
        lines.append("| " + " | ".join("`" + cell.replace("|", "\\|") + "`" for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Prints the differences; --write keeps them."""
    found = differences()
    sys.stdout.write(section(found))
    if "--write" in sys.argv:
        DIFFERENCES.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        before = DOCUMENT.read_text(encoding="utf-8").partition(MARK)[0]
        DOCUMENT.write_text(before + section(found), encoding="utf-8")


if __name__ == "__main__":
    main()
