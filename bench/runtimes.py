"""CPU per completion on the kernel, on our SpiffWorkflow runtime and on SpiffWorkflow as it comes, in one run."""

from __future__ import annotations

import re
import statistics
import sys
import time
from types import ModuleType

from bench.kernel import NOW, OFFICE, office
from bpmn import Program
from engine.runtime import kernel, spiff
from engine.runtime.protocol import Complete

ROUNDS = 5


def of_runtime(runtime: ModuleType, program: Program) -> tuple[float, int]:
    """CPU ms of a completion (load + advance + dump), and the largest snapshot."""
    step = runtime.start(program, {"amount": 20, "points": 70}, NOW)
    times, largest = [], 0
    while step.state == "ACTIVE":
        work = next(w for w in runtime.open_work(program, step.snapshot) if w.kind == "user_task")
        result = {
            f"note_{len(times)}": "a sentence of what was seen on site",
            "name": "王小明",
            "amount": 20 + len(times),
        }
        begun = time.process_time()
        step = runtime.advance(program, step.snapshot, Complete(work.work_id, result), NOW)
        times.append((time.process_time() - begun) * 1000)
        largest = max(largest, len(step.snapshot))
    return statistics.mean(times), largest


def of_stock() -> tuple[float, int]:
    """The same process as SpiffWorkflow's own parser, engine and serializer run it."""
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
    from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
    from SpiffWorkflow.util.task import TaskState

    from tests.runtimes.stock import stock

    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))
    saved = serializer.serialize_json(stock(in_python(OFFICE), amount=20, points=70))
    times, largest = [], 0
    while True:
        begun = time.process_time()
        workflow = serializer.deserialize_json(saved)
        spent = time.process_time() - begun
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        if task is None:
            return statistics.mean(times), largest
        task.data.update(
            {f"note_{len(times)}": "a sentence of what was seen on site", "name": "王小明", "amount": 20 + len(times)}
        )
        begun = time.process_time()
        task.run()
        workflow.do_engine_steps()
        saved = serializer.serialize_json(workflow)
        times.append((spent + time.process_time() - begun) * 1000)
        largest = max(largest, len(saved.encode()))


def in_python(diagram: str) -> str:
    """The office process as stock SpiffWorkflow needs it: Python conditions, a script for the decision."""
    script = '<scriptTask id="d"><script>grade = $good$ if points &gt; 60 else $bad$</script></scriptTask>'
    text = re.sub(r"^d: rule.*$", script, diagram, flags=re.MULTILINE)
    return text.replace('grade = "good"', "grade == $good$")


def main() -> None:
    """Print the three."""
    program, _ = office()
    for name, measure in (
        ("kernel", lambda: of_runtime(kernel, program)),
        ("spiff (our adapter)", lambda: of_runtime(spiff, program)),
        ("SpiffWorkflow stock", of_stock),
    ):
        measured = [measure() for _ in range(ROUNDS)]
        cpu, size = statistics.median(m[0] for m in measured), max(m[1] for m in measured)
        sys.stdout.write(f"{name:22} {cpu:8.2f} ms CPU a completion   {size:8,} bytes at most\n")


if __name__ == "__main__":
    main()
