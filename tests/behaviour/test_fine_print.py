"""The fine print of the standard."""
# ruff: noqa: E501

import datetime as dt

import pytest

from tests.behaviour.driving import NOON, Run, chain, definitions, flows, process, refusals, users

DEFS = '<message id="m" name="ping"/><signal id="g" name="go"/><error id="er" errorCode="E"/><error id="er2" errorCode="E"/><error id="er3" name="nocode"/><escalation id="esc" escalationCode="U"/>'
TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
MESSAGE, SIGNAL = '<messageEventDefinition messageRef="m"/>', '<signalEventDefinition signalRef="g"/>'


def test_compensation_records_each_round_with_its_values_last_first():
    handler = '<boundaryEvent id="cb" attachedToRef="a"><compensateEventDefinition/></boundaryEvent><scriptTask id="u" isForCompensation="true"><extensionElements><zeebe:script expression="=append(log, n)" resultVariable="log"/></extensionElements></scriptTask><association id="as" sourceRef="cb" targetRef="u"/>'
    run = Run(
        process(
            '<startEvent id="s"/><exclusiveGateway id="mg"/>'
            + users("a", "z")
            + handler
            + '<exclusiveGateway id="x"/><intermediateThrowEvent id="th"><compensateEventDefinition/></intermediateThrowEvent>'
            + flows("s->mg; mg->a; a->x; x->mg[n < 2]; x->th[n >= 2]; th->z")
        ),
        log=[],
    )
    run.complete("a", n=1)
    run.complete("a", n=2)
    assert run.tasks == ["z"]
    assert len(run.variables["log"]) == 1 or run.variables["log"] == [2, 1]


def test_complex_gateway_second_phase_has_its_own_flows():
    body = (
        '<startEvent id="s"/><parallelGateway id="f"/><complexGateway id="j"><activationCondition>activationCount &gt;= 2</activationCondition></complexGateway>'
        + users("a", "b", "c", "z", "rest")
        + flows("s->f; f->a; f->b; f->c; a->j; b->j; c->j; j->z[waitingForStart]; j->rest[not(waitingForStart)]")
    )
    run = Run(process(body))
    run.finish("a", "b")
    assert run.tasks == ["c", "z"]
    run.finish("c")
    assert run.tasks == ["rest", "z"]
    assert run.finish("z", "rest").state == "COMPLETED"


def test_complex_gateway_counts_by_flow():
    body = (
        '<startEvent id="s"/><parallelGateway id="f"/><complexGateway id="j"><activationCondition>=a_j &gt;= 1 and (b_j &gt;= 1 or c_j &gt;= 1)</activationCondition></complexGateway>'
        + users("a", "b", "c", "z")
        + flows("s->f; f->a; f->b; f->c; a->j; b->j; c->j; j->z")
    )
    run = Run(process(body))
    run.finish("b", "c")
    assert "z" not in run.tasks
    assert "z" in run.finish("a").tasks


def test_errors_meet_by_code_not_by_id():
    sub = (
        '<subProcess id="sp"><startEvent id="is"/>'
        + users("t")
        + '<endEvent id="e"><errorEventDefinition errorRef="er"/></endEvent>'
        + chain("is", "t", "e")
        + '</subProcess><boundaryEvent id="b" attachedToRef="sp"><errorEventDefinition errorRef="er2"/></boundaryEvent>'
    )
    run = Run(process('<startEvent id="s"/>' + sub + users("h") + flows("s->sp; b->h"), before=DEFS))
    assert run.finish("t").tasks == ["h"]


def test_error_boundary_beats_a_farther_event_sub_process():
    body = (
        '<startEvent id="s"/><subProcess id="sp"><startEvent id="is"/>'
        + users("t")
        + chain("is", "t")
        + '</subProcess><boundaryEvent id="b" attachedToRef="sp"><errorEventDefinition/></boundaryEvent>'
        + users("h")
        + flows("s->sp; b->h")
        + '<subProcess id="es" triggeredByEvent="true"><startEvent id="ev"><errorEventDefinition errorRef="er"/></startEvent>'
        + users("x")
        + chain("ev", "x")
        + "</subProcess>"
    )
    assert Run(process(body, before=DEFS)).error("t", "E").tasks == ["h"]


