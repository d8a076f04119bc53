"""Every check that needs no test run: all of them are made, then all that failed are told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
BIN = ROOT / ".venv" / "bin"
WEB = ROOT / "web"
SCHEMA = ROOT / "api" / "schema.yml"
TYPES = WEB / "src" / "api" / "schema.ts"
PACKAGES = ["bpmn", "forms", "ledger", "people", "engine", "registers", "processes", "exchange", "api", "config"]
PACKAGES += ["scripts"]


def run(name: str, command: list[str], *, cwd: Path = ROOT) -> bool:
    begin = time.monotonic()
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environment())
    ok = done.returncode == 0
    sys.stdout.write(f"  {'✓' if ok else '✗'} {name} ({time.monotonic() - begin:.0f} s)\n")
    if not ok:
        sys.stdout.write("\n".join("      " + line for line in (done.stdout + done.stderr).splitlines()[-60:]) + "\n")
    sys.stdout.flush()
    return ok


def environment() -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}


def same(name: str, made: Path, kept: Path, mend: str) -> bool:
    ok = kept.exists() and made.read_bytes() == kept.read_bytes()
    sys.stdout.write(f"  {'✓' if ok else '✗'} {name}\n" + ("" if ok else f"      {kept.name} is stale: {mend}\n"))
    return ok


def schema_and_types(folder: Path) -> bool:
    """The kept schema is the API's, and the kept TypeScript is the schema's."""
    schema, types = folder / "schema.yml", folder / "schema.ts"
    spectacular = [str(BIN / "python"), "manage.py", "spectacular", "--urlconf", "api.documented_urls"]
    ok = run("OpenAPI schema", [*spectacular, "--fail-on-warn", "--validate", "--file", str(schema)])
    if not ok or not same("OpenAPI schema is kept", schema, SCHEMA, "make types"):
        return False
    cli = WEB / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
    node = shutil.which("node") or "node"
    return run("TypeScript from the schema", [node, str(cli), str(SCHEMA), "-o", str(types)], cwd=WEB) and same(
        "TypeScript types are kept", types, TYPES, "make types"
    )


def checks() -> list[bool]:
    python = str(BIN / "python")
    node = shutil.which("node") or "node"
    with tempfile.TemporaryDirectory() as folder:
        return [
            run("ruff", [str(BIN / "ruff"), "check", "."]),
            run("format", [str(BIN / "ruff"), "format", "--check", "."]),
            run("types (mypy)", [str(BIN / "mypy"), *PACKAGES]),
            run("import contracts", [str(BIN / "lint-imports"), "--no-cache"]),
            run("migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"]),
            run("architecture", [python, "-m", "pytest", "-q", "tests/architecture"]),
            schema_and_types(Path(folder)),
            run("types (TypeScript)", [node, "node_modules/typescript/bin/tsc", "--noEmit"], cwd=WEB),
        ]


def main() -> int:
    sys.stdout.write("Checking\n")
    results = checks()
    sys.stdout.write(f"  {sum(results)} of {len(results)} checks passed\n")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
