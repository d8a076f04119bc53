"""A living instance goes on in another version of its process."""

import datetime as dt

import pytest

from bpmn import compile_program
from engine.runtime import kernel
from engine.runtime.migrating import migrate
from engine.runtime.protocol import NotAllowedHere
from tests.conformance.drawing import draw
from tests.conformance.playing import Play

OLD = """
s: start
f: and
a: user
b: user
t: boundary on=b timer=PT1H
j: and
c: user
x: task
s -> f
f -> a -> j
f -> b -> j
t -> x
j -> c
"""


def program(diagram: str):
    return compile_program({"p.bpmn": draw(diagram)}, process_id="p")


def migrated(old: str, new: str, before: str, after: str, mapping: dict[str, str] | None = None) -> Play:
    play = Play(program(old))
    play.play(before)
    to = program(new)
    step = migrate(play.program, play.step.snapshot, to, play.now, mapping=mapping)
    play.program = to
    described = {work.work_id: work for work in kernel.open_work(to, step.snapshot)}
    play.open = {work_id: described.get(work_id, work) for work_id, work in play.open.items()}
    play.take(step)
    play.play(after)
    return play


def test_tokens_joins_and_timers_keep_their_place():
    new = OLD.replace("c: user", "c: user\nd: user").replace("j -> c", "j -> d -> c")
    old_due = "detail t due_at=2026-11-21T09:00:00+00:00"
    migrated(OLD, new, f"start\ndo a\n{old_due}", f"waits b t\n{old_due}\ndo b\nwaits d\ndo d\nwaits c")


def test_new_boundary_events_listen_and_gone_ones_are_closed():
    new = OLD.replace("t: boundary on=b timer=PT1H", "u: boundary on=a message=stop").replace("t -> x", "u -> x")
    migrated(OLD, new, "start\nwaits a b t", "waits a b u\nmessage u\nwaits b")


def test_new_event_sub_processes_listen():
    new = OLD + "q: eventsub {\nqs: start signal=stop\nz: user\nqs -> z\n}\n"
    migrated(OLD, new, "start", "waits a b t qs\nsignal stop\nwaits z")


def test_renamed_elements_are_mapped():
    new = "s: start\na2: user\nb: user\ns -> a2 -> b"
    migrated(
        "s: start\na: user\nb: user\ns -> a -> b", new, "start x=1", "waits a2\ndo a2\nvar x=1\nwaits b", {"a": "a2"}
    )


def test_every_token_without_a_place_is_told_and_nothing_changes():
    play = Play(program(OLD))
    play.play("start")
    to = program("s: start\na: service\nc: user\ns -> a -> c")
    with pytest.raises(NotAllowedHere) as refused:
        migrate(play.program, play.step.snapshot, to, play.now)
    assert "“a” was a userTask and is a serviceTask" in str(refused.value)
    assert "“b” is not there any more" in str(refused.value)
    play.play("do a\ndo b\nwaits c")


def test_instances_of_a_loop_and_calls_go_on():
    old = """
s: start
u: sub times="2" {
us: start
a: user
us -> a
}
k: call calls=q
s -> u -> k
process q {
qs: start
qa: user
qs -> qa
}
"""
    new = old.replace("us -> a", "us -> a -> a3").replace("a: user\n", "a: user\na3: user\n", 1)
    migrated(old, new, "start\ndo a@1", "waits a\ndo a\nwaits a3\ndo a3\nwaits k qa")
    inside = old.replace("qs -> qa", "qs -> qa -> qb").replace("qa: user", "qa: user\nqb: user")
    migrated(old, inside, "start\ndo a@1\ndo a@1", "waits k qa\ndo qa\nwaits k qb\ndo qb\nstate COMPLETED")


def test_what_was_done_can_still_be_undone():
    old = "s: start\na: user\nab: boundary on=a compensate\nua: user handler\nb: user\ns -> a -> b\nab ~> ua"
    new = old.replace("s -> a -> b", "t: throw compensate\ns -> a -> b -> t")
    migrated(old, new, "start\ndo a", "do b\nwaits ua\ndo ua\nstate COMPLETED")


def test_a_finished_instance_stays_where_it_is():
    play = Play(program("s: start\na: task\ns -> a"))
    play.play("start")
    with pytest.raises(NotAllowedHere):
        migrate(play.program, play.step.snapshot, play.program, dt.datetime.now(dt.UTC))
    assert kernel.open_work(play.program, play.step.snapshot) == ()