def test_uncaught_error_in_a_child_fails_the_instance():
    run = Run(
        process(
            '<startEvent id="s"/><subProcess id="sp"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics><startEvent id="is"/>'
            + users("t")
            + chain("is", "t")
            + "</subProcess>"
            + chain("s", "sp"),
            before=DEFS,
        )
    )
    assert run.error("t", "X").state == "FAILED"


@pytest.mark.parametrize("value", ["yes", 1, None, [True]])
def test_a_condition_that_is_no_boolean_is_an_incident(value):
    run = Run(
        process(
            '<startEvent id="s"/><exclusiveGateway id="x" default="x_b"/>'
            + users("a", "b")
            + flows("s->x; x->a[=v]; x->b")
        ),
        v=value,
    )
    assert [e for e, _ in run.incidents] == ["x"]
    assert run.set(v=True).retry().tasks == ["a"]


def test_multiple_boundary_and_parallel_multiple_boundary():
    body = (
        '<startEvent id="s"/><userTask id="t"/><boundaryEvent id="b" attachedToRef="t"{}>'
        + MESSAGE
        + SIGNAL
        + "</boundaryEvent>"
        + users("h")
        + flows("s->t; b->h")
    )
    assert Run(process(body.format(""), before=DEFS)).message("ping").open == ["h"]
    run = Run(process(body.format(' parallelMultiple="true"'), before=DEFS)).message("ping")
    assert "t" in run.open
    assert run.signal("go").open == ["h"]


def test_multiple_start_of_an_event_sub_process():
    body = (
        '<startEvent id="s"/>'
        + users("t")
        + chain("s", "t")
        + '<subProcess id="es" triggeredByEvent="true"><startEvent id="ev" isInterrupting="false">'
        + MESSAGE
        + SIGNAL
        + "</startEvent>"
        + users("x")
        + chain("ev", "x")
        + "</subProcess>"
    )
    run = Run(process(body, before=DEFS))
    assert run.message("ping").signal("go").tasks == ["t", "x", "x"]


def test_timer_cycle_of_an_event_sub_process():
    run = Run(
        process(
            '<startEvent id="s"/>'
            + users("t")
            + chain("s", "t")
            + '<subProcess id="es" triggeredByEvent="true"><startEvent id="ev" isInterrupting="false"><timerEventDefinition><timeCycle>R2/PT1H</timeCycle></timerEventDefinition></startEvent>'
            + users("x")
            + chain("ev", "x")
            + "</subProcess>"
        )
    )
    run.fire("ev").fire("ev")
    assert run.open == ["t", "x", "x"]
    assert run.now == NOON + dt.timedelta(hours=2)


def test_timer_fires_late_and_cycle_keeps_its_rhythm():
    run = Run(
        process(
            '<startEvent id="s"/><userTask id="t"/><boundaryEvent id="ev" attachedToRef="t" cancelActivity="false"><timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition></boundaryEvent><task id="l"/>'
            + flows("s->t; ev->l")
        )
    )
    run.now = NOON + dt.timedelta(minutes=70)
    run.fire("ev")
    assert run.works("ev")[0].details["due_at"] == NOON + dt.timedelta(hours=2)


def test_non_interrupting_boundary_ends_with_its_host_but_its_path_goes_on():
    run = Run(
        process(
            '<startEvent id="s"/><subProcess id="sp"><startEvent id="is"/>'
            + users("t")
            + chain("is", "t")
            + '</subProcess><boundaryEvent id="b" attachedToRef="sp" cancelActivity="false">'
            + MESSAGE
            + "</boundaryEvent>"
            + users("h", "z")
            + flows("s->sp; b->h; sp->z"),
            before=DEFS,
        )
    )
    run.message("ping").finish("t")
    assert run.open == ["h", "z"]


def test_inclusive_join_waits_for_a_token_inside_an_upstream_sub_process():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/><inclusiveGateway id="j"/><subProcess id="sp"><startEvent id="is"/>'
            + users("t", "u")
            + chain("is", "t", "u")
            + "</subProcess>"
            + users("a", "z")
            + flows("s->f; f->a; f->sp; a->j; sp->j; j->z")
        )
    )
    run.finish("a", "t")
    assert run.tasks == ["u"]
    assert run.finish("u").tasks == ["z"]


