"""Activities: start and completion quantity, loops, multi-instance, sub-processes, calls, ad-hoc."""
# ruff: noqa: E501

import pytest

from tests.behaviour.driving import Run, chain, definitions, flows, process, refusals, users

SIMPLE = '<startEvent id="s"/>{}<endEvent id="e"/>' + chain("s", "t", "e")


def test_implicit_start_split_merge_and_end():
    run = Run(process(users("a", "b", "c") + flows("a->c; b->c")))
    assert run.tasks == ["a", "b"]
    run.finish("a", "b")
    assert run.tasks == ["c", "c"]
    assert run.finish("c", "c").state == "COMPLETED"


def test_start_event_with_several_flows_splits():
    run = Run(process('<startEvent id="s"/>' + users("a", "b") + flows("s->a; s->b")))
    assert run.tasks == ["a", "b"]


def test_start_quantity():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/>'
            + users("a", "b")
            + '<userTask id="t" startQuantity="2"/>'
            + flows("s->f; f->a; f->b; a->t; b->t")
        )
    )
    run.finish("a")
    assert run.tasks == ["b"]
    run.finish("b")
    assert run.tasks == ["t"]
    assert run.finish("t").state == "COMPLETED"


def test_completion_quantity():
    run = Run(
        process('<startEvent id="s"/><userTask id="t" completionQuantity="3"/>' + users("a") + flows("s->t; t->a"))
    )
    assert run.finish("t").tasks == ["a", "a", "a"]
    assert run.finish("a", "a", "a").state == "COMPLETED"


def loop(inner, task='<userTask id="t">{}</userTask>'):
    return process(SIMPLE.format(task.format(inner)))


def test_standard_loop_until_condition_fails():
    run = Run(
        loop(
            '<standardLoopCharacteristics><loopCondition xsi:type="tFormalExpression">=again</loopCondition></standardLoopCharacteristics>'
        ),
        again=True,
    )
    run.complete("t", again=True)
    assert run.tasks == ["t"]
    assert run.complete("t", again=False).state == "COMPLETED"


def test_standard_loop_test_before_skips():
    assert (
        Run(
            loop(
                '<standardLoopCharacteristics testBefore="true"><loopCondition>again</loopCondition></standardLoopCharacteristics>'
            ),
            again=False,
        ).state
        == "COMPLETED"
    )


def test_standard_loop_maximum():
    run = Run(
        loop(
            '<standardLoopCharacteristics loopMaximum="2"><loopCondition>true</loopCondition></standardLoopCharacteristics>'
        )
    )
    assert run.finish("t", "t").state == "COMPLETED"


MI = "<multiInstanceLoopCharacteristics {a}>{i}</multiInstanceLoopCharacteristics>"


def mi(attributes="", inner="", extension=""):
    text = f"<extensionElements>{extension}</extensionElements>" if extension else ""
    return loop(MI.format(a=attributes, i=text + inner))


def test_parallel_cardinality():
    run = Run(mi(inner='<loopCardinality xsi:type="tFormalExpression">3</loopCardinality>'))
    assert run.tasks == ["t", "t", "t"]
    run.complete("t", 1).complete("t", 1)
    assert run.state == "ACTIVE"
    assert run.finish("t").state == "COMPLETED"


def test_sequential_cardinality_by_expression():
    run = Run(mi('isSequential="true"', "<loopCardinality>=n</loopCardinality>"), n=2)
    assert run.tasks == ["t"]
    assert run.finish("t").tasks == ["t"]
    assert run.finish("t").state == "COMPLETED"


COLLECT = '<zeebe:loopCharacteristics inputCollection="=items" inputElement="item" outputCollection="results" outputElement="=item + add"/>'


def test_zeebe_collection_output_in_input_order():
    run = Run(mi(extension=COLLECT), items=[1, 2, 3])
    run.complete("t", 2, add=30).complete("t", 1, add=20)
    run.complete("t", 0, add=10)
    assert run.variables["results"] == [11, 22, 33]


