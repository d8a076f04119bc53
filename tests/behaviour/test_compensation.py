"""Compensation and transactions."""
# ruff: noqa: E501

from tests.behaviour.driving import Run, chain, flows, process, refusals, users


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
