"""Combinations that engines commonly get wrong."""
# ruff: noqa: E501

import datetime as dt
from decimal import Decimal

import pytest

from bpmn import compile_program
from engine.runtime import kernel
from engine.runtime.protocol import AddInstance, Cancel, Complete, FireTimer, Move, Refusal, SetVariables, WorkNotOpen
from tests.behaviour.driving import NOON, Run, chain, definitions, flows, process, refusals, users

DEFS = '<message id="m" name="ping"/><signal id="g" name="go"/><error id="er" errorCode="E"/><escalation id="esc" escalationCode="U"/>'
TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"


def test_completing_twice_and_unknown_work_is_refused_and_changes_nothing():
    run = Run(process('<startEvent id="s"/>' + users("a", "b") + chain("s", "a", "b")))
    old = run.work("a")
    run.finish("a")
    before = run.step.snapshot
    for wrong in (old, "999", "nonsense", ""):
        with pytest.raises(WorkNotOpen):
            run.do(Complete(wrong, {}))
    with pytest.raises(Refusal):
        run.do(FireTimer(run.work("b")))
    assert run.step.snapshot == before


def test_a_closed_instance_takes_no_command():
    run = Run(process('<startEvent id="s"/>' + users("a") + chain("s", "a")))
    work = run.work("a")
    run.finish("a")
    for command in (Complete(work, {}), SetVariables({"a": 1}), Move(enter=("a",)), Cancel()):
        with pytest.raises(Refusal):
            kernel.advance(run.program, run.step.snapshot, command, NOON)


def test_the_same_start_gives_the_same_bytes():
    source = process('<startEvent id="s"/><parallelGateway id="f"/>' + users("a", "b") + flows("s->f; f->a; f->b"))
    assert Run(source, n=1).step.snapshot == Run(source, n=1).step.snapshot


def test_cancel_closes_everything():
    run = Run(
        process(
            '<startEvent id="s"/><userTask id="t"/><boundaryEvent id="b" attachedToRef="t">'
            + TIMER
            + '</boundaryEvent><endEvent id="e"/>'
            + flows("s->t; b->e")
        )
    )
    assert run.do(Cancel("no")).state == "CANCELED"


def test_values_keep_their_types():
    given = {
        "n": 1,
        "d": Decimal("1.10"),
        "t": "x",
        "l": [1, None, {"a": True}],
        "when": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        "day": dt.date(2026, 1, 2),
        "no": None,
        "中文": "是",
    }
    run = Run(process('<startEvent id="s"/>' + users("a") + chain("s", "a")), **given)
    assert all(run.variables[k] == v for k, v in given.items())


def test_nested_event_sub_process_wins_over_boundary_and_interrupts_only_its_scope():
    inner = (
        '<startEvent id="is"/>'
        + users("t")
        + chain("is", "t")
        + '<subProcess id="es" triggeredByEvent="true"><startEvent id="ev"><errorEventDefinition errorRef="er"/></startEvent>'
        + users("fix")
        + chain("ev", "fix")
        + "</subProcess>"
    )
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/><subProcess id="sp">'
            + inner
            + '</subProcess><boundaryEvent id="b" attachedToRef="sp"><errorEventDefinition/></boundaryEvent>'
            + users("other", "z", "no")
            + flows("s->f; f->sp; f->other; sp->z; b->no"),
            before=DEFS,
        )
    )
    run.error("t", "E")
    assert run.tasks == ["fix", "other"]
    assert run.finish("fix").tasks == ["other", "z"]