def test_standard_collection_by_data_references():
    body = (
        '<ioSpecification><dataInput id="din" isCollection="true"/><dataInput id="one" name="one"/><dataOutput id="dout" isCollection="true"/><dataOutput id="answer" name="answer"/><inputSet><dataInputRefs>din</dataInputRefs></inputSet><outputSet><dataOutputRefs>dout</dataOutputRefs></outputSet></ioSpecification>'
        "<dataInputAssociation><sourceRef>list</sourceRef><targetRef>din</targetRef></dataInputAssociation><dataOutputAssociation><sourceRef>dout</sourceRef><targetRef>outs</targetRef></dataOutputAssociation>"
        '<multiInstanceLoopCharacteristics><loopDataInputRef>din</loopDataInputRef><loopDataOutputRef>dout</loopDataOutputRef><inputDataItem id="one_i" name="one"/><outputDataItem id="ans_i" name="answer"/></multiInstanceLoopCharacteristics>'
    )
    source = process(
        '<dataObject id="list_o" isCollection="true"/><dataObjectReference id="list" name="list" dataObjectRef="list_o"/><dataObject id="outs_o" isCollection="true"/><dataObjectReference id="outs" name="outs" dataObjectRef="outs_o"/>'
        + SIMPLE.format(f'<userTask id="t">{body}</userTask>')
    )
    run = Run(source, list=["x", "y"])
    assert run.tasks == ["t", "t"]
    run.complete("t", 1, answer="Y").complete("t", 0, answer="X")
    assert run.state == "COMPLETED"
    assert run.variables["outs"] == ["X", "Y"]


@pytest.mark.parametrize("sequential", ["true", "false"])
def test_empty_collection_and_null_items(sequential):
    source = mi(
        f'isSequential="{sequential}"',
        extension='<zeebe:loopCharacteristics inputCollection="=items" inputElement="item"/>',
    )
    assert Run(source, items=[]).state == "COMPLETED"
    run = Run(source, items=[None, None])
    assert run.finish("t", "t").state == "COMPLETED"


def test_null_collection_is_an_incident():
    run = Run(mi(extension='<zeebe:loopCharacteristics inputCollection="=items" inputElement="item"/>'), items=None)
    assert run.open == ["t"]
    assert run.incidents
    run.set(items=[1]).retry()
    assert run.tasks == ["t"]


def test_completion_condition_cancels_the_rest():
    run = Run(
        mi(
            inner="<loopCardinality>4</loopCardinality><completionCondition>=numberOfCompletedInstances &gt;= 2</completionCondition>"
        )
    )
    assert run.finish("t", "t").state == "COMPLETED"
    run = Run(
        mi(
            inner="<loopCardinality>4</loopCardinality><completionCondition>nrOfCompletedInstances / nrOfInstances &gt;= 0.5</completionCondition>"
        )
    )
    assert run.finish("t", "t").state == "COMPLETED"
    run = Run(
        mi(
            inner="<loopCardinality>4</loopCardinality><completionCondition>numberOfInstances - numberOfActiveInstances &gt; 2</completionCondition>"
        )
    )
    assert run.finish("t", "t").state == "ACTIVE"
    assert run.finish("t").state == "COMPLETED"


def test_completion_condition_sequential():
    run = Run(
        mi('isSequential="true"', "<loopCardinality>4</loopCardinality><completionCondition>=ok</completionCondition>"),
        ok=False,
    )
    run.complete("t", ok=False)
    assert run.complete("t", ok=True).state == "COMPLETED"


@pytest.mark.parametrize(("behavior", "times"), [("None", 2), ("One", 1), ("All", 0)])
def test_behavior_events(behavior, times):
    ref = {"None": 'noneBehaviorEventRef="sig_def"', "One": 'oneBehaviorEventRef="sig_def"', "All": ""}[behavior]
    source = process(
        SIMPLE.format(
            f'<userTask id="t">{MI.format(a=f"""behavior="{behavior}" {ref}""", i="<loopCardinality>2</loopCardinality>")}</userTask>'
            '<boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><signalEventDefinition signalRef="sig"/></boundaryEvent><task id="told"/>'
            + flows("b->told")
        ),
        before='<signal id="sig" name="each"/><signalEventDefinition id="sig_def" signalRef="sig"/>',
    )
    run = Run(source)
    run.finish("t", "t")
    assert run.state == "COMPLETED"
    assert run.count("told") == times


