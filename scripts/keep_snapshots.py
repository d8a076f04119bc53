"""Keeps, at a release, one snapshot per process and wait state in tests/replay/corpus: `keep_snapshots.py 0.2`."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main() -> None:
    """Plays every story of every process on the kernel and writes the release's folder."""
    import django

    django.setup()
    from engine.runtime import kernel
    from tests.replay.corpus import keep

    keys = sorted(path.parent.name for path in (ROOT / "processes").glob("*/process.bpmn"))
    stories = {key: importlib.import_module(f"processes.{key}.tests.stories").STORIES for key in keys}
    kept = keep(sys.argv[1], ROOT / "processes", stories, kernel)
    sys.stdout.write(f"{kept} snapshots kept for release {sys.argv[1]}\n")


if __name__ == "__main__":
    main()