def test_error_from_a_non_interrupting_event_sub_process_goes_to_the_boundary_outside():
    inner = (
        '<startEvent id="is"/>'
        + users("t")
        + chain("is", "t")
        + '<subProcess id="es" triggeredByEvent="true"><startEvent id="ev" isInterrupting="false"><messageEventDefinition messageRef="m"/></startEvent>'
        + users("x")
        + '<endEvent id="xe"><errorEventDefinition errorRef="er"/></endEvent>'
        + chain("ev", "x", "xe")
        + "</subProcess>"
    )
    run = Run(
        process(
            '<startEvent id="s"/><subProcess id="sp">'
            + inner
            + '</subProcess><boundaryEvent id="b" attachedToRef="sp"><errorEventDefinition errorRef="er"/></boundaryEvent>'
            + users("h")
            + flows("s->sp; b->h"),
            before=DEFS,
        )
    )
    run.message("ping")
    assert run.tasks == ["t", "x"]
    assert run.finish("x").open == ["h"]


def test_non_interrupting_event_sub_process_can_run_many_times_and_holds_the_scope():
    inner = (
        '<startEvent id="is"/>'
        + users("t")
        + chain("is", "t")
        + '<subProcess id="es" triggeredByEvent="true"><startEvent id="ev" isInterrupting="false"><messageEventDefinition messageRef="m"/></startEvent>'
        + users("x")
        + chain("ev", "x")
        + "</subProcess>"
    )
    run = Run(
        process(
            '<startEvent id="s"/><subProcess id="sp">' + inner + "</subProcess>" + users("z") + chain("s", "sp", "z"),
            before=DEFS,
        )
    )
    run.message("ping").message("ping")
    assert run.tasks == ["t", "x", "x"]
    run.finish("t", "x")
    assert run.tasks == ["x"]
    assert run.finish("x").tasks == ["z"]


def test_event_sub_process_in_each_multi_instance_child():
    inner = (
        '<startEvent id="is"/>'
        + users("t")
        + chain("is", "t")
        + '<subProcess id="es" triggeredByEvent="true"><startEvent id="ev"><escalationEventDefinition escalationRef="esc"/></startEvent>'
        + users("x")
        + chain("ev", "x")
        + "</subProcess>"
    )
    run = Run(
        process(
            '<startEvent id="s"/><subProcess id="sp"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>'
            + inner
            + "</subProcess>"
            + users("z")
            + chain("s", "sp", "z"),
            before=DEFS,
        )
    )
    run.escalate("t", "U")
    assert run.tasks == ["t", "x"]
    assert run.finish("t", "x").tasks == ["z"]


def test_two_boundaries_fire_one_after_the_other():
    run = Run(
        process(
            '<startEvent id="s"/><userTask id="t"/><boundaryEvent id="soft" attachedToRef="t" cancelActivity="false">'
            + TIMER
            + '</boundaryEvent><boundaryEvent id="hard" attachedToRef="t"><timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition></boundaryEvent>'
            + users("r", "x", "z")
            + flows("s->t; soft->r; hard->x; t->z")
        )
    )
    run.fire("soft")
    assert run.open == ["hard", "r", "t"]
    run.fire("hard")
    assert run.open == ["r", "x"]


def test_boundary_on_a_service_task_and_receive_task_and_gateway_after_it():
    run = Run(
        process(
            '<startEvent id="s"/><receiveTask id="t" messageRef="m"/><boundaryEvent id="b" attachedToRef="t">'
            + TIMER
            + '</boundaryEvent><exclusiveGateway id="x"/>'
            + users("z")
            + flows("s->t; t->x; b->x; x->z"),
            before=DEFS,
        )
    )
    assert run.fire("b").open == ["z"]


def test_sequential_multi_instance_sub_process_with_call_and_timer_boundary():
    source = definitions(
        '<process id="p" isExecutable="true"><startEvent id="s"/><callActivity id="c" calledElement="q"><multiInstanceLoopCharacteristics isSequential="true"><extensionElements><zeebe:loopCharacteristics inputCollection="=[1,2]" inputElement="it" outputCollection="out" outputElement="=r"/></extensionElements></multiInstanceLoopCharacteristics></callActivity><boundaryEvent id="b" attachedToRef="c">'
        + TIMER
        + "</boundaryEvent>"
        + users("late", "z")
        + flows("s->c; c->z; b->late")
        + '</process><process id="q" isExecutable="true"><startEvent id="qs"/><userTask id="w"/>'
        + chain("qs", "w")
        + "</process>"
    )
    run = Run(source, process_id="p")
    run.complete("w", r=5)
    assert run.tasks == ["w"]
    run.complete("w", r=6)
    assert run.variables["out"] == [5, 6]
    run = Run(source, process_id="p")
    run.complete("w", r=5)
    assert run.fire("b").open == ["late"]


