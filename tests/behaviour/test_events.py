"""Events at every position, interrupting and not; errors, escalations, compensation, transactions."""
# ruff: noqa: E501

import datetime as dt

import pytest

from engine.runtime.protocol import Refusal
from tests.behaviour.driving import NOON, Run, chain, flows, process, refusals, users

DEFS = (
    '<message id="msg.1" name="ping"/><signal id="sig-1" name="alarm"/><error id="err_1" name="bad" errorCode="E-1"/><error id="err_2" errorCode="E-2"/>'
    '<escalation id="esc_1" name="up" escalationCode="UP"/><escalation id="esc_2" escalationCode="OTHER"/>'
)
TIMER = '<timerEventDefinition><timeDuration xsi:type="tFormalExpression">PT1H</timeDuration></timerEventDefinition>'
MESSAGE = '<messageEventDefinition messageRef="msg.1"/>'
SIGNAL = '<signalEventDefinition signalRef="sig-1"/>'
CONDITION = '<conditionalEventDefinition><condition xsi:type="tFormalExpression">=n &gt; 3</condition></conditionalEventDefinition>'
ERROR = '<errorEventDefinition errorRef="err_1"/>'
ESCALATION = '<escalationEventDefinition escalationRef="esc_1"/>'
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


# ------------------------------------------------------------------ errors
SUB = (
    '<startEvent id="s"/><subProcess id="sp"><startEvent id="is"/>'
    + users("t")
    + '<endEvent id="ie">{}</endEvent>'
    + chain("is", "t", "ie")
    + "</subProcess>{}"
    + users("z")
    + flows("s->sp; sp->z")
)


def boundary(id, definition, to, cancel=True, host="sp"):
    return (
        f'<boundaryEvent id="{id}" attachedToRef="{host}"{"" if cancel else " cancelActivity=" + chr(34) + "false" + chr(34)}>{definition}</boundaryEvent><userTask id="{to}"/>'
        + flows(f"{id}->{to}")
    )


def test_error_end_in_sub_process_specific_before_all():
    run = Run(
        process(
            SUB.format(
                ERROR, boundary("any", '<errorEventDefinition id="x1"/>', "all") + boundary("own", ERROR, "one")
            ),
            before=DEFS,
        )
    )
    assert run.finish("t").tasks == ["one"]
    run = Run(
        process(
            SUB.format(
                ERROR,
                boundary("any", '<errorEventDefinition id="x1"/>', "all")
                + boundary("own", '<errorEventDefinition errorRef="err_2"/>', "one"),
            ),
            before=DEFS,
        )
    )
    assert run.finish("t").tasks == ["all"]


def test_uncaught_error_fails_the_instance_and_closes_everything():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/>'
            + users("a", "b")
            + f'<endEvent id="e">{ERROR}</endEvent>'
            + flows("s->f; f->a; f->b; a->e"),
            before=DEFS,
        )
    )
    assert run.finish("a").state == "FAILED"
    assert run.step.outcome["error_code"] == "E-1"


def test_error_event_sub_process_before_boundary_and_rethrow():
    inner = (
        '<subProcess id="es" triggeredByEvent="true"><startEvent id="ev">'
        + ERROR
        + '</startEvent><userTask id="fix"/><endEvent id="re">'
        + ERROR
        + "</endEvent>"
        + chain("ev", "fix", "re")
        + "</subProcess>"
    )
    run = Run(
        process(
            SUB.format(ERROR, boundary("own", ERROR, "one")).replace("</subProcess>", inner + "</subProcess>", 1),
            before=DEFS,
        )
    )
    assert run.finish("t").tasks == ["fix"]
    assert run.finish("fix").tasks == ["one"]


def test_error_boundary_on_nested_sub_process_skips_a_level_that_does_not_match():
    inside = (
        '<subProcess id="in"><startEvent id="s3"/><userTask id="t"/><endEvent id="e3">'
        + ERROR
        + "</endEvent>"
        + chain("s3", "t", "e3")
        + "</subProcess>"
        + boundary("b_in", '<errorEventDefinition errorRef="err_2"/>', "wrong", host="in")
    )
    run = Run(
        process(
            '<startEvent id="s"/><subProcess id="sp"><startEvent id="s2"/>'
            + inside
            + users("after")
            + flows("s2->in; in->after")
            + "</subProcess>"
            + boundary("b", ERROR, "right")
            + users("z")
            + flows("s->sp; sp->z"),
            before=DEFS,
        )
    )
    assert run.finish("t").tasks == ["right"]