def test_behavior_complex():
    source = process(
        SIMPLE.format(
            '<userTask id="t"><multiInstanceLoopCharacteristics behavior="Complex"><loopCardinality>3</loopCardinality>'
            '<complexBehaviorDefinition id="cb"><condition xsi:type="tFormalExpression">numberOfCompletedInstances = 2</condition><event id="ev"><signalEventDefinition signalRef="sig"/></event></complexBehaviorDefinition></multiInstanceLoopCharacteristics></userTask>'
            '<boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><signalEventDefinition signalRef="sig"/></boundaryEvent><task id="told"/>'
            + flows("b->told")
        ),
        before='<signal id="sig" name="each"/>',
    )
    source = source.replace(b'<event id="ev">', b'<event id="ev" xsi:type="tImplicitThrowEvent">')
    run = Run(source)
    run.finish("t")
    assert run.count("told") == 0
    run.finish("t")
    assert run.count("told") == 1
    assert run.finish("t").count("told") == 1


def test_boundary_cancels_all_instances():
    run = Run(
        process(
            '<startEvent id="s"/><userTask id="t"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></userTask>'
            '<boundaryEvent id="b" attachedToRef="t"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>'
            + users("late")
            + '<endEvent id="e"/>'
            + flows("s->t; t->e; b->late")
        )
    )
    assert run.open == ["b", "t", "t", "t"]
    run.finish("t").fire("b")
    assert run.open == ["late"]
    assert run.finish("late").state == "COMPLETED"


def test_multi_instance_sub_process_with_own_variables_and_terminate():
    run = Run(
        process(
            '<startEvent id="s"/><subProcess id="sp"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>'
            '<startEvent id="s2"/><parallelGateway id="f"/>'
            + users("a", "k")
            + '<endEvent id="x"><terminateEventDefinition/></endEvent><endEvent id="y"/>'
            + flows("s2->f; f->a; f->k; k->x; a->y")
            + "</subProcess>"
            + users("z")
            + flows("s->sp; sp->z")
        )
    )
    assert run.tasks == ["a", "a", "k", "k"]
    run.finish("k")
    assert run.tasks == ["a", "k"]
    run.finish("a", "k")
    assert run.tasks == ["z"]


def test_counter_in_each_instance():
    run = Run(
        process(
            SIMPLE.format(
                '<scriptTask id="t"><extensionElements><zeebe:script expression="=loopCounter * 10" resultVariable="r"/></extensionElements>'
                '<multiInstanceLoopCharacteristics isSequential="true"><extensionElements><zeebe:loopCharacteristics inputCollection="=[7,8,9]" outputCollection="rs" outputElement="=r"/></extensionElements></multiInstanceLoopCharacteristics></scriptTask>'
            )
        )
    )
    assert run.variables["rs"] == [10, 20, 30]


def test_sub_process_variables_are_visible_outside_and_done_when_empty():
    run = Run(
        process(
            '<startEvent id="s"/><subProcess id="sp"><startEvent id="s2"/>'
            + users("a", "b")
            + '<endEvent id="e2"/>'
            + flows("s2->a; s2->b; a->e2; b->e2")
            + "</subProcess>"
            + users("z")
            + flows("s->sp; sp->z")
        )
    )
    run.complete("a", n=1)
    assert run.tasks == ["b"]
    run.complete("b", m=2)
    assert run.tasks == ["z"]
    assert {"n": 1, "m": 2}.items() <= run.variables.items()


CALL = (
    '<startEvent id="s"/><callActivity id="c" calledElement="child"/>{}'
    + users("z")
    + '<endEvent id="e"/>'
    + chain("s", "c", "z", "e")
)


def calling(child, extra="", before=""):
    return definitions(
        f'{before}<process id="p" isExecutable="true">{CALL.format(extra)}</process><process id="child" isExecutable="true">{child}</process>'
    )


def test_call_activity_runs_the_other_process():
    run = Run(
        calling('<startEvent id="cs"/><userTask id="w"/><endEvent id="ce"/>' + chain("cs", "w", "ce")),
        process_id="p",
        n=1,
    )
    assert run.tasks == ["w"]
    run.complete("w", m=2)
    assert run.tasks == ["z"]
    assert run.variables["m"] == 2


