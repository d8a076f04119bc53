"""Runs every benchmark of this folder, one after the other: `python -m bench [name …]`."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path


def main() -> int:
    names = [m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if not m.name.startswith("_")]
    wanted = sys.argv[1:] or names
    for name in wanted:
        if name not in names:
            sys.stderr.write(f"There is no benchmark {name}; there are: {', '.join(names)}.\n")
            return 2
        print(f"\n== {name}")
        module = importlib.import_module(f"bench.{name}")
        if hasattr(module, "main"):
            module.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
