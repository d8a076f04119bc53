"""Gateways and flows."""
# ruff: noqa: E501

import pytest

from tests.behaviour.driving import Run, chain, flows, process, refusals, users


def test_exclusive_takes_the_first_true_in_file_order_not_in_outgoing_order():
    run = Run(
        process(
            """<startEvent id="s"/><exclusiveGateway id="g"><outgoing>g_c</outgoing><outgoing>g_b</outgoing></exclusiveGateway>"""
            + users("b", "c")
            + flows("s->g; g->b[=n > 1]; g->c[n > 0]")
        ),
        n=5,
    )
    assert run.tasks == ["b"]


def test_exclusive_default_first_in_file_is_still_last():
    run = Run(
        process(
            '<startEvent id="s"/><exclusiveGateway id="g" default="g_b"/>'
            + users("b", "c")
            + flows("s->g; g->b; g->c[n > 0]")
        ),
        n=5,
    )
    assert run.tasks == ["c"]


def test_exclusive_without_a_way_out_keeps_its_token_until_mended():
    run = Run(process('<startEvent id="s"/><exclusiveGateway id="g"/>' + users("b") + flows("s->g; g->b[n > 0]")), n=0)
    assert run.state == "ACTIVE"
    assert run.open == ["g"]
    run.retry()
    assert run.open == ["g"]
    run.set(n=1).retry()
    assert run.open == ["b"]


def test_exclusive_merges_without_waiting():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/><exclusiveGateway id="m"/>'
            + users("a", "b", "c")
            + flows("s->f; f->a; f->b; a->m; b->m; m->c")
        )
    )
    run.finish("a", "b")
    assert run.tasks == ["c", "c"]


def test_parallel_join_with_a_condition_free_loop_back():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/><parallelGateway id="j"/><exclusiveGateway id="x" default="x_e"/>'
            '<exclusiveGateway id="m"/><endEvent id="e"/>'
            + users("a", "b")
            + flows("s->m; m->f; f->a; f->b; a->j; b->j; j->x; x->m[again]; x->e")
        ),
        again=True,
    )
    run.finish("a", "b", "b", "a").set(again=False)
    run.finish("a", "b")
    assert run.state == "COMPLETED"


def test_parallel_gateway_that_joins_and_splits_at_once():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/><parallelGateway id="jf"/>'
            + users("a", "b", "c", "d")
            + flows("s->f; f->a; f->b; a->jf; b->jf; jf->c; jf->d")
        )
    )
    run.finish("a")
    assert run.tasks == ["b"]
    run.finish("b")
    assert run.tasks == ["c", "d"]


INCLUSIVE = (
    '<startEvent id="s"/><inclusiveGateway id="f" default="f_c"/><inclusiveGateway id="j"/>'
    + users("a", "b", "c", "z")
    + flows("s->f; f->a[x]; f->b[y]; f->c; a->j; b->j; c->j; j->z")
)


@pytest.mark.parametrize(("x", "y", "tasks"), [(True, True, "ab"), (True, False, "a"), (False, False, "c")])
def test_inclusive_waits_for_what_was_taken(x, y, tasks):
    run = Run(process(INCLUSIVE), x=x, y=y)
    assert run.tasks == list(tasks)
    for one in tasks:
        assert "z" not in run.tasks
        run.finish(one)
    assert run.tasks == ["z"]
    assert run.finish("z").state == "COMPLETED"


def test_inclusive_without_way_out_is_an_incident():
    run = Run(
        process('<startEvent id="s"/><inclusiveGateway id="f"/>' + users("a", "b") + flows("s->f; f->a[x]; f->b[x]")),
        x=False,
    )
    assert run.open == ["f"]
    assert run.set(x=True).retry().tasks == ["a", "b"]


def test_inclusive_join_fires_when_the_other_branch_ends_elsewhere():
    run = Run(
        process(
            '<startEvent id="s"/><inclusiveGateway id="f"/><exclusiveGateway id="x" default="x_j"/><endEvent id="e"/><inclusiveGateway id="j"/>'
            + users("a", "b", "z")
            + flows("s->f; f->a[true]; f->b[true]; a->j; b->x; x->e[out]; x->j; j->z")
        ),
        out=True,
    )
    run.finish("a")
    assert run.tasks == ["b"]
    run.finish("b")
    assert run.tasks == ["z"]