def test_call_activity_with_zeebe_mapping():
    source = calling('<startEvent id="cs"/><userTask id="w"/><endEvent id="ce"/>' + chain("cs", "w", "ce")).replace(
        b'<callActivity id="c" calledElement="child"/>',
        b'<callActivity id="c"><extensionElements><zeebe:calledElement processId="child" propagateAllParentVariables="false" propagateAllChildVariables="false"/><zeebe:ioMapping><zeebe:input source="=n + 1" target="x"/><zeebe:output source="=y" target="back"/></zeebe:ioMapping></extensionElements></callActivity>',
    )
    run = Run(source, process_id="p", n=1)
    run.complete("w", y=5)
    assert run.variables["back"] == 5
    assert "y" not in run.variables


def test_error_of_called_process_is_caught_at_the_caller():
    boundary = (
        '<boundaryEvent id="b" attachedToRef="c"><errorEventDefinition errorRef="er"/></boundaryEvent>'
        + users("handled")
        + flows("b->handled")
    )
    run = Run(
        calling(
            '<startEvent id="cs"/><userTask id="w"/><endEvent id="ce"><errorEventDefinition errorRef="er"/></endEvent>'
            + chain("cs", "w", "ce"),
            boundary,
            '<error id="er" errorCode="E1" name="n"/>',
        ),
        process_id="p",
    )
    assert run.finish("w").tasks == ["handled"]


def test_error_rethrown_by_the_handler_of_a_called_process():
    child = (
        '<startEvent id="cs"/><userTask id="w"/><endEvent id="ce"/>'
        + chain("cs", "w", "ce")
        + '<subProcess id="es" triggeredByEvent="true"><startEvent id="ess"><errorEventDefinition errorRef="er"/></startEvent><userTask id="fix"/><endEvent id="again"><errorEventDefinition errorRef="er"/></endEvent>'
        + chain("ess", "fix", "again")
        + "</subProcess>"
    )
    boundary = (
        '<boundaryEvent id="b" attachedToRef="c"><errorEventDefinition errorRef="er"/></boundaryEvent>'
        + users("handled")
        + flows("b->handled")
    )
    run = Run(calling(child, boundary, '<error id="er" errorCode="E1" name="n"/>'), process_id="p")
    run.error("w", "E1")
    assert run.tasks == ["fix"]
    assert run.finish("fix").tasks == ["handled"]


def test_uncaught_error_in_called_process_fails_the_whole():
    run = Run(
        calling('<startEvent id="cs"/><userTask id="w"/><endEvent id="ce"/>' + chain("cs", "w", "ce")), process_id="p"
    )
    assert run.error("w", "E9").state == "FAILED"
    assert run.step.outcome["error_code"] == "E9"


def test_terminate_in_called_process_ends_only_it():
    run = Run(
        calling(
            '<startEvent id="cs"/><userTask id="w"/><userTask id="other"/><endEvent id="ce"><terminateEventDefinition/></endEvent>'
            + flows("cs->w; cs->other; w->ce")
        ),
        process_id="p",
    )
    assert run.finish("w").tasks == ["z"]


def test_boundary_timer_of_call_cancels_called():
    boundary = (
        '<boundaryEvent id="b" attachedToRef="c"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>'
        + users("late")
        + flows("b->late")
    )
    run = Run(
        calling('<startEvent id="cs"/><userTask id="w"/><endEvent id="ce"/>' + chain("cs", "w", "ce"), boundary),
        process_id="p",
    )
    assert run.fire("b").open == ["late"]


def test_escalation_from_called_process_not_interrupting():
    boundary = (
        '<boundaryEvent id="b" attachedToRef="c" cancelActivity="false"><escalationEventDefinition escalationRef="esc"/></boundaryEvent>'
        + users("told")
        + flows("b->told")
    )
    run = Run(
        calling(
            '<startEvent id="cs"/><intermediateThrowEvent id="up"><escalationEventDefinition escalationRef="esc"/></intermediateThrowEvent><userTask id="w"/><endEvent id="ce"/>'
            + chain("cs", "up", "w", "ce"),
            boundary,
            '<escalation id="esc" escalationCode="X"/>',
        ),
        process_id="p",
    )
    assert run.tasks == ["told", "w"]
    run.finish("w", "told")
    assert run.tasks == ["z"]