def test_error_from_a_job_with_variables():
    run = Run(
        process(
            '<startEvent id="s"/><serviceTask id="t"><extensionElements><zeebe:taskDefinition type="x"/></extensionElements></serviceTask>'
            + boundary("b", ERROR, "h", host="t")
            + flows("s->t"),
            before=DEFS,
        )
    )
    run.error("t", "E-1", why="no gas")
    assert run.tasks == ["h"]
    assert run.variables["why"] == "no gas"


def test_error_code_variable_of_camunda_definition():
    source = process(
        SUB.format(
            ERROR,
            boundary(
                "b",
                '<errorEventDefinition errorRef="err_1" camunda:errorCodeVariable="code" camunda:errorMessageVariable="msg"/>',
                "h",
            ),
        ),
        before=DEFS,
    )
    codes = refusals(source)
    if not codes:
        run = Run(source)
        assert run.finish("t").variables["code"] == "E-1"


def test_error_of_one_multi_instance_child_interrupts_all():
    run = Run(
        process(
            '<startEvent id="s"/><userTask id="t"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></userTask>'
            + boundary("b", ERROR, "h", host="t")
            + flows("s->t"),
            before=DEFS,
        )
    )
    assert run.error("t", "E-1").open == ["h"]


# ------------------------------------------------------------------ escalation
@pytest.mark.parametrize("cancel", [True, False])
def test_escalation_end(cancel):
    run = Run(process(SUB.format(ESCALATION, boundary("b", ESCALATION, "h", cancel)), before=DEFS))
    assert run.finish("t").tasks == (["h"] if cancel else ["h", "z"])


def test_escalation_uncaught_is_ignored():
    run = Run(
        process(
            SUB.format(ESCALATION, boundary("b", '<escalationEventDefinition escalationRef="esc_2"/>', "h")),
            before=DEFS,
        )
    )
    assert run.finish("t").tasks == ["z"]
    run = Run(process(f'<startEvent id="s"/><endEvent id="e">{ESCALATION}</endEvent>' + chain("s", "e"), before=DEFS))
    assert run.state == "COMPLETED"


@pytest.mark.parametrize("interrupting", ["true", "false"])
def test_escalation_event_sub_process(interrupting):
    es = (
        f'<subProcess id="es" triggeredByEvent="true"><startEvent id="ev" isInterrupting="{interrupting}"><escalationEventDefinition/></startEvent><userTask id="x"/>'
        + chain("ev", "x")
        + "</subProcess>"
    )
    run = Run(
        process(
            f'<startEvent id="s"/><intermediateThrowEvent id="up">{ESCALATION}</intermediateThrowEvent>'
            + users("t")
            + chain("s", "up", "t")
            + es,
            before=DEFS,
        )
    )
    assert run.tasks == (["x"] if interrupting == "true" else ["t", "x"])


# ------------------------------------------------------------------ compensation
def undo(id, host, sub=""):
    return f'<boundaryEvent id="c_{id}" attachedToRef="{host}"><compensateEventDefinition/></boundaryEvent><userTask id="{id}" isForCompensation="true"/><association id="as_{id}" sourceRef="c_{id}" targetRef="{id}" associationDirection="One"/>'


def test_compensation_in_reverse_order_then_goes_on():
    run = Run(
        process(
            '<startEvent id="s"/>'
            + users("a", "b", "z")
            + undo("ua", "a")
            + undo("ub", "b")
            + '<intermediateThrowEvent id="th"><compensateEventDefinition/></intermediateThrowEvent>'
            + chain("s", "a", "b", "th", "z")
        )
    )
    run.finish("a", "b")
    assert run.tasks == ["ub"]
    run.finish("ub")
    assert run.tasks == ["ua"]
    run.finish("ua")
    assert run.tasks == ["z"]
    assert run.finish("z").state == "COMPLETED"


def test_compensation_by_reference_and_end_event():
    run = Run(
        process(
            '<startEvent id="s"/>'
            + users("a", "b")
            + undo("ua", "a")
            + undo("ub", "b")
            + '<endEvent id="th"><compensateEventDefinition activityRef="a"/></endEvent>'
            + chain("s", "a", "b", "th")
        )
    )
    run.finish("a", "b")
    assert run.tasks == ["ua"]
    assert run.finish("ua").state == "COMPLETED"


def test_compensation_of_a_running_or_undone_activity_is_nothing():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/>'
            + users("a", "b", "z")
            + undo("ua", "a")
            + '<intermediateThrowEvent id="th"><compensateEventDefinition activityRef="a"/></intermediateThrowEvent>'
            + flows("s->f; f->a; f->b; b->th; th->z")
        )
    )
    run.finish("b")
    assert run.tasks == ["a", "z"]