def test_inclusive_join_waits_for_a_boundary_path_that_may_still_come():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/><inclusiveGateway id="j"/>'
            '<boundaryEvent id="late" attachedToRef="b"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="e"/>'
            + users("a", "b", "z")
            + flows("s->f; f->a; f->b; a->j; late->j; b->e; j->z")
        )
    )
    run.finish("a")
    assert run.tasks == ["b"]
    run.finish("b")
    assert run.tasks == ["z"]


def test_inclusive_join_after_an_interrupting_boundary_path():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/><inclusiveGateway id="j"/>'
            '<boundaryEvent id="late" attachedToRef="b"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>'
            + users("a", "b", "c", "z")
            + flows("s->f; f->a; f->b; a->j; b->j; late->c; c->j; j->z")
        )
    )
    run.finish("a").fire("late")
    assert run.tasks == ["c"]
    run.finish("c")
    assert run.tasks == ["z"]
    assert run.finish("z").count("z") == 1


def test_inclusive_in_a_loop_each_round_joins_afresh():
    run = Run(
        process(
            '<startEvent id="s"/><exclusiveGateway id="m"/><inclusiveGateway id="f"/><inclusiveGateway id="j"/><exclusiveGateway id="x" default="x_e"/><endEvent id="e"/>'
            + users("a", "b", "r")
            + flows("s->m; m->f; f->a[true]; f->b[both]; a->j; b->j; j->r; r->x; x->m[again]; x->e")
        ),
        both=True,
        again=True,
    )
    run.finish("a")
    assert run.tasks == ["b"]
    run.finish("b")
    assert run.tasks == ["r"]
    run.complete("r", both=False)
    assert run.tasks == ["a"]
    run.finish("a")
    assert run.tasks == ["r"]
    run.complete("r", again=False)
    assert run.state == "COMPLETED"


def test_nested_inclusive():
    run = Run(
        process(
            '<startEvent id="s"/><inclusiveGateway id="f"/><inclusiveGateway id="f2"/><inclusiveGateway id="j2"/><inclusiveGateway id="j"/>'
            + users("a", "b", "c", "z")
            + flows("s->f; f->a[true]; f->f2[true]; f2->b[true]; f2->c[more]; b->j2; c->j2; j2->j; a->j; j->z")
        ),
        more=True,
    )
    run.finish("a", "b")
    assert run.tasks == ["c"]
    assert run.finish("c").tasks == ["z"]


def test_a_loop_back_upstream_of_an_inclusive_join_holds_it():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/><exclusiveGateway id="m"/><exclusiveGateway id="x" default="x_j"/><inclusiveGateway id="j"/>'
            + users("a", "b", "z")
            + flows("s->f; f->a; f->m; m->b; b->x; x->m[again]; x->j; a->j; j->z")
        ),
        again=True,
    )
    run.finish("a", "b")
    assert run.tasks == ["b"]
    run.complete("b", again=False)
    assert run.tasks == ["z"]


def test_complex_gateway_first_two_of_three_then_resets():
    body = (
        '<startEvent id="s"/><parallelGateway id="f"/><complexGateway id="j"><activationCondition xsi:type="tFormalExpression">activationCount &gt;= 2</activationCondition></complexGateway>'
        + users("a", "b", "c", "z")
        + flows("s->f; f->a; f->b; f->c; a->j; b->j; c->j; j->z")
    )
    run = Run(process(body))
    run.finish("a")
    assert "z" not in run.tasks
    run.finish("c")
    assert run.tasks == ["b", "z"]
    run.finish("z", "b")
    assert run.state == "COMPLETED"
    assert run.count("z") == 1


def test_complex_split_by_conditions():
    run = Run(
        process(
            '<startEvent id="s"/><complexGateway id="g" default="g_c"/>'
            + users("a", "b", "c")
            + flows("s->g; g->a[n=1]; g->b[n>0]; g->c")
        ),
        n=1,
    )
    assert run.tasks == ["a", "b"]


