"""CPU per completion, compile time and snapshot sizes of the kernel: `python bench/kernel.py`."""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bpmn import Program, compile_program  # noqa: E402
from engine.runtime import kernel  # noqa: E402
from engine.runtime.protocol import Complete  # noqa: E402
from tests.conformance.drawing import draw  # noqa: E402

NOW = dt.datetime(2026, 11, 21, 8, 0, tzinfo=dt.UTC)
TASKS = "\n".join(f"u{n}: user groups=clerks form=f{n} lane=office" for n in range(1, 17))
OFFICE = f"""
s: start
{TASKS}
x1: xor
m1: xor
x2: xor
m2: xor
f: and
j: and
t1: boundary on=u3 timer=P1D soft
t2: boundary on=u9 timer=P2D
r1: task
r2: task
d: rule decision=grade result=grade
c: call calls=review
e: end
s -> u1 -> u2 -> x1
x1 -> u3 [amount > 10]
x1 -> u4 [else]
u3 -> m1
u4 -> m1
t1 -> r1
t2 -> r2
m1 -> d -> u5 -> f
f -> u6 -> u7 -> j
f -> u8 -> u9 -> j
j -> c -> u10 -> x2
x2 -> u11 [grade = "good"]
x2 -> m2 [else]
u11 -> m2
m2 -> u12 -> u13 -> u14 -> u15 -> u16 -> e
process review {{
rs: start
ra: user
re: end
rs -> ra -> re
}}
"""
LOOP = "s: start\nm: xor\na: user\nx: xor\ne: end\ns -> m -> a -> x\nx -> m [n < 2000]\nx -> e [else]"
MANY = 's: start\na: user each=items item=it collect=outs from="it * 2"\ns -> a'


def office() -> tuple[Program, list[float]]:
    """The program and its compile times in ms."""
    grade = (ROOT / "tests/conformance/cases/grade.dmn").read_bytes()
    files = {"office.bpmn": draw(OFFICE), "grade.dmn": grade}
    times = []
    for _ in range(10):
        begun = time.process_time()
        program = compile_program(files, process_id="p")
        times.append((time.process_time() - begun) * 1000)
    return program, times


def walk(program: Program) -> list[float]:
    """CPU ms of each completion (load + advance + dump) of one instance."""
    step = kernel.start(program, {"amount": 20, "points": 70}, NOW)
    times = []
    while step.state == "ACTIVE":
        work = next(w for w in kernel.open_work(program, step.snapshot) if w.kind == "user_task")
        result = {
            f"note_{len(times)}": "a sentence of what was seen on site",
            "name": "王小明",
            "amount": 20 + len(times),
        }
        command = Complete(work.work_id, result)
        begun = time.process_time()
        step = kernel.advance(program, step.snapshot, command, NOW)
        times.append((time.process_time() - begun) * 1000)
    return times


def loop() -> tuple[int, float, float]:
    """The largest snapshot of 2,000 rounds, and the mean CPU ms of the first and the last 200 completions."""
    program = compile_program({"p.bpmn": draw(LOOP)})
    step = kernel.start(program, {"n": 0}, NOW)
    times, largest = [], 0
    for number in range(1, 2001):
        begun = time.process_time()
        step = kernel.advance(program, step.snapshot, Complete(step.opened[0].work_id, {"n": number}), NOW)
        times.append((time.process_time() - begun) * 1000)
        largest = max(largest, len(step.snapshot))
    return largest, statistics.mean(times[:200]), statistics.mean(times[-200:])


def many() -> float:
    """Mean CPU ms of each completion of 1,000 parallel instances."""
    program = compile_program({"p.bpmn": draw(MANY)})
    step = kernel.start(program, {"items": list(range(1000))}, NOW)
    ids = [work.work_id for work in step.opened]
    begun = time.process_time()
    for work_id in ids:
        step = kernel.advance(program, step.snapshot, Complete(work_id), NOW)
    return (time.process_time() - begun) * 1000 / len(ids)


def main() -> None:
    """Print the table."""
    program, compiled = office()
    walks = [walk(program) for _ in range(40)]
    each = [statistics.median(column) for column in zip(*walks, strict=True)]
    largest, first, last = loop()
    rows = [
        ("compile, 16 user tasks + decision + call", f"{statistics.median(compiled):.1f} ms", "20 ms"),
        ("completion: load + advance + dump, mean", f"{statistics.mean(each):.3f} ms", "0.25 ms"),
        ("completion, slowest element", f"{max(each):.3f} ms", ""),
        ("2,000 rounds: largest snapshot", f"{largest} bytes", "1024 bytes"),
        ("2,000 rounds: first / last 200 completions", f"{first:.3f} / {last:.3f} ms", "flat"),
        ("1,000 parallel instances, each completion", f"{many():.3f} ms", "0.5 ms"),
    ]
    for name, measured, limit in rows:
        print(f"{name:<46}{measured:>18}{limit:>14}")


if __name__ == "__main__":
    main()
