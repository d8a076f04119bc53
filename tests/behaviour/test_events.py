"""Events at every position, interrupting and not; timers and starts."""
# ruff: noqa: E501

import datetime as dt

import pytest

from engine.runtime.protocol import Refusal
from tests.behaviour.driving import NOON, Run, chain, flows, process, refusals, users
from tests.behaviour.triggers import CONDITION, DEFS, MESSAGE, SIGNAL, TIMER

FIRE = {
    "timer": (TIMER, lambda r: r.fire("ev")),
    "message": (MESSAGE, lambda r: r.message("ping")),
    "signal": (SIGNAL, lambda r: r.signal("alarm")),
    "condition": (CONDITION, lambda r: r.set(n=4)),
}


@pytest.mark.parametrize("kind", FIRE)
def test_intermediate_catch(kind):
    definition, fire = FIRE[kind]
    run = Run(
        process(
            f'<startEvent id="s"/><intermediateCatchEvent id="ev">{definition}</intermediateCatchEvent>'
            + users("a")
            + chain("s", "ev", "a"),
            before=DEFS,
        ),
        n=0,
    )
    assert run.open == ["ev"]
    assert fire(run).tasks == ["a"]


@pytest.mark.parametrize("kind", FIRE)
@pytest.mark.parametrize("cancel", [True, False])
@pytest.mark.parametrize("host", ["user", "sub", "mi"])
def test_boundary(kind, cancel, host):
    definition, fire = FIRE[kind]
    attached = {
        "user": '<userTask id="t"/>',
        "sub": '<subProcess id="h"><startEvent id="is"/><userTask id="t"/><endEvent id="ie"/>'
        + chain("is", "t", "ie")
        + "</subProcess>",
        "mi": '<userTask id="t"><multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>1</loopCardinality></multiInstanceLoopCharacteristics></userTask>',
    }[host]
    ref = "h" if host == "sub" else "t"
    run = Run(
        process(
            f'<boundaryEvent id="ev" attachedToRef="{ref}" cancelActivity="{str(cancel).lower()}">{definition}</boundaryEvent>{users("late", "z")}{attached}<startEvent id="s"/>'
            + flows(f"s->{ref}; {ref}->z; ev->late"),
            before=DEFS,
        ),
        n=0,
    )
    fire(run)
    assert run.tasks == (["late"] if cancel else ["late", "t"])
    if not cancel:
        run.finish("t")
        assert run.tasks == ["late", "z"]
        run.finish("z")
    assert run.finish("late").state == "COMPLETED"


@pytest.mark.parametrize("kind", ["message", "signal", "condition"])
def test_non_interrupting_fires_again(kind):
    definition, fire = FIRE[kind]
    run = Run(
        process(
            f'<startEvent id="s"/><userTask id="t"/><boundaryEvent id="ev" attachedToRef="t" cancelActivity="false">{definition}</boundaryEvent>{users("late")}'
            + flows("s->t; ev->late"),
            before=DEFS,
        ),
        n=0,
    )
    fire(run)
    if kind == "condition":
        run.set(n=0)
    fire(run)
    assert run.tasks == ["late", "late", "t"]


@pytest.mark.parametrize("kind", FIRE)
@pytest.mark.parametrize("interrupting", [True, False])
@pytest.mark.parametrize("depth", [0, 1])
def test_event_sub_process(kind, interrupting, depth):
    definition, fire = FIRE[kind]
    inner = (
        '<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>'
        + chain("s", "t", "e")
        + f'<subProcess id="es" triggeredByEvent="true"><startEvent id="ev" isInterrupting="{str(interrupting).lower()}">{definition}</startEvent><userTask id="x"/><endEvent id="ee"/>'
        + chain("ev", "x", "ee")
        + "</subProcess>"
    )
    if depth:
        inner = f'<startEvent id="s0"/><subProcess id="sp">{inner}</subProcess>' + users("z") + chain("s0", "sp", "z")
    run = Run(process(inner, before=DEFS), n=0)
    fire(run)
    assert run.tasks == (["x"] if interrupting else ["t", "x"])
    if not interrupting:
        run.finish("t")
    run.finish("x")
    if depth:
        assert run.tasks == ["z"]
        run.finish("z")
    assert run.state == "COMPLETED"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("<timeDuration>PT90S</timeDuration>", 90),
        ('<timeDuration>=duration("PT2M")</timeDuration>', 120),
        ("<timeDuration>P1DT1H</timeDuration>", 90000),
        ("<timeDate>2026-03-01T13:00:00Z</timeDate>", 3600),
        ("<timeDate>2026-03-01T21:00:00+08:00</timeDate>", 3600),
        ("<timeDate>=deadline</timeDate>", 3600),
        ('<timeDate>=now() + duration("PT5M")</timeDate>', 300),
        ('<timeDuration>="PT" + string(hours) + "H"</timeDuration>', 7200),
        ("<timeDuration> PT10S </timeDuration>", 10),
        ("<timeDuration>PT0S</timeDuration>", 0),
        ("<timeDuration>P1W</timeDuration>", 604800),
    ],
)
def test_timer_forms(text, seconds):
    run = Run(
        process(
            f'<startEvent id="s"/><intermediateCatchEvent id="ev"><timerEventDefinition id="td">{text}</timerEventDefinition></intermediateCatchEvent><endEvent id="e"/>'
            + chain("s", "ev", "e")
        ),
        deadline=dt.datetime(2026, 3, 1, 13, tzinfo=dt.UTC),
        hours=2,
    )
    assert run.works("ev")[0].details["due_at"] == NOON + dt.timedelta(seconds=seconds)
    assert run.fire("ev").state == "COMPLETED"