EVENT_GATEWAY = """<message id="m.1" name="pay"/><signal id="sig-1" name="stop"/>"""
EVENT_BODY = (
    '<startEvent id="s"/><eventBasedGateway id="g"/>'
    '<intermediateCatchEvent id="paid"><messageEventDefinition messageRef="m.1"/></intermediateCatchEvent>'
    '<intermediateCatchEvent id="stopped"><signalEventDefinition signalRef="sig-1"/></intermediateCatchEvent>'
    '<intermediateCatchEvent id="late"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">P1D</timeDuration></timerEventDefinition></intermediateCatchEvent>'
    '<intermediateCatchEvent id="when"><conditionalEventDefinition><condition xsi:type="tFormalExpression">=n &gt; 3</condition></conditionalEventDefinition></intermediateCatchEvent>'
    + users("a", "b", "c", "d")
    + flows("s->g; g->paid; g->stopped; g->late; g->when; paid->a; stopped->b; late->c; when->d")
)


@pytest.mark.parametrize(
    ("act", "task"),
    [
        (lambda r: r.message("pay"), "a"),
        (lambda r: r.signal("stop"), "b"),
        (lambda r: r.fire("late"), "c"),
        (lambda r: r.set(n=4), "d"),
    ],
)
def test_event_gateway_first_wins(act, task):
    run = Run(process(EVENT_BODY, before=EVENT_GATEWAY), n=0)
    assert run.open == ["late", "paid", "stopped", "when"]
    act(run)
    assert run.open == [task]


def test_event_gateway_with_receive_task():
    run = Run(
        process(
            '<startEvent id="s"/><eventBasedGateway id="g"/><receiveTask id="r" messageRef="m.1"/>'
            '<intermediateCatchEvent id="late"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent><endEvent id="e"/>'
            + flows("s->g; g->r; g->late; r->e; late->e"),
            before=EVENT_GATEWAY,
        )
    )
    assert run.message("pay").state == "COMPLETED"


def two_starts(extra):
    return process(
        f'<eventBasedGateway id="g" instantiate="true" {extra}/>'
        '<intermediateCatchEvent id="paid"><messageEventDefinition messageRef="m.1"/></intermediateCatchEvent>'
        '<receiveTask id="ordered" messageRef="m.2"/>'
        + users("a", "b")
        + flows("g->paid; g->ordered; paid->a; ordered->b"),
        before='<message id="m.1" name="pay"/><message id="m.2" name="order"/>',
    )


def test_instantiating_event_gateway():
    program = Run(two_starts(""), at="ordered")
    assert program.open == ["b"]
    assert {(s.kind, s.element_id, s.name) for s in program.program.starts} == {
        ("message", "paid", "pay"),
        ("message", "ordered", "order"),
    }


def test_parallel_instantiating_event_gateway_waits_for_the_rest():
    run = Run(two_starts('eventGatewayType="Parallel"'), at="paid")
    assert run.open == ["a", "ordered"]
    run.finish("a")
    assert run.state == "ACTIVE"
    run.message("order").finish("b")
    assert run.state == "COMPLETED"


def test_condition_on_the_flow_of_an_event_gateway_is_refused():
    bad = EVENT_BODY.replace(
        '<sequenceFlow id="g_paid" sourceRef="g" targetRef="paid"></sequenceFlow>',
        '<sequenceFlow id="g_paid" sourceRef="g" targetRef="paid"><conditionExpression>n=1</conditionExpression></sequenceFlow>',
    )
    assert refusals(process(bad, before=EVENT_GATEWAY))


def test_event_gateway_before_a_user_task_is_refused():
    assert refusals(process('<startEvent id="s"/><eventBasedGateway id="g"/>' + users("a") + flows("s->g; g->a")))


def test_default_flow_of_parallel_gateway_refused_or_conditions():
    assert refusals(
        process('<startEvent id="s"/><parallelGateway id="g"/>' + users("a", "b") + flows("s->g; g->a[x]; g->b"))
    )


def test_condition_language_javascript_is_refused():
    assert refusals(
        process(
            '<startEvent id="s"/><exclusiveGateway id="g" default="d"/><userTask id="a"/><userTask id="b"/><sequenceFlow id="f1" sourceRef="s" targetRef="g"/>'
            '<sequenceFlow id="c" sourceRef="g" targetRef="a"><conditionExpression xsi:type="tFormalExpression" language="application/javascript">x &gt; 1</conditionExpression></sequenceFlow>'
            '<sequenceFlow id="d" sourceRef="g" targetRef="b"/>'
        )
    )


