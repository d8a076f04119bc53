"""Dying at a numbered point: before or after the nth statement, BEGIN and COMMIT included, and around `advance`.

A statement that carries its COMMIT is called by it: the server gets both or neither.

The product knows nothing of it: the points are put in from here, in the process that shall die.
"""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connections

from config.postgresql import base
from engine import steps


class Points:
    """Counts the points that the process passes; at `fatal` it is gone, as if by kill -9."""

    def __init__(self, fatal: int, log: Path) -> None:
        self.fatal, self.log, self.passed = fatal, log, 0

    def reach(self, name: str) -> None:
        """One point; what it is called is written down first, for whoever finds the body."""
        self.passed += 1
        with self.log.open("a") as log:
            log.write(name + "\n")
        if self.passed == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, name: Callable[..., str], act: Callable[..., Any]) -> Callable[..., Any]:
        """The same act with a point before and one after."""

        def wrapped(*args: Any, **named: Any) -> Any:
            self.reach(f"before {name(*args)}")
            result = act(*args, **named)
            self.reach(f"after {name(*args)}")
            return result

        return wrapped


def put_in(points: Points) -> None:
    """From now on this process passes the points."""

    def statement(_: Any, query: Any, *rest: Any) -> str:
        if not isinstance(query, str):
            return "a composed statement"
        return "COMMIT" if "; COMMIT; " in query else " ".join(query.split()[:2])

    base.Cursor.execute = points.around(statement, base.Cursor.execute)  # type: ignore[method-assign]
    base.DatabaseWrapper._say = points.around(lambda _, word: word, base.DatabaseWrapper._say)  # type: ignore[method-assign]
    steps.advance = points.around(lambda *_: "advance", steps.advance)


def died_at(fatal: int, act: Callable[[], object], log: Path) -> list[str] | None:
    """The points that a forked process passed before it died at that one; None when it came to its end alive."""
    log.unlink(missing_ok=True)
    connections.close_all()
    pid = os.fork()
    if not pid:
        code = 1
        try:
            put_in(Points(fatal, log))
            act()
            code = 0
        except BaseException:  # noqa: BLE001 - told by the exit code; a forked test run must not go on
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return log.read_text().splitlines()
    assert os.WEXITSTATUS(status) == 0, "the act itself failed: see above"
    return None