def test_timer_date_in_the_past_is_due_at_once():
    run = Run(
        process(
            '<startEvent id="s"/><intermediateCatchEvent id="ev"><timerEventDefinition><timeDate>2020-01-01T00:00:00Z</timeDate></timerEventDefinition></intermediateCatchEvent><endEvent id="e"/>'
            + chain("s", "ev", "e")
        )
    )
    if run.state == "ACTIVE":
        assert run.works("ev")[0].details["due_at"] <= NOON
        assert run.fire("ev").state == "COMPLETED"


@pytest.mark.parametrize(
    ("cycle", "times"), [("R3/PT10M", 3), ("R/PT10M", 5), ("R1/PT10M", 1), ("R2/2026-03-01T14:00:00Z/PT1H", 2)]
)
def test_timer_cycle_on_a_boundary(cycle, times):
    run = Run(
        process(
            f'<startEvent id="s"/><userTask id="t"/><boundaryEvent id="ev" attachedToRef="t" cancelActivity="false"><timerEventDefinition><timeCycle xsi:type="tFormalExpression">{cycle}</timeCycle></timerEventDefinition></boundaryEvent><task id="late"/>'
            + flows("s->t; ev->late")
        )
    )
    fired = 0
    while run.works("ev") and fired < 5:
        run.fire("ev")
        fired += 1
    assert (fired, run.count("late")) == (times, times)
    assert run.finish("t").state == "COMPLETED"


def test_timer_too_early_is_refused_or_nothing():
    run = Run(
        process(
            f'<startEvent id="s"/><intermediateCatchEvent id="ev">{TIMER}</intermediateCatchEvent><endEvent id="e"/>'
            + chain("s", "ev", "e")
        )
    )
    with pytest.raises(Refusal):
        run.complete("ev")


def test_broken_timer_text_is_refused():
    assert refusals(
        process(
            '<startEvent id="s"/><intermediateCatchEvent id="ev"><timerEventDefinition><timeDuration>one hour</timeDuration></timerEventDefinition></intermediateCatchEvent><endEvent id="e"/>'
            + chain("s", "ev", "e")
        )
    )
    assert refusals(
        process(
            '<startEvent id="s"/><intermediateCatchEvent id="ev"><timerEventDefinition/></intermediateCatchEvent><endEvent id="e"/>'
            + chain("s", "ev", "e")
        )
    )


def test_timer_whose_value_is_null_is_an_incident_not_a_crash():
    run = Run(
        process(
            '<startEvent id="s"/><intermediateCatchEvent id="ev"><timerEventDefinition><timeDate>=deadline</timeDate></timerEventDefinition></intermediateCatchEvent><endEvent id="e"/>'
            + chain("s", "ev", "e")
        ),
        deadline=None,
    )
    assert [w.kind for w in run.works()] == ["incident"]
    assert run.set(deadline="2026-03-02T00:00:00Z").retry().open == ["ev"]


# ------------------------------------------------------------------ starts
def test_message_start_delivers_its_payload():
    run = Run(
        process(f'<startEvent id="s">{MESSAGE}</startEvent>' + users("a") + chain("s", "a"), before=DEFS), at="s", n=1
    )
    assert run.tasks == ["a"]
    assert run.variables["n"] == 1
    assert [(s.kind, s.element_id, s.name) for s in run.program.starts] == [("message", "s", "ping")]


def test_timer_start_with_count():
    run = Run(
        process(
            '<startEvent id="s"><timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition></startEvent>'
            + users("a")
            + chain("s", "a")
        ),
        at="s",
    )
    assert run.tasks == ["a"]
    assert run.program.starts[0].kind == "timer"


def test_several_starts():
    source = process(
        f'<startEvent id="s1"/><startEvent id="s2">{MESSAGE}</startEvent><startEvent id="s3">{SIGNAL}</startEvent><startEvent id="s4">{TIMER}</startEvent>'
        + users("a", "b", "c", "d")
        + flows("s1->a; s2->b; s3->c; s4->d"),
        before=DEFS,
    )
    assert [Run(source).tasks, *(Run(source, at=f"s{i}").tasks for i in (2, 3, 4))] == [["a"], ["b"], ["c"], ["d"]]
