"""What a person sees at the terminal."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bpmn.cli import files_of, lint_file, show_file
from bpmn.walk import run_file
from engine.runtime import kernel, protocol
from tests.lint.drawing import TIMER, draw

NOW = dt.datetime(2026, 11, 21, 8, tzinfo=dt.UTC)
LATE = f'<boundaryEvent id="late" attachedToRef="a1" cancelActivity="false">{TIMER}</boundaryEvent><endEvent id="e2"/>'
GROUP = '<extensionElements><zeebe:assignmentDefinition candidateGroups="surveyor"/></extensionElements>'
PROCESS = draw(
    "s > a1 > x1",
    "x1 > e : =approved",
    "x1 > a1 : default",
    first=LATE + '<sequenceFlow id="f9" sourceRef="late" targetRef="e2"/>',
    a1=GROUP,
)


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "process.bpmn"
    path.write_bytes(data)
    return path


def run(path: Path, *answers: str) -> tuple[str, list[str]]:
    lines: list[str] = []
    state = run_file(path, lines.append, runtime=kernel, commands=protocol, answers=answers, now=NOW)
    return state, lines


def test_lint_writes_place_reason_and_cure_and_counts_errors(tmp_path: Path) -> None:
    path = written(tmp_path, draw("s > x1 > a1 > e", "x1 > e"))
    lines: list[str] = []
    assert lint_file(path, lines.append) == 2
    assert lines[0] == "✗ process.bpmn:9 错误 missing-condition"
    assert "没有说明何时走这条路" in lines[1]
    assert lines[2].startswith("    → 请设置条件")
    lines.clear()
    lint_file(path, lines.append, chinese=False)
    assert "without saying when it is taken" in lines[1]
    assert lines[-1].endswith("2 errors, 0 other findings")


def test_decisions_and_forms_beside_the_file_are_taken_with_it(tmp_path: Path) -> None:
    path = written(tmp_path, PROCESS)
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "survey.form.json").write_bytes(b"{}")
    (tmp_path / "route.dmn").write_bytes(b"<definitions/>")
    assert set(files_of(path)) == {"process.bpmn", "forms/survey.form.json", "route.dmn"} == set(files_of(tmp_path))


def test_show_writes_an_outline_in_the_order_of_flow(tmp_path: Path) -> None:
    lines: list[str] = []
    assert show_file(written(tmp_path, PROCESS), lines.append) == 0
    assert lines == [
        "流程“main”",
        "  开始事件“s”",
        "    → a1",
        "  用户任务“a1”  [candidateGroups=surveyor]",
        "    → x1",
        "  边界事件“late”  [@a1, timer PT1H]",
        "    → e2",
        "  结束事件“e2”",
        "  排他网关“x1”",
        "    → e  =approved",
        "    → a1  （默认 default）",
        "  结束事件“e”",
    ]
    assert show_file(written(tmp_path, b"<broken"), lines.append) == 1
    assert "not-well-formed" in lines[-3]


def test_run_tells_what_is_waited_for_and_follows_the_answers(tmp_path: Path) -> None:
    path = written(tmp_path, PROCESS)
    state, lines = run(path, "2", "1 approved=false", "1 approved=true")
    assert state == "COMPLETED"
    assert any('[1] 等待用户任务（user_task）a1  candidate_groups=["surveyor"]' in line for line in lines)
    assert any("等待定时器（timer）late  due_at=2026-11-21 09:00+00:00" in line for line in lines)
    assert any("fired" in line and "late" in line for line in lines)
    assert lines.count("       approved = false") == 1


def test_run_survives_what_the_walker_mistypes(tmp_path: Path) -> None:
    state, lines = run(written(tmp_path, PROCESS), "9", "1 {oops", "hello", "vars", "set approved=true", "quit")
    assert state == "ACTIVE"
    assert sum("quit" in line for line in lines) == 2
    assert "       approved = true" in lines


def test_run_refuses_with_reasons_what_cannot_run(tmp_path: Path) -> None:
    state, lines = run(written(tmp_path, draw("s > x1 > a1 > e", "x1 > e")))
    assert state == "REFUSED"
    assert lines
