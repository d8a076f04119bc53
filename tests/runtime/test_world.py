"""Pools that talk to each other, and a clock that fires timers in their order."""

# ruff: noqa: E501 - XML reads better in one line

import datetime as dt

from bpmn import compile_program
from engine.runtime.world import World
from tests.conformance.drawing import draw

NOW = dt.datetime(2026, 11, 21, 8, 0, tzinfo=dt.UTC)
POOLS = draw("""
<collaboration id="co"><participant id="pa" processRef="customer"/><participant id="pb" processRef="company"/><messageFlow id="mf" sourceRef="ask" targetRef="asked"/></collaboration>
process customer {
cs: start
ask: throw message=order key="id" in:id="id" in:what="what"
answer: catch message=offer key="id"
decide: user
cs -> ask -> answer -> decide
}
process company {
asked: start message=order
calculate: user
reply: end message=offer key="id" in:price="price"
asked -> calculate -> reply
}
""")


def world() -> World:
    files = {"p.bpmn": POOLS}
    return World(*(compile_program(files, process_id=name) for name in ("customer", "company")), now=NOW)


def waiting(world: World) -> list[tuple[int, str]]:
    return [(instance.id, work.element_id) for instance, work in world.open_work()]


def test_a_message_starts_the_other_pool_and_its_answer_comes_back():
    w = world()
    w.start("customer", {"id": 7, "what": "boiler"})
    assert waiting(w) == [(1, "answer"), (2, "calculate")]
    w.complete("calculate", {"price": 12})
    assert waiting(w) == [(1, "decide")]
    assert w.instances[1].step.state == "COMPLETED"


def test_an_answer_goes_to_the_instance_with_its_key():
    w = world()
    w.start("customer", {"id": 1, "what": "a"})
    w.start("customer", {"id": 2, "what": "b"})
    assert w.message("offer", "2", {"price": 5})
    assert waiting(w) == [(1, "answer"), (2, "calculate"), (3, "decide"), (4, "calculate")]
    assert not w.message("offer", "3")


def test_a_message_that_nobody_waits_for_is_kept():
    w = world()
    w.start("company", {"id": 9}, at="asked")
    w.complete("calculate", {"price": 1})
    assert [(sent.name, sent.correlation_key) for sent in w.unclaimed] == [("offer", "9")]


def test_a_signal_reaches_the_others_and_starts_processes():
    files = {
        "p.bpmn": draw("""
process a {
s: start
t: throw signal=go
u: user
s -> t -> u
}
process b {
bs: start
c: catch signal=go
bu: user
bs -> c -> bu
}
process d {
ds: start signal=go
du: user
ds -> du
}
""")
    }
    w = World(*(compile_program(files, process_id=name) for name in "abd"), now=NOW)
    w.start("b")
    w.start("a")
    assert waiting(w) == [(1, "bu"), (2, "u"), (3, "du")]


def test_the_clock_fires_timers_in_their_order():
    diagram = draw("""
s: start
a: user
x: boundary on=a timer=R3/PT1H soft
y: boundary on=a timer=PT90M soft
n: script do="append(log, 1)" result=log
m: script do="append(log, 2)" result=log
s -> a
x -> n
y -> m
""")
    w = World(compile_program({"p.bpmn": diagram}), now=NOW)
    instance = w.start("p", {"log": []})
    w.at(NOW + dt.timedelta(hours=2))
    from engine.runtime import kernel

    assert kernel.variables(instance.step.snapshot)["log"] == [1, 2, 1]
    assert w.now == NOW + dt.timedelta(hours=2)


def test_a_message_flow_names_the_message_that_nobody_named():
    diagram = draw("""
<collaboration id="co"><participant id="pa" processRef="a"/><participant id="pb" processRef="b"/><messageFlow id="mf1" sourceRef="t" targetRef="bs"/><messageFlow id="mf2" sourceRef="back" targetRef="got"/></collaboration>
process a {
s: start
<sendTask id="t"/>
<intermediateCatchEvent id="got"><messageEventDefinition/></intermediateCatchEvent>
u: user
s -> t -> got -> u
}
process b {
<startEvent id="bs"><messageEventDefinition/></startEvent>
<endEvent id="back"><messageEventDefinition/></endEvent>
bu: user
bs -> bu -> back
}
""")
    files = {"p.bpmn": diagram}
    w = World(*(compile_program(files, process_id=name) for name in "ab"), now=NOW)
    w.start("a")
    assert waiting(w) == [(1, "got"), (2, "bu")]
    w.complete("bu")
    assert waiting(w) == [(1, "u")]
