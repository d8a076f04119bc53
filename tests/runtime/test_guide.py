"""The program in docs/runtime.md runs as it stands."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_guide_is_true(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs/runtime.md").read_text(), re.S)
    assert len(blocks) == 3
    exec(compile("\n".join(blocks), "docs/runtime.md", "exec"), {"__name__": "guide"})  # noqa: S102
    assert "'delivered'" in capsys.readouterr().out


def test_the_guide_needs_no_django():
    import subprocess
    import sys

    program = "import sys, bpmn, engine.runtime.kernel; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