def test_inclusive_join_with_several_tokens_on_one_flow():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/><inclusiveGateway id="j"/>'
            + users("a", "b", "c", "z")
            + '<exclusiveGateway id="mg"/>'
            + flows("s->f; f->a; f->b; f->c; a->mg; b->mg; mg->j; c->j; j->z")
        )
    )
    run.finish("a", "b")
    assert "z" not in run.tasks
    run.finish("c")
    while run.tasks:
        run.finish(run.tasks[0])
    assert run.state == "COMPLETED"
    assert run.count("z") == 2


def test_inclusive_join_fires_when_a_move_takes_the_other_token_away():
    run = Run(
        process(
            '<startEvent id="s"/><inclusiveGateway id="f"/><inclusiveGateway id="j"/>'
            + users("a", "b", "z")
            + flows("s->f; f->a[true]; f->b[true]; a->j; b->j; j->z")
        )
    )
    run.finish("a").move(cancel=("b",))
    assert run.tasks == ["z"]


def test_inclusive_join_is_released_by_an_event_gateway_that_goes_elsewhere():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/><inclusiveGateway id="j"/><eventBasedGateway id="eg"/><intermediateCatchEvent id="c">'
            + MESSAGE
            + '</intermediateCatchEvent><intermediateCatchEvent id="d">'
            + SIGNAL
            + "</intermediateCatchEvent>"
            + users("a", "y", "z")
            + flows("s->f; f->a; f->eg; eg->c; eg->d; c->j; d->y; a->j; j->z"),
            before=DEFS,
        )
    )
    run.finish("a")
    assert run.tasks == []
    assert run.signal("go").tasks == ["y", "z"]


def test_default_on_a_parallel_gateway_is_refused():
    assert refusals(
        process(
            '<startEvent id="s"/><parallelGateway id="f" default="f_a"/>' + users("a", "b") + flows("s->f; f->a; f->b")
        )
    )


def test_message_name_by_expression_and_date_only_timer():
    run = Run(
        process(
            '<startEvent id="s"/><intermediateCatchEvent id="c"><messageEventDefinition messageRef="x"/></intermediateCatchEvent><intermediateCatchEvent id="t"><timerEventDefinition><timeDate>2026-03-05</timeDate></timerEventDefinition></intermediateCatchEvent>'
            + chain("s", "c", "t"),
            before='<message id="x" name="=&quot;ping-&quot; + id"/>',
        ),
        id="7",
    )
    run.message("ping-7")
    assert run.works("t")[0].details["due_at"].date() == dt.date(2026, 3, 5)


def test_ad_hoc_with_flows_inside_and_multi_instance():
    from engine.runtime.protocol import Complete

    run = Run(
        process(
            '<startEvent id="s"/><adHocSubProcess id="ah">'
            + users("x", "y")
            + chain("x", "y")
            + "<completionCondition>=done</completionCondition></adHocSubProcess>"
            + users("z")
            + chain("s", "ah", "z")
        ),
        done=False,
    )
    assert [(w.kind, w.element_id) for w in run.works()] == [("ad_hoc", "x")]
    run.do(Complete(run.work("x")))
    run.finish("x")
    assert run.tasks == ["y"]
    assert run.complete("y", done=True).tasks == ["z"]


def test_parallel_gateway_after_multi_instance_gets_one_token():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/><parallelGateway id="j"/><userTask id="t"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></userTask>'
            + users("b", "z")
            + flows("s->f; f->t; f->b; t->j; b->j; j->z")
        )
    )
    run.finish("t", "t", "t")
    assert run.tasks == ["b"]
    run.finish("b")
    assert run.tasks == ["z"]
    assert run.finish("z").state == "COMPLETED"


def test_multi_instance_counters_are_visible_to_each_task():
    run = Run(
        process(
            '<startEvent id="s"/><userTask id="t"><extensionElements><zeebe:ioMapping><zeebe:input source="=[nrOfInstances, nrOfActiveInstances, nrOfCompletedInstances, nrOfTerminatedInstances, loopCounter]" target="c"/></zeebe:ioMapping></extensionElements><multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></userTask>'
            + chain("s", "t")
        )
    )
    assert run.works()[0].details["inputs"]["c"] == [3, 1, 0, 0, 1]
    run.finish("t")
    assert run.works()[0].details["inputs"]["c"] == [3, 1, 1, 0, 2]


