"""Files from strangers are examined in a child process with limits on time and memory: it may die, the parent lives."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from bpmn.document import Finding, Refused
from bpmn.lint.known import NOTHING_KNOWN, Known
from bpmn.reading import MAX_BYTES

SECONDS = 2.0
MEGABYTES = 700
_ROOT = Path(__file__).resolve().parent.parent
_KEPT = ("PATH", "LD_LIBRARY_PATH", "LANG", "SYSTEMROOT")


class ChildLost(Exception):
    """The child process gave no answer: it took too long, too much memory, or crashed."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def check_in_child(
    files: Mapping[str, bytes], *, known: Known = NOTHING_KNOWN, seconds: float = SECONDS,
    cpu_seconds: float | None = None, entry: str = "bpmn.sandbox:examine",
) -> tuple[Finding, ...]:  # fmt: skip
    """What `check_deployment` finds, or a finding that says that the files are too costly to examine.

    `entry` names another function that is to examine them, with the argument and the answer of `examine`.
    """
    large = [name for name, data in files.items() if len(data) > MAX_BYTES]
    if large:
        return (_costly(large[0], f"larger than {MAX_BYTES:,} bytes", f"超过 {MAX_BYTES:,} 字节"),)
    try:
        answer = in_child(entry, (dict(files), known), seconds=seconds, cpu_seconds=cpu_seconds)
    except ChildLost as lost:
        reason, _, reason_zh = lost.reason.partition(" / ")
        return (_costly(next(iter(files), ""), reason, reason_zh or reason),)
    return tuple(Finding(**finding) for finding in answer)


def examine(argument: tuple[dict[str, bytes], Known]) -> list[dict[str, Any]]:
    """`check_deployment` as the child calls it: findings as plain data."""
    from bpmn.lint import check_deployment

    files, known = argument
    return [asdict(finding) for finding in check_deployment(files, known=known)]


def in_child(
    entry: str, argument: Any, *, seconds: float = SECONDS, cpu_seconds: float | None = None, megabytes: int = MEGABYTES
) -> Any:
    """The JSON-like answer of the function "module:name" called with one argument in a killable child.

    On a busy machine a child may need more `seconds` than the `cpu_seconds` that it computes.
    Raises ChildLost when there is none in time, and Refused when the function refused.
    """
    command = [sys.executable, "-m", "bpmn.sandbox", entry, str(megabytes), str(int(cpu_seconds or seconds) + 1)]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    child = subprocess.Popen(
        command, cwd=_ROOT, env=environment, start_new_session=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        output, errors = child.communicate(pickle.dumps(argument), timeout=seconds)
    except subprocess.TimeoutExpired:
        raise ChildLost(f"no answer within {seconds:g} s / {seconds:g} 秒内没有结果") from None
    finally:
        _end(child)
    return _answer(child.returncode, output, errors)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def _answer(status: int | None, output: bytes, errors: bytes) -> Any:
    if status != 0:
        lines = errors.decode("utf-8", "replace").strip().splitlines()
        if status in (-signal.SIGKILL, -signal.SIGXCPU) or (lines and lines[-1].startswith("MemoryError")):
            raise ChildLost("out of memory or time / 内存或时间超限")
        why = lines[-1] if lines else f"status {status}"
        raise ChildLost(f"the examination failed: {why} / 检查程序异常退出：{why}")
    answer = json.loads(output)
    if "refused" in answer:
        raise Refused(tuple(Finding(**finding) for finding in answer["refused"]))
    return answer["answer"]


def _costly(file: str, reason: str, reason_zh: str) -> Finding:
    return Finding(
        "too-costly", "error", None, None,
        f"The file could not be examined: {reason}.", f"文件无法完成检查：{reason_zh}。", file,
        "Make the diagram smaller: move parts of it into called processes.",
        "请缩小该图，把其中一部分移到被调用流程。",
    )  # fmt: skip


def main(entry: str, megabytes: str, seconds: str) -> None:
    """The child: limit itself, read the argument, answer on the standard output."""
    import resource

    size = int(megabytes) * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    module, _, name = entry.partition(":")
    argument = pickle.loads(sys.stdin.buffer.read())
    function = getattr(import_module(module), name)
    try:
        answer: dict[str, Any] = {"answer": function(argument)}
    except Refused as refused:
        answer = {"refused": [asdict(finding) for finding in refused.findings]}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
