"""Calls outside the file set, variables apart from the snapshot, calendars, budgets, unreadable snapshots."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bpmn import Refused, compile_program
from bpmn.feel import compile_expression
from engine.runtime import kernel, spiff
from engine.runtime.protocol import (
    ROOT,
    BudgetExceeded,
    Complete,
    Environment,
    FireTimer,
    Limits,
    Retry,
    SnapshotUnreadable,
    WorkNotOpen,
)
from engine.runtime.snapshot import pack, unpack
from tests.conformance.drawing import draw
from tests.conformance.playing import Play

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
CALLER = draw("s: start\nc: call calls=q\ne: user\ns -> c -> e")


def called(task: str):
    return compile_program({"q.bpmn": draw(f"process q {{\nqs: start\n{task}: user\nqs -> {task}\n}}")}, process_id="q")


def test_a_process_outside_the_file_set_is_resolved_and_its_version_kept():
    program = compile_program({"p.bpmn": CALLER})
    versions = {"latest": called("first")}
    by_digest = {p.digest: p for p in (called("first"), called("second"))}
    env = Environment(resolve=lambda process_id, binding: versions.get(binding) or by_digest.get(binding))
    step = kernel.start(program, {}, NOW, env=env)
    versions["latest"] = called("second")
    work = kernel.open_work(program, step.snapshot, env=env)
    assert [w.element_id for w in work] == ["c", "first"]
    assert work[1].process_scope == work[0].scope_id
    step = kernel.advance(program, step.snapshot, Complete(work[1].work_id, {"x": 1}), NOW, env=env)
    assert [w.element_id for w in step.opened] == ["e"]
    assert kernel.variables(step.snapshot)["x"] == 1


def test_without_the_called_version_the_snapshot_is_not_read():
    program = compile_program({"p.bpmn": CALLER})
    step = kernel.start(program, {}, NOW, env=Environment(resolve=lambda *_: called("first")))
    with pytest.raises(SnapshotUnreadable):
        kernel.open_work(program, step.snapshot)


def test_a_call_that_resolves_to_nothing_waits_for_a_retry():
    program = compile_program({"p.bpmn": CALLER})
    step = kernel.start(program, {}, NOW)
    (incident,) = step.opened
    assert incident.details["code"] == "called_process"
    env = Environment(resolve=lambda *_: called("first"))
    step = kernel.advance(program, step.snapshot, Retry(incident.work_id), NOW, env=env)
    assert [w.element_id for w in step.opened] == ["c", "first"]


def test_large_variables_stand_apart_and_are_written_only_when_they_change():
    program = compile_program({"p.bpmn": draw("s: start\na: user\nb: user\nc: user\ns -> a -> b -> c")})
    kept: dict[str, bytes] = {}
    env = Environment(store_above=100, stored=kept.__getitem__)

    def after(step):
        kept.update(step.stored)
        for key in step.dropped:
            del kept[key]
        return step

    step = after(kernel.start(program, {"big": "x" * 500, "small": 1}, NOW, env=env))
    assert len(kept) == 1
    assert len(step.snapshot) < 300
    step = after(kernel.advance(program, step.snapshot, Complete(step.opened[0].work_id, {"small": 2}), NOW, env=env))
    assert step.stored == {}
    step = after(
        kernel.advance(program, step.snapshot, Complete(step.opened[0].work_id, {"big": "y" * 500}), NOW, env=env)
    )
    assert len(kept) == 1
    assert kernel.variables(step.snapshot, env=env) == {"big": "y" * 500, "small": 2}
    assert [(c.name, c.old) for c in step.changes] == [("big", "x" * 500)]
    step = after(kernel.advance(program, step.snapshot, Complete(step.opened[0].work_id, {"big": "z"}), NOW, env=env))
    assert kept == {}


class Weekdays:
    def add(self, start, working):
        return start + working

    def add_days(self, start, working_days):
        while working_days:
            start += dt.timedelta(days=1)
            working_days -= start.weekday() < 5
        return start


def test_a_timer_counts_working_days_by_the_named_calendar():
    program = compile_program({"p.bpmn": draw("s: start\nt: catch timer=P3D calendar=office\ns -> t")})
    step = kernel.start(program, {}, NOW, env=Environment(calendars={"office": Weekdays()}))
    assert step.opened[0].details["due_at"] == dt.datetime(2026, 11, 25, 15, 0, tzinfo=NOW.tzinfo)


def test_an_unknown_calendar_is_an_incident():
    program = compile_program({"p.bpmn": draw("s: start\nt: catch timer=P3D calendar=office\ns -> t")})
    assert kernel.start(program, {}, NOW).opened[0].details["code"] == "calendar"


def test_a_day_is_24_hours_where_summer_time_begins():
    program = compile_program({"p.bpmn": draw("s: start\nt: catch timer=P1D\ns -> t")})
    eve = dt.datetime(2026, 3, 28, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    step = kernel.start(program, {}, eve)
    assert step.opened[0].details["due_at"] == dt.datetime(2026, 3, 29, 13, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def test_budgets_refuse_before_they_hurt():
    many = compile_program({"p.bpmn": draw('s: start\na: user times="n"\ns -> a')})
    with pytest.raises(BudgetExceeded):
        kernel.start(many, {"n": 11}, NOW, env=Environment(limits=Limits(children=10)))
    with pytest.raises(BudgetExceeded):
        kernel.start(many, {"n": 1, "x": "y" * 1000}, NOW, env=Environment(limits=Limits(variable_bytes=100)))


def test_a_chain_of_a_thousand_tasks_is_walked_in_one_command():
    names = [f"t{n}" for n in range(1000)]
    diagram = "s: start\n" + "\n".join(f"{n}: task" for n in names) + "\ns -> " + " -> ".join(names)
    step = kernel.start(compile_program({"p.bpmn": draw(diagram)}), {}, NOW)
    assert step.state == "COMPLETED"


def test_two_thousand_rounds_keep_the_snapshot_small():
    diagram = "s: start\nm: xor\na: user\nx: xor\ne: end\ns -> m -> a -> x\nx -> m [n < 2000]\nx -> e [else]"
    program = compile_program({"p.bpmn": draw(diagram)})
    step = kernel.start(program, {"n": 0}, NOW)
    largest = 0
    for number in range(1, 2001):
        step = kernel.advance(program, step.snapshot, Complete(step.opened[0].work_id, {"n": number}), NOW)
        largest = max(largest, len(step.snapshot))
    assert step.state == "COMPLETED"
    assert largest <= 1024


def test_a_snapshot_of_something_else_is_refused():
    program = compile_program({"p.bpmn": CALLER})
    other = compile_program({"p.bpmn": draw("s: start\na: user\ns -> a")})
    snapshot = kernel.start(other, {}, NOW).snapshot
    for bad in (snapshot, b"", b"\x00", b"nonsense", pack([99, b"", "p"]), pack({"a": 1})):
        with pytest.raises(SnapshotUnreadable):
            kernel.advance(program, bad, Complete("1"), NOW)


def test_an_id_that_never_was_and_one_that_was_are_told_apart():
    program = compile_program({"p.bpmn": draw("s: start\na: user\nb: user\ns -> a -> b")})
    step = kernel.start(program, {}, NOW)
    first = step.opened[0].work_id
    step = kernel.advance(program, step.snapshot, Complete(first), NOW)
    with pytest.raises(WorkNotOpen, match="already closed"):
        kernel.advance(program, step.snapshot, Complete(first), NOW)
    with pytest.raises(WorkNotOpen, match="never was"):
        kernel.advance(program, step.snapshot, Complete("999"), NOW)
    with pytest.raises(WorkNotOpen, match="never was"):
        kernel.advance(program, step.snapshot, FireTimer("x"), NOW)


@pytest.mark.parametrize(
    "value",
    [
        Decimal("1.50"),
        10**40,
        -(10**40),
        dt.date(2026, 1, 2),
        dt.time(1, 2, 3),
        dt.datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=dt.UTC),
        NOW,
        dt.timedelta(days=-1, microseconds=3),
        compile_expression('duration("P1Y2M")', dialect="camunda").evaluate({}, now=NOW),
        compile_expression('duration("P1DT0.5S")', dialect="camunda").evaluate({}, now=NOW),
        {"a": [Decimal("0.1"), None, True]},
        1.5,
    ],
)
def test_values_keep_their_exact_type(value):
    again = unpack(pack(value))
    assert again == value
    assert type(again) is type(value)


def test_every_finding_of_a_file_set_is_told_at_once():
    nodes = 's: start\na: script do="1 +" result=x\nb: call\nt: catch timer=PX\nx: xor\nc: task\nd: task\n'
    diagram = draw(nodes + "s -> a -> b -> t -> x\nx -> c\nx -> d")
    with pytest.raises(Refused) as refused:
        compile_program({"p.bpmn": diagram, "d.dmn": b"<nothing/>"})
    found = {f.element_id for f in refused.value.findings}
    assert {"a", "b", "t", "x_c", "x_d"} <= found
    assert len({f.file for f in refused.value.findings}) == 2


def test_an_instance_is_the_same_wherever_it_is_kept():
    program = compile_program({"p.bpmn": draw("s: start\na: user\nb: user\ns -> a -> b")})
    play = Play(program)
    play.play("start x=1\ndo a\ndo b\nstate COMPLETED")
    assert play.step.outcome["element_id"] is None


def test_the_outcome_names_the_end_event():
    play = Play(
        compile_program({"p.bpmn": draw("s: start\nf: and\na: user\ne1: end\ne2: end\ns -> f -> e1\nf -> a -> e2")})
    )
    play.play("start\ndo a")
    assert play.step.outcome == {"element_id": "e2"}


def test_a_snapshot_with_one_wrong_byte_is_refused():
    program = compile_program({"p.bpmn": draw("s: start\na: user\nb: user\ns -> a -> b")})
    step = kernel.start(program, {"x": "text"}, NOW)
    for place in range(len(step.snapshot)):
        damaged = bytearray(step.snapshot)
        damaged[place] ^= 1
        with pytest.raises(SnapshotUnreadable):
            kernel.advance(program, bytes(damaged), Complete(step.opened[0].work_id), NOW)


@pytest.mark.parametrize("runtime", [kernel, spiff])
def test_work_names_the_process_it_belongs_to_when_it_opens_and_ever_after(runtime):
    inner = "process r {\nrs: start\nrc: call calls=q\nrs -> rc\n}\n"
    inner += "process q {\nqs: start\ni: sub {\nis: start\nu: user\nis -> u\n}\nqs -> i\n}"
    outer = "process p {\ns: start\nc: call calls=r\nm: call calls=q times=2\nv: user\ns -> c\ns -> m\ns -> v\n}\n"
    diagram = outer + inner
    step = runtime.start(compile_program({"p.bpmn": draw(diagram)}, process_id="p"), {}, NOW)
    calls = {w.scope_id: w for w in step.opened if w.kind == "called_instance"}
    homes = sorted(
        (w.element_id, calls[w.process_scope].element_id if w.process_scope in calls else ROOT) for w in step.opened
    )
    assert homes == [
        ("c", ROOT),
        ("m", ROOT),
        ("m", ROOT),
        ("rc", "c"),
        ("u", "m"),
        ("u", "m"),
        ("u", "rc"),
        ("v", ROOT),
    ]
    again = runtime.open_work(compile_program({"p.bpmn": draw(diagram)}, process_id="p"), step.snapshot)
    assert {w.work_id: w.process_scope for w in again} == {w.work_id: w.process_scope for w in step.opened}