@pytest.mark.parametrize(
    "language",
    [
        "feel",
        "FEEL",
        "https://www.omg.org/spec/DMN/20191111/FEEL/",
        "http://www.omg.org/spec/FEEL/20140401",
        "https://www.omg.org/spec/DMN/20230324/FEEL/",
    ],
)
def test_condition_language_feel_by_its_many_names(language):
    run = Run(
        process(
            '<startEvent id="s"/><exclusiveGateway id="g" default="d"/><userTask id="a"/><userTask id="b"/><sequenceFlow id="f1" sourceRef="s" targetRef="g"/>'
            f'<sequenceFlow id="c" sourceRef="g" targetRef="a"><conditionExpression xsi:type="tFormalExpression" language="{language}">x &gt; 1</conditionExpression></sequenceFlow>'
            '<sequenceFlow id="d" sourceRef="g" targetRef="b"/>'
        ),
        x=2,
    )
    assert run.tasks == ["a"]


def test_conditional_and_default_flows_of_an_activity():
    body = (
        '<startEvent id="s"/><userTask id="t" default="t_c"/>'
        + users("a", "b", "c")
        + flows("s->t; t->a[x]; t->b[y]; t->c")
    )
    assert Run(process(body), x=True, y=True).finish("t").tasks == ["a", "b"]
    assert Run(process(body), x=False, y=False).finish("t").tasks == ["c"]


def test_chain_of_a_thousand_tasks_and_a_loop_of_two_thousand():
    names = [f"t{i}" for i in range(1000)]
    run = Run(
        process(
            '<startEvent id="s"/>'
            + "".join(f'<task id="{n}"/>' for n in names)
            + '<endEvent id="e"/>'
            + chain("s", *names, "e")
        )
    )
    assert run.state == "COMPLETED"
    loop = Run(
        process(
            '<startEvent id="s"/><exclusiveGateway id="m"/><scriptTask id="c"><extensionElements><zeebe:script expression="=n+1" resultVariable="n"/></extensionElements></scriptTask>'
            '<exclusiveGateway id="x" default="x_e"/><endEvent id="e"/>'
            + flows("s->m; m->c; c->x; x->m[n < 2000]; x->e")
        ),
        n=0,
    )
    assert loop.state == "COMPLETED"
    assert loop.variables["n"] == 2000


def test_endless_loop_without_wait_does_not_hang():
    from engine.runtime.protocol import BudgetExceeded

    src = process(
        '<startEvent id="s"/><exclusiveGateway id="m"/><task id="c"/><exclusiveGateway id="x" default="x_e"/><endEvent id="e"/>'
        + flows("s->m; m->c; c->x; x->m[n = 0]; x->e")
    )
    with pytest.raises(BudgetExceeded):
        Run(src, n=0)


def test_loop_straight_back_to_the_first_task_without_gateway():
    run = Run(
        process(
            '<startEvent id="s"/>'
            + users("a")
            + '<exclusiveGateway id="x"/>'
            + '<endEvent id="e"/>'
            + flows("s->a; a->x; x->a[=again]; x->e[=not(again)]")
        )
    )
    run.complete("a", again=True)
    run.complete("a", again=False)
    assert run.state == "COMPLETED"


def test_missing_variable_in_a_condition_is_told():
    run = Run(
        process(
            '<startEvent id="s"/><exclusiveGateway id="x" default="x_b"/>'
            + users("a", "b")
            + flows("s->x; x->a[nowhere > 1]; x->b")
        )
    )
    assert run.open in (["x"], ["b"])


def test_two_tokens_to_one_end_event():
    run = Run(
        process(
            '<startEvent id="s"/><parallelGateway id="f"/>'
            + users("a", "b")
            + '<endEvent id="e"/>'
            + flows("s->f; f->a; f->b; a->e; b->e")
        )
    )
    assert run.finish("a").state == "ACTIVE"
    assert run.finish("b").state == "COMPLETED"
    assert run.count("e") == 2
