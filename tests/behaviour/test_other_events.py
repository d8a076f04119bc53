"""Link, terminate, multiple, message ends and event sub-processes in each other."""
# ruff: noqa: E501

from tests.behaviour.driving import Run, chain, flows, process, users
from tests.behaviour.triggers import DEFS, MESSAGE, SIGNAL


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
