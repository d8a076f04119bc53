"""The laws of the code that no linter knows, each held against every file of ours."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["bpmn", "forms", "ledger", "people", "engine", "registers", "processes", "exchange", "api", "config"]
PACKAGES += ["scripts"]
MOST_LINES, MOST_FUNCTION_LINES, MOST_COMPONENT_LINES = 300, 40, 200
VAGUE = re.compile(r"^(utils?|helpers?|common|misc|manager|base|.*_service)$")


def modules(*packages: str) -> Iterator[Path]:
    for package in packages or PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts and "tests" not in path.parts:
                yield path


def trees(*packages: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in modules(*packages):
        yield path.relative_to(ROOT), ast.parse(path.read_text())


def components() -> Iterator[Path]:
    for path in sorted((ROOT / "web" / "src").rglob("*.ts*")):
        if path.name != "schema.ts" and ".test." not in path.name:
            yield path


def test_modules_can_be_read_in_one_sitting() -> None:
    long = {str(p.relative_to(ROOT)): n for p in modules() if (n := len(p.read_text().splitlines())) > MOST_LINES}
    assert not long


def test_functions_can_be_seen_at_once() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > MOST_FUNCTION_LINES
    ]
    assert not long


def test_screen_components_can_be_seen_at_once() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in components()
        if (n := len(p.read_text().splitlines())) > MOST_COMPONENT_LINES
    }
    assert not long


def test_no_module_has_a_vague_name() -> None:
    asked_for_by_django = ROOT / "config" / "postgresql" / "base.py"
    vague = [p for p in modules() if VAGUE.match(p.stem) and p != asked_for_by_django]
    assert not [str(p.relative_to(ROOT)) for p in vague]


def test_broad_excepts_stand_at_the_edges_only() -> None:
    """An `except Exception` that does not raise again is allowed where work enters: the worker and the sandbox."""
    allowed = {"engine/jobs", "bpmn/sandbox.py"}
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
        and not any(isinstance(n, ast.Raise) for n in ast.walk(node))
        and not any(str(path).startswith(a) for a in allowed)
    ]
    assert not found


def test_nothing_evaluates_python() -> None:
    """No eval, exec or compile of text anywhere: diagrams and forms never become Python."""
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"eval", "exec", "compile"}
    ]
    assert not found


def test_no_state_in_jsonb() -> None:
    """PostgreSQL reorders a jsonb's keys: an engine's state and the evidence are text or bytes."""
    columns = re.compile(r"JSONField\(|^\s*\w+\s+jsonb\b(?! :=)", re.MULTILINE)
    texts = [*modules("engine", "ledger"), *(ROOT / "engine").rglob("migrations/*.py")]
    assert not [str(p.relative_to(ROOT)) for p in texts if columns.search(p.read_text())]


def test_the_engine_knows_no_http() -> None:
    found = [
        str(path)
        for path, tree in trees("engine")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("django.http", "django.urls", "django.views"))
    ]
    assert not found


def test_psycopg_3_is_not_pulled_in() -> None:
    """Installing psycopg 3 would silently switch Django to it."""
    names = {line.split("==")[0].lower() for f in ROOT.glob("requirements*.txt") for line in f.read_text().splitlines()}
    assert not names & {"psycopg", "psycopg-binary", "psycopg-c", "procrastinate", "channels-postgres", "pgqueuer"}
    from django.db.backends.postgresql.psycopg_any import is_psycopg3

    assert not is_psycopg3


def test_every_requirement_is_pinned() -> None:
    lines = [line for f in ROOT.glob("requirements*.txt") for line in f.read_text().split("\n") if line.strip()]
    assert lines
    assert not [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.\-]+==[^\s]+", line)]


@pytest.mark.parametrize("package", ["bpmn", "forms"])
def test_pure_packages_have_no_clock(package: str) -> None:
    """Time comes in as an argument."""
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees(package, "engine/runtime")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "today", "utcnow"}
        and isinstance(node.value, (ast.Name, ast.Attribute))
        and (node.value.id if isinstance(node.value, ast.Name) else node.value.attr)
        in {"datetime", "date", "dt", "timezone"}
    ]
    assert not found


def test_bpmn_ids_say_what_they_mean() -> None:
    generated = re.compile(r'<(?:bpmn:)?\w+[^>]* id="(?:Activity|Event|Gateway|Flow|StateMachine|Process)_[0-9a-z]{7}"')
    found = [str(p.relative_to(ROOT)) for p in (ROOT / "processes").rglob("*.bpmn") if generated.search(p.read_text())]
    assert not found


def test_every_process_folder_is_whole() -> None:
    for diagram in (ROOT / "processes").glob("*/process.bpmn"):
        folder = diagram.parent
        assert (folder / "README.md").exists(), f"{folder.name}: README.md is missing"
        assert list((folder / "forms").glob("*.form.json")), f"{folder.name}: no forms"


def test_the_contracts_of_the_imports_are_in_force() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert {c["name"] for c in contracts} >= {"Layers", "bpmn and forms know no Django", "The runtime is pure"}


def test_spiffworkflow_is_imported_by_its_adapter_alone() -> None:
    found = [
        str(path)
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        and "SpiffWorkflow" in ast.unparse(node)
        and not str(path).startswith(("engine/runtime/spiff", "bench"))
    ]
    assert not found