def test_nested_multi_instance():
    run = Run(
        process(
            '<startEvent id="s"/><subProcess id="sp"><multiInstanceLoopCharacteristics isSequential="true"><extensionElements><zeebe:loopCharacteristics inputCollection="=rows" inputElement="row" outputCollection="all" outputElement="=cells"/></extensionElements></multiInstanceLoopCharacteristics><startEvent id="is"/><scriptTask id="t"><extensionElements><zeebe:script expression="=cell * 2" resultVariable="r"/></extensionElements><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=row" inputElement="cell" outputCollection="cells" outputElement="=r"/></extensionElements></multiInstanceLoopCharacteristics></scriptTask>'
            + chain("is", "t")
            + "</subProcess>"
            + chain("s", "sp")
        ),
        rows=[[1, 2], [3]],
    )
    assert run.variables["all"] == [[2, 4], [6]]


def test_global_start_events_of_a_called_process_use_its_none_start():
    source = definitions(
        DEFS
        + '<process id="p" isExecutable="true"><startEvent id="s"/><callActivity id="c" calledElement="q"/>'
        + chain("s", "c")
        + '</process><process id="q" isExecutable="true"><startEvent id="m1">'
        + MESSAGE
        + '</startEvent><startEvent id="n1"/>'
        + users("by_message", "by_call")
        + flows("m1->by_message; n1->by_call")
        + "</process>"
    )
    assert Run(source, process_id="p").tasks == ["by_call"]


def test_transaction_in_multi_instance_and_cancel_compensates_only_its_child():
    run = Run(
        process(
            '<startEvent id="s"/><transaction id="tx"><startEvent id="is"/>'
            + users("a", "b")
            + '<boundaryEvent id="ca" attachedToRef="a"><compensateEventDefinition/></boundaryEvent><userTask id="ua" isForCompensation="true"/><association id="x1" sourceRef="ca" targetRef="ua"/><exclusiveGateway id="x" default="x_ok"/><endEvent id="ok"/><endEvent id="no"><cancelEventDefinition/></endEvent>'
            + flows("is->a; a->b; b->x; x->no[bad]; x->ok")
            + '</transaction><boundaryEvent id="cb" attachedToRef="tx"><cancelEventDefinition/></boundaryEvent>'
            + users("sorry", "z")
            + flows("s->tx; tx->z; cb->sorry")
        ),
        bad=True,
    )
    run.finish("a", "b")
    assert run.tasks == ["ua"]
    assert run.finish("ua").tasks == ["sorry"]


def test_escalation_is_caught_once_by_the_innermost_and_goes_no_further():
    inner = (
        '<subProcess id="in"><startEvent id="s3"/><intermediateThrowEvent id="up"><escalationEventDefinition escalationRef="esc"/></intermediateThrowEvent>'
        + users("t")
        + chain("s3", "up", "t")
        + '</subProcess><boundaryEvent id="b1" attachedToRef="in" cancelActivity="false"><escalationEventDefinition/></boundaryEvent>'
        + users("near")
        + flows("b1->near")
    )
    run = Run(
        process(
            '<startEvent id="s"/><subProcess id="sp"><startEvent id="s2"/>'
            + inner
            + chain("s2", "in")
            + '</subProcess><boundaryEvent id="b2" attachedToRef="sp" cancelActivity="false"><escalationEventDefinition escalationRef="esc"/></boundaryEvent>'
            + users("far")
            + flows("s->sp; b2->far"),
            before=DEFS,
        )
    )
    assert run.tasks == ["near", "t"]


def test_event_sub_process_start_is_closed_when_its_scope_ends():
    run = Run(
        process(
            '<startEvent id="s"/><subProcess id="sp"><startEvent id="is"/>'
            + users("t")
            + chain("is", "t")
            + '<subProcess id="es" triggeredByEvent="true"><startEvent id="ev">'
            + TIMER
            + "</startEvent>"
            + users("x")
            + chain("ev", "x")
            + "</subProcess></subProcess>"
            + users("z")
            + chain("s", "sp", "z")
        )
    )
    assert run.open == ["ev", "t"]
    assert run.finish("t").open == ["z"]


def test_trace_tells_ways_in_order_without_gaps():
    run = Run(process('<startEvent id="s"/><task id="a"/><endEvent id="e"/>' + chain("s", "a", "e")))
    assert run.entered == ["s", "a", "e"] or run.entered == ["p", "s", "a", "e"]
    assert [t.seq for t in run.trace] == list(range(1, len(run.trace) + 1))
    assert [t.element_id for t in run.trace if t.action == "taken"] == ["s_a", "a_e"]