def test_multi_instance_call_activity():
    source = calling('<startEvent id="cs"/><userTask id="w"/><endEvent id="ce"/>' + chain("cs", "w", "ce")).replace(
        b'calledElement="child"/>',
        b'calledElement="child"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></callActivity>',
    )
    run = Run(source, process_id="p")
    assert run.tasks == ["w", "w"]
    assert run.finish("w", "w").tasks == ["z"]


def test_call_activity_of_a_global_task():
    source = definitions(
        '<globalUserTask id="child" name="g"/><process id="p" isExecutable="true">' + CALL.format("") + "</process>"
    )
    run = Run(source, process_id="p")
    assert len(run.tasks) == 1
    run.finish(run.tasks[0])
    assert run.tasks == ["z"]


def test_call_of_an_unknown_process_is_told():
    source = process(CALL.format(""))
    if not refusals(source):
        assert Run(source).incidents


AD_HOC = (
    '<startEvent id="s"/><adHocSubProcess id="ah" {a}>'
    + users("x", "y")
    + "{i}</adHocSubProcess>"
    + users("z")
    + chain("s", "ah", "z")
)


def ad_hoc(run, element):
    from engine.runtime.protocol import Complete

    work = next(w for w in run.works(element) if w.kind == "ad_hoc")
    return run.do(Complete(work.work_id))


def test_ad_hoc_parallel_with_condition():
    run = Run(
        process(AD_HOC.format(a="", i='<completionCondition xsi:type="tFormalExpression">=done</completionCondition>')),
        done=False,
    )
    ad_hoc(run, "x")
    ad_hoc(run, "y")
    ad_hoc(run, "x")
    assert run.tasks == ["x", "x", "y"]
    run.finish("x")
    run.complete("y", done=True)
    assert run.tasks == ["z"]


def test_ad_hoc_keeps_remaining():
    run = Run(
        process(
            AD_HOC.format(a='cancelRemainingInstances="false"', i="<completionCondition>=done</completionCondition>")
        ),
        done=False,
    )
    ad_hoc(run, "x")
    ad_hoc(run, "y")
    run.complete("x", done=True)
    assert run.tasks == ["y"]
    assert run.finish("y").tasks == ["z"]


def test_ad_hoc_sequential():
    run = Run(
        process(AD_HOC.format(a='ordering="Sequential"', i="<completionCondition>=done</completionCondition>")),
        done=False,
    )
    ad_hoc(run, "x")
    from engine.runtime.protocol import Refusal

    with pytest.raises((Refusal, StopIteration)):
        ad_hoc(run, "y")
    run.finish("x")
    ad_hoc(run, "y")
    assert run.complete("y", done=True).tasks == ["z"]


def test_ad_hoc_zeebe_active_elements_and_timer_boundary():
    run = Run(
        process(
            AD_HOC.format(a="", i="").replace(
                '<adHocSubProcess id="ah" >',
                '<adHocSubProcess id="ah"><extensionElements><zeebe:adHoc activeElementsCollection="=todo"/></extensionElements>',
            )
            + '<boundaryEvent id="b" attachedToRef="ah"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="be"/>'
            + flows("b->be")
        ),
        todo=["y"],
    )
    assert run.tasks == ["y"]
    assert run.fire("b").state == "COMPLETED"


def test_task_kinds():
    run = Run(
        process(
            '<startEvent id="s"/><task id="t1"/><manualTask id="t2"/><serviceTask id="t3" implementation="##WebService"/><sendTask id="t4"/><businessRuleTask id="t5"/><userTask id="t6"/><endEvent id="e"/>'
            + chain("s", "t1", "t2", "t3", "t4", "t5", "t6", "e")
        )
    )
    order = []
    while run.state == "ACTIVE":
        order += run.tasks
        run.finish(run.tasks[0])
    assert order == ["t2", "t3", "t4", "t5", "t6"]