def test_move_back_keeps_the_join_consistent():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/><parallelGateway id="j"/>'
            + users("a", "b", "z")
            + flows("s->f; f->a; f->b; a->j; b->j; j->z")
        )
    )
    run.finish("a")
    run.move(cancel=("j",), enter=("a",))
    assert run.tasks == ["a", "b"]
    assert run.finish("a", "b").tasks == ["z"]


def test_move_preview_changes_nothing():
    run = Run(process('<startEvent id="s"/>' + users("a", "b") + chain("s", "a", "b")))
    before = run.step.snapshot
    step = kernel.advance(run.program, before, Move(cancel=("a",), enter=("b",), preview=True), NOON)
    assert step.snapshot == before
    assert [c.element_id for c in step.closed] == ["a"]
    assert [o.element_id for o in step.opened] == ["b"]


def test_move_into_a_sub_process_and_out_again():
    run = Run(
        process(
            '<startEvent id="s"/>'
            + users("a")
            + '<subProcess id="sp"><startEvent id="is"/>'
            + users("x", "y")
            + chain("is", "x", "y")
            + '</subProcess><boundaryEvent id="b" attachedToRef="sp">'
            + TIMER
            + '</boundaryEvent><endEvent id="be"/>'
            + users("z")
            + flows("s->a; a->sp; sp->z; b->be")
        )
    )
    run.move(cancel=("a",), enter=("y",))
    assert run.open == ["b", "y"]
    run.move(cancel=("y",), enter=("a",))
    assert run.open == ["a"]


def test_move_to_nowhere_is_refused():
    run = Run(process('<startEvent id="s"/>' + users("a") + chain("s", "a")))
    for wrong in (Move(enter=("no",)), Move(cancel=("no",))):
        with pytest.raises(Refusal):
            run.do(wrong)


def test_add_instance():
    run = Run(
        process(
            '<startEvent id="s"/><userTask id="t"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>'
            + chain("s", "t")
        )
    )
    run.do(AddInstance(run.work("t")))
    assert run.tasks == ["t"] * 3
    assert run.finish("t", "t", "t").state == "COMPLETED"


def test_a_thousand_parallel_children():
    run = Run(
        process(
            '<startEvent id="s"/><scriptTask id="t"><extensionElements><zeebe:script expression="=loopCounter" resultVariable="r"/></extensionElements><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=for i in 1..1000 return i" inputElement="i" outputCollection="rs" outputElement="=i * 2"/></extensionElements></multiInstanceLoopCharacteristics></scriptTask>'
            + chain("s", "t")
        )
    )
    assert run.state == "COMPLETED"
    assert run.variables["rs"][999] == 2000


def test_snapshot_stays_small_through_a_long_loop():
    run = Run(
        process(
            '<startEvent id="s"/><exclusiveGateway id="m"/>'
            + users("a")
            + '<exclusiveGateway id="x" default="x_m"/><endEvent id="e"/>'
            + flows("s->m; m->a; a->x; x->e[n >= 300]; x->m")
        ),
        n=0,
    )
    first = len(run.step.snapshot)
    for n in range(1, 301):
        run.do(Complete(run.work("a"), {"n": n}))
        assert len(run.step.snapshot) < first + 60
    assert run.state == "COMPLETED"


