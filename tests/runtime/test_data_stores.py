"""Data stores live outside the instance: read from the surroundings, written through the step."""

import datetime as dt

from bpmn import compile_program
from engine.runtime import kernel
from engine.runtime.protocol import Complete, Environment, Retry
from tests.conformance.drawing import draw

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
DIAGRAM = """
<dataStore id="ds" name="price list"/>
s: start
<dataStoreReference id="prices" dataStoreRef="ds"/>
<userTask id="a"><ioSpecification><dataInput id="in1" name="given"/><dataOutput id="out1" name="result"/><inputSet/><outputSet/></ioSpecification><dataInputAssociation><sourceRef>prices</sourceRef><targetRef>in1</targetRef></dataInputAssociation><dataOutputAssociation><sourceRef>out1</sourceRef><targetRef>prices</targetRef></dataOutputAssociation></userTask>
<sequenceFlow id="s_a" sourceRef="s" targetRef="a"/>
"""  # noqa: E501 - XML reads better in one line


def test_a_task_reads_and_writes_a_data_store():
    program = compile_program({"p.bpmn": draw(DIAGRAM)})
    assert program.data_stores == ("price list",)
    env = Environment(stores={"price list": {"gas": 3}})
    step = kernel.start(program, {}, NOW, env=env)
    assert step.opened[0].details["inputs"] == {"given": {"gas": 3}}
    step = kernel.advance(
        program, step.snapshot, Complete(step.opened[0].work_id, {"result": {"gas": 4}}), NOW, env=env
    )
    assert step.written == {"price list": {"gas": 4}}
    assert step.state == "COMPLETED"


def test_a_data_store_that_cannot_be_read_is_an_incident():
    program = compile_program({"p.bpmn": draw(DIAGRAM)})
    step = kernel.start(program, {}, NOW)
    assert step.opened[0].details["code"] == "data_store"
    env = Environment(stores={"price list": 1})
    step = kernel.advance(program, step.snapshot, Retry(step.opened[0].work_id), NOW, env=env)
    assert step.opened[0].kind == "user_task"