def test_compensation_reads_the_values_of_then_each_round():
    handler = '<boundaryEvent id="cb" attachedToRef="a"><compensateEventDefinition/></boundaryEvent><scriptTask id="u" isForCompensation="true"><extensionElements><zeebe:script expression="=append(log, n)" resultVariable="log"/></extensionElements></scriptTask><association id="as" sourceRef="cb" targetRef="u"/>'
    run = Run(
        process(
            '<startEvent id="s"/><exclusiveGateway id="m"/>'
            + users("a", "z")
            + handler
            + '<exclusiveGateway id="x"/><intermediateThrowEvent id="th"><compensateEventDefinition/></intermediateThrowEvent>'
            + flows("s->m; m->a; a->x; x->m[n < 2]; x->th[n >= 2]; th->z")
        ),
        log=[],
    )
    run.complete("a", n=1)
    run.complete("a", n=2)
    assert run.tasks == ["z"]
    assert len(run.variables["log"]) >= 1


def test_compensation_of_a_sub_process_and_multi_instance():
    run = Run(
        process(
            '<startEvent id="s"/><subProcess id="sp"><startEvent id="is"/><userTask id="a"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>'
            + undo("ua", "a")
            + '<endEvent id="ie"/>'
            + chain("is", "a", "ie")
            + '</subProcess><intermediateThrowEvent id="th"><compensateEventDefinition activityRef="sp"/></intermediateThrowEvent>'
            + users("z")
            + chain("s", "sp", "th", "z")
        )
    )
    run.finish("a", "a")
    undone = 0
    while run.tasks and run.tasks[0] == "ua":
        run.finish("ua")
        undone += 1
    assert undone == 2
    assert run.tasks == ["z"]


def test_compensation_event_sub_process():
    es = (
        '<subProcess id="es" triggeredByEvent="true"><startEvent id="ces"><compensateEventDefinition/></startEvent><userTask id="ux"/><endEvent id="cee"/>'
        + chain("ces", "ux", "cee")
        + "</subProcess>"
    )
    run = Run(
        process(
            '<startEvent id="s"/><subProcess id="sp"><startEvent id="is"/>'
            + users("a")
            + '<endEvent id="ie"/>'
            + chain("is", "a", "ie")
            + es
            + '</subProcess><endEvent id="th"><compensateEventDefinition/></endEvent>'
            + chain("s", "sp", "th")
        )
    )
    assert run.finish("a").tasks == ["ux"]
    assert run.finish("ux").state == "COMPLETED"


def test_transaction_cancel():
    run = Run(
        process(
            '<startEvent id="s"/><transaction id="tx"><startEvent id="is"/><parallelGateway id="f"/>'
            + users("a", "b", "w")
            + undo("ua", "a")
            + '<endEvent id="c"><cancelEventDefinition/></endEvent>'
            + flows("is->f; f->a; f->w; a->b; b->c")
            + '</transaction><boundaryEvent id="cb" attachedToRef="tx"><cancelEventDefinition/></boundaryEvent>'
            + users("sorry", "z")
            + flows("s->tx; tx->z; cb->sorry")
        )
    )
    run.finish("a", "b")
    assert run.tasks == ["ua"]
    assert run.finish("ua").tasks == ["sorry"]


def test_cancel_end_outside_a_transaction_is_refused():
    assert refusals(
        process('<startEvent id="s"/><endEvent id="e"><cancelEventDefinition/></endEvent>' + chain("s", "e"))
    )


# ------------------------------------------------------------------ link, terminate, multiple
def test_link_by_name():
    run = Run(
        process(
            '<startEvent id="s"/><intermediateThrowEvent id="go"><linkEventDefinition id="l1" name="A"/></intermediateThrowEvent><intermediateCatchEvent id="come"><linkEventDefinition id="l2" name="A"/></intermediateCatchEvent>'
            + users("a")
            + flows("s->go; come->a")
        )
    )
    assert run.tasks == ["a"]


def test_link_by_target_reference():
    source = process(
        '<startEvent id="s"/><intermediateThrowEvent id="go"><linkEventDefinition id="l1" name="A"><target>l2</target></linkEventDefinition></intermediateThrowEvent><intermediateCatchEvent id="come"><linkEventDefinition id="l2" name="A"><source>l1</source></linkEventDefinition></intermediateCatchEvent>'
        + users("a")
        + flows("s->go; come->a")
    )
    assert Run(source).tasks == ["a"]


def test_terminate_at_the_top_and_in_a_sub_process():
    body = '<parallelGateway id="f"/>' + users("a", "b") + '<endEvent id="e"><terminateEventDefinition/></endEvent>'
    assert (
        Run(process('<startEvent id="s"/>' + body + flows("s->f; f->a; f->b; a->e"))).finish("a").state == "TERMINATED"
    )
    run = Run(
        process(
            '<startEvent id="s"/><subProcess id="sp"><startEvent id="is"/>'
            + body
            + flows("is->f; f->a; f->b; a->e")
            + "</subProcess>"
            + users("z")
            + chain("s", "sp", "z")
        )
    )
    assert run.finish("a").tasks == ["z"]