def test_signal_delivers_to_all_and_boundary_at_once():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/><intermediateCatchEvent id="c"><signalEventDefinition signalRef="g"/></intermediateCatchEvent><userTask id="t"/><boundaryEvent id="b" attachedToRef="t"><signalEventDefinition signalRef="g"/></boundaryEvent>'
            + users("x", "y")
            + flows("s->f; f->c; f->t; c->x; b->y"),
            before=DEFS,
        )
    )
    assert run.signal("go").open == ["x", "y"]


def test_catch_behind_a_catch_is_not_triggered_by_the_same_signal():
    run = Run(
        process(
            '<startEvent id="s"/><intermediateCatchEvent id="c"><signalEventDefinition signalRef="g"/></intermediateCatchEvent><intermediateCatchEvent id="c2"><signalEventDefinition signalRef="g"/></intermediateCatchEvent>'
            + users("x")
            + chain("s", "c", "c2", "x"),
            before=DEFS,
        )
    )
    assert run.signal("go").open == ["c2"]
    assert run.signal("go").open == ["x"]


def test_terminate_inside_an_event_sub_process_ends_only_it():
    run = Run(
        process(
            '<startEvent id="s"/>'
            + users("t")
            + chain("s", "t")
            + '<subProcess id="es" triggeredByEvent="true"><startEvent id="ev" isInterrupting="false"><messageEventDefinition messageRef="m"/></startEvent><endEvent id="te"><terminateEventDefinition/></endEvent>'
            + chain("ev", "te")
            + "</subProcess>",
            before=DEFS,
        )
    )
    run.message("ping")
    assert run.tasks == ["t"]


def test_compensation_of_a_nested_completed_sub_process_by_its_boundary_handler_only():
    sub = (
        '<subProcess id="sp"><startEvent id="is"/><userTask id="a"/><boundaryEvent id="ca" attachedToRef="a"><compensateEventDefinition/></boundaryEvent><userTask id="ua" isForCompensation="true"/><association id="x1" sourceRef="ca" targetRef="ua"/>'
        + chain("is", "a")
        + '</subProcess><boundaryEvent id="cs" attachedToRef="sp"><compensateEventDefinition/></boundaryEvent><userTask id="us" isForCompensation="true"/><association id="x2" sourceRef="cs" targetRef="us"/>'
    )
    run = Run(
        process(
            '<startEvent id="s"/>'
            + sub
            + '<endEvent id="e"><compensateEventDefinition/></endEvent>'
            + chain("s", "sp", "e")
        )
    )
    run.finish("a")
    assert run.tasks == ["us"]
    assert run.finish("us").state == "COMPLETED"


def test_compensation_handler_may_be_a_sub_process_or_call():
    source = definitions(
        '<process id="p" isExecutable="true"><startEvent id="s"/><userTask id="a"/><boundaryEvent id="ca" attachedToRef="a"><compensateEventDefinition/></boundaryEvent><subProcess id="ua" isForCompensation="true"><startEvent id="is"/><callActivity id="c" calledElement="q"/>'
        + chain("is", "c")
        + '</subProcess><association id="x1" sourceRef="ca" targetRef="ua"/><intermediateThrowEvent id="th"><compensateEventDefinition/></intermediateThrowEvent>'
        + users("z")
        + chain("s", "a", "th", "z")
        + '</process><process id="q" isExecutable="true"><startEvent id="qs"/><userTask id="w"/>'
        + chain("qs", "w")
        + "</process>"
    )
    run = Run(source, process_id="p")
    run.finish("a")
    assert run.tasks == ["w"]
    assert run.finish("w").tasks == ["z"]


def test_compensation_inside_an_error_handler_event_sub_process():
    body = (
        '<startEvent id="s"/><userTask id="a"/><boundaryEvent id="ca" attachedToRef="a"><compensateEventDefinition/></boundaryEvent><userTask id="ua" isForCompensation="true"/><association id="x1" sourceRef="ca" targetRef="ua"/>'
        + users("b")
        + '<endEvent id="e"><errorEventDefinition errorRef="er"/></endEvent>'
        + chain("s", "a", "b", "e")
        + '<subProcess id="es" triggeredByEvent="true"><startEvent id="ev"><errorEventDefinition errorRef="er"/></startEvent><intermediateThrowEvent id="th"><compensateEventDefinition/></intermediateThrowEvent>'
        + users("z")
        + chain("ev", "th", "z")
        + "</subProcess>"
    )
    run = Run(process(body, before=DEFS))
    run.finish("a", "b")
    assert run.tasks == ["ua"]
    assert run.finish("ua").tasks == ["z"]


