"""SpiffWorkflow is an adapter's matter: nothing of ours imports it elsewhere."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = ("engine/runtime/spiff", "tests/", "bench/")
OURS = (
    "bpmn",
    "forms",
    "ledger",
    "people",
    "engine",
    "registers",
    "processes",
    "api",
    "config",
    "scripts",
    "tests",
    "bench",
)


def _imports(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text()))
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return named | {
        node.module or "" for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)
    }


def test_only_the_adapter_and_tests_import_spiffworkflow():
    users = {
        str(path.relative_to(ROOT))
        for folder in OURS
        for path in (ROOT / folder).rglob("*.py")
        if any(name.split(".")[0] == "SpiffWorkflow" for name in _imports(path))
    }
    assert "engine/runtime/spiff/specs.py" in users
    assert not [user for user in users if not user.startswith(ALLOWED)]