def test_multiple_catch_any_and_parallel_all():
    body = (
        '<startEvent id="s"/><intermediateCatchEvent id="ev"{}>'
        + MESSAGE
        + SIGNAL
        + "</intermediateCatchEvent>"
        + users("a")
        + chain("s", "ev", "a")
    )
    assert Run(process(body.format(""), before=DEFS)).signal("alarm").tasks == ["a"]
    run = Run(process(body.format(' parallelMultiple="true"'), before=DEFS))
    assert run.signal("alarm").tasks == []
    assert run.message("ping").tasks == ["a"]


def test_event_definition_by_reference():
    run = Run(
        process(
            '<startEvent id="s"/><intermediateCatchEvent id="ev"><eventDefinitionRef>shared</eventDefinitionRef></intermediateCatchEvent>'
            + users("a")
            + chain("s", "ev", "a"),
            before=DEFS + '<signalEventDefinition id="shared" signalRef="sig-1"/>',
        )
    )
    assert run.signal("alarm").tasks == ["a"]


def test_signal_thrown_inside_reaches_waiting_and_leaves():
    run = Run(
        process(
            f'<startEvent id="s"/><parallelGateway id="f"/><intermediateCatchEvent id="w">{SIGNAL}</intermediateCatchEvent><intermediateThrowEvent id="th">{SIGNAL}</intermediateThrowEvent>'
            + users("a", "b", "c")
            + flows("s->f; f->w; f->c; c->th; w->a; th->b"),
            before=DEFS,
        )
    )
    run.finish("c")
    assert run.tasks == ["a", "b"]
    assert [(x.kind, x.name) for x in run.sent] == [("signal", "alarm")]


def test_message_throw_and_end_are_sent():
    run = Run(
        process(
            f'<startEvent id="s"/><intermediateThrowEvent id="m">{MESSAGE}</intermediateThrowEvent><sendTask id="t" messageRef="msg.1"/><endEvent id="e">{MESSAGE}</endEvent>'
            + chain("s", "m", "t", "e"),
            before=DEFS,
        )
    )
    while run.tasks:
        run.finish(run.tasks[0])
    assert [(x.kind, x.name) for x in run.sent] == [("message", "ping")] * 3


def test_zeebe_correlation_key():
    run = Run(
        process(
            '<startEvent id="s"/><intermediateCatchEvent id="ev"><messageEventDefinition messageRef="m"/></intermediateCatchEvent><endEvent id="e"/>'
            + chain("s", "ev", "e"),
            before='<message id="m" name="paid"><extensionElements><zeebe:subscription correlationKey="=order"/></extensionElements></message>',
        ),
        order="A-7",
    )
    assert run.works("ev")[0].details["correlation_key"] == "A-7"
    assert run.message("paid", "A-7").state == "COMPLETED"


def test_event_sub_process_inside_event_sub_process():
    inner = (
        f'<subProcess id="es2" triggeredByEvent="true"><startEvent id="ev2" isInterrupting="false">{SIGNAL}</startEvent><userTask id="y"/>'
        + chain("ev2", "y")
        + "</subProcess>"
    )
    run = Run(
        process(
            '<startEvent id="s"/>'
            + users("t")
            + chain("s", "t")
            + f'<subProcess id="es" triggeredByEvent="true"><startEvent id="ev" isInterrupting="false">{MESSAGE}</startEvent><userTask id="x"/>'
            + chain("ev", "x")
            + inner
            + "</subProcess>",
            before=DEFS,
        )
    )
    run.message("ping")
    assert run.tasks == ["t", "x"]
    run.signal("alarm")
    assert run.tasks == ["t", "x", "y"]
    assert run.finish("t", "x", "y").state == "COMPLETED"


def test_interrupting_event_sub_process_stops_the_other_event_sub_processes():
    run = Run(
        process(
            '<startEvent id="s"/>'
            + users("t")
            + chain("s", "t")
            + f'<subProcess id="es" triggeredByEvent="true"><startEvent id="ev">{MESSAGE}</startEvent><userTask id="x"/>'
            + chain("ev", "x")
            + f'</subProcess><subProcess id="es2" triggeredByEvent="true"><startEvent id="ev2">{SIGNAL}</startEvent><userTask id="y"/>'
            + chain("ev2", "y")
            + "</subProcess>",
            before=DEFS,
        )
    )
    run.message("ping")
    assert run.open == ["x"]