def test_a_transaction_whose_error_leaves_is_hazard():
    run = Run(
        process(
            '<startEvent id="s"/><transaction id="tx"><startEvent id="is"/>'
            + users("t")
            + chain("is", "t")
            + '</transaction><boundaryEvent id="b" attachedToRef="tx"><errorEventDefinition errorRef="er"/></boundaryEvent>'
            + users("h")
            + flows("s->tx; b->h"),
            before=DEFS,
        )
    )
    assert run.error("t", "E").open == ["h"]


def test_interrupting_timer_during_compensation_and_deep_calls():
    deep = "".join(
        f'<process id="p{i}" isExecutable="true"><startEvent id="s{i}"/><callActivity id="c{i}" calledElement="p{i + 1}"/>{chain(f"s{i}", f"c{i}")}</process>'
        for i in range(20)
    )
    run = Run(
        definitions(
            deep
            + '<process id="p20" isExecutable="true"><startEvent id="ss"/><userTask id="w"/>'
            + chain("ss", "w")
            + "</process>"
        ),
        process_id="p0",
    )
    assert run.finish("w").state == "COMPLETED"


def test_a_call_of_itself_without_wait_is_stopped():
    source = process('<startEvent id="s"/><callActivity id="c" calledElement="p"/>' + chain("s", "c"))
    if not refusals(source):
        try:
            run = Run(source)
        except Refusal:
            return
        assert run.incidents


def test_event_gateway_in_a_loop():
    run = Run(
        process(
            '<startEvent id="s"/><exclusiveGateway id="mg"/><eventBasedGateway id="eg"/><intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent><intermediateCatchEvent id="t">'
            + TIMER
            + '</intermediateCatchEvent><task id="r"/><endEvent id="e"/>'
            + flows("s->mg; mg->eg; eg->c; eg->t; t->r; r->mg; c->e"),
            before=DEFS,
        )
    )
    run.fire("t").fire("t")
    assert run.count("r") == 2
    assert run.message("ping").state == "COMPLETED"


def test_message_boundary_on_event_sub_process_activity_and_conditional_start_value_already_true():
    run = Run(
        process(
            '<startEvent id="s"/>'
            + users("t")
            + chain("s", "t")
            + '<subProcess id="es" triggeredByEvent="true"><startEvent id="ev" isInterrupting="false"><conditionalEventDefinition><condition>n &gt; 3</condition></conditionalEventDefinition></startEvent>'
            + users("x")
            + chain("ev", "x")
            + "</subProcess>"
        ),
        n=5,
    )
    assert run.tasks == ["t", "x"]


def test_condition_fires_when_a_task_result_makes_it_true():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/>'
            + users("a", "z")
            + '<intermediateCatchEvent id="c"><conditionalEventDefinition><condition xsi:type="tFormalExpression">=amount &gt; 10</condition></conditionalEventDefinition></intermediateCatchEvent>'
            + flows("s->f; f->a; f->c; c->z")
        )
    )
    assert run.complete("a", amount=11).tasks == ["z"]


def test_multi_instance_of_receive_and_boundary_of_one():
    run = Run(
        process(
            '<startEvent id="s"/><receiveTask id="t" messageRef="m"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></receiveTask>'
            + users("z")
            + chain("s", "t", "z"),
            before=DEFS,
        )
    )
    run.message("ping")
    assert run.open == ["t"]
    assert run.message("ping").open == ["z"]


