"""Errors and escalations: who catches them, and what they stop."""
# ruff: noqa: E501

import pytest

from tests.behaviour.driving import Run, chain, flows, process, refusals, users
from tests.behaviour.triggers import DEFS, ERROR, ESCALATION

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
