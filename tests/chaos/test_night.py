"""The short cut of `make chaos`: some twenty seconds of faults under load, then the judgement."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import ROOT

pytestmark = pytest.mark.slow


def test_nothing_is_lost_and_nothing_happens_twice(tmp_path: Path):
    report = tmp_path / "report.json"
    length = ["--seconds", "20", "--settle", "30", "--pause", "1.5", "--players", "4", "--seed", "1"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos", *length, "--report", str(report)],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert report.exists(), done.stderr[-4000:]
    seen = json.loads(report.read_text())
    assert seen["wrong"] == []
    assert done.returncode == 0
    assert seen["acknowledged"]["completions"]
    assert len(seen["faults"]) >= 3, "the night was too quiet to prove anything"
    assert [row[:2] for row in seen["incidents"] if row[0] == "swallow"] == [["swallow", "WorkerLost"]]