def test_standard_loop_of_a_sub_process_with_boundary():
    run = Run(
        process(
            '<startEvent id="s"/><subProcess id="sp"><standardLoopCharacteristics loopMaximum="3"><loopCondition>true</loopCondition></standardLoopCharacteristics><startEvent id="is"/>'
            + users("t")
            + chain("is", "t")
            + '</subProcess><boundaryEvent id="b" attachedToRef="sp">'
            + TIMER
            + "</boundaryEvent>"
            + users("late", "z")
            + flows("s->sp; sp->z; b->late")
        )
    )
    run.finish("t", "t")
    assert run.fire("b").open == ["late"]
    run = Run(
        process(
            '<startEvent id="s"/><userTask id="t"><standardLoopCharacteristics loopMaximum="0"/></userTask>'
            + users("z")
            + chain("s", "t", "z")
        )
    )
    assert run.tasks


def test_lanes_nested_and_pool():
    source = definitions(
        '<collaboration id="c"><participant id="pt" name="Co" processRef="p"/></collaboration><process id="p" isExecutable="true"><laneSet id="ls"><lane id="l" name="outer"><childLaneSet id="cl"><lane id="l2" name="inner"><flowNodeRef>t</flowNodeRef></lane></childLaneSet></lane></laneSet><startEvent id="s"/>'
        + users("t")
        + chain("s", "t")
        + "</process>"
    )
    assert Run(source).works()[0].details["lane"] == "inner"


def test_parallel_join_inside_a_multi_instance_child_is_its_own():
    run = Run(
        process(
            '<startEvent id="s"/><subProcess id="sp"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics><startEvent id="is"/><parallelGateway id="f"/><parallelGateway id="j"/>'
            + users("a", "b", "c")
            + flows("is->f; f->a; f->b; a->j; b->j; j->c")
            + "</subProcess>"
            + chain("s", "sp")
        )
    )
    run.complete("a", 0).complete("b", 1)
    assert run.tasks == ["a", "b"]
    run.finish("a", "b")
    assert run.tasks == ["c", "c"]


def test_migration_to_a_new_version():
    from engine.runtime.migrating import migrate

    old = process('<startEvent id="s"/>' + users("a") + chain("s", "a"))
    new = process('<startEvent id="s"/>' + users("a", "b") + chain("s", "a", "b"))
    run = Run(old, n=1)
    target = compile_program({"m.bpmn": new})
    step = migrate(run.program, run.step.snapshot, target, NOON)
    work = kernel.open_work(target, step.snapshot)[0]
    step = kernel.advance(target, step.snapshot, Complete(work.work_id), NOON)
    assert [w.element_id for w in kernel.open_work(target, step.snapshot)] == ["b"]


def test_send_task_to_receive_in_the_same_process_by_world():
    from engine.runtime.world import World

    source = process(
        '<startEvent id="s"/><parallelGateway id="f"/><sendTask id="t" messageRef="m"/><receiveTask id="r" messageRef="m"/>'
        + users("z")
        + flows("s->f; f->r; f->t; r->z"),
        before=DEFS,
    )
    world = World(compile_program({"m.bpmn": source}), now=NOON)
    world.start("p")
    for instance, work in list(world.open_work()):
        if work.kind == "job":
            world.do(instance, Complete(work.work_id))
    assert [w.element_id for _, w in world.open_work()] == ["z"]


def test_output_mapping_and_local_inputs():
    run = Run(
        process(
            '<startEvent id="s"/><userTask id="t"><extensionElements><zeebe:ioMapping><zeebe:input source="=n + 1" target="x"/><zeebe:output source="=y * 2" target="out.deep"/></zeebe:ioMapping></extensionElements></userTask>'
            + users("z")
            + chain("s", "t", "z")
        ),
        n=1,
    )
    assert run.works()[0].details["inputs"] == {"x": 2}
    run.complete("t", y=4)
    assert run.variables["out"] == {"deep": 8}
    assert "x" not in run.variables
    assert "y" not in run.variables
