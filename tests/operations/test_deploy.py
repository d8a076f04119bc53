"""What deploy/ starts is what the supervisor of `make run` starts."""

from __future__ import annotations

import configparser
import re
import shlex
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from scripts import serve

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def _unit(path: Path) -> configparser.ConfigParser:
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(path, encoding="utf-8")
    return unit


def _what(command: list[str]) -> str:
    """`module uvicorn` or the management command that a command line starts."""
    words = command[1:]
    return f"module {words[1]}" if words[0] == "-m" else words[1]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_starts_something_that_exists_after_the_preparation(path: Path) -> None:
    unit = _unit(path)
    started = _what(shlex.split(unit["Service"]["ExecStart"]))
    assert started == "module uvicorn" or started in get_commands()
    if path.stem != "gas-prepare":
        assert unit["Unit"]["Requires"] == unit["Unit"]["After"] == "gas-prepare.service"
    assert "ALL" not in unit["Service"].get("AmbientCapabilities", "")


def test_units_and_containers_start_what_the_supervisor_starts() -> None:
    wanted = {_what(command) for command in serve.commands().values()} | {"bring_up"}
    assert {_what(shlex.split(_unit(path)["Service"]["ExecStart"])) for path in UNITS} == wanted
    services = yaml.safe_load((DEPLOY / "compose.yml").read_text())["services"]
    default = re.search(r"^CMD (\[.*\])$", (DEPLOY / "Containerfile").read_text(), re.M)
    assert default
    lines = {name: one.get("command") for name, one in services.items() if name != "database"}
    said = {_what(shlex.split(line)) if line else _what(yaml.safe_load(default[1])) for line in lines.values()}
    assert said == wanted
