"""A process with a split, a reminder, a sub-process with instances and a message, from start to end."""

# ruff: noqa: E501 - XML reads better in one line

import datetime as dt

from bpmn import compile_program
from engine.runtime import kernel
from engine.runtime.protocol import Complete, DeliverMessage, FireTimer

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
DIAGRAM = b"""<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
             targetNamespace="x">
<message id="m1" name="paid"><extensionElements><zeebe:subscription correlationKey="=orderId"/></extensionElements></message>
<process id="p" isExecutable="true">
<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="fork"/>
<parallelGateway id="fork"/>
<sequenceFlow id="f2" sourceRef="fork" targetRef="a"/><sequenceFlow id="f3" sourceRef="fork" targetRef="sub"/>
<userTask id="a" name="A"><extensionElements>
  <zeebe:assignmentDefinition candidateGroups="x,y"/></extensionElements></userTask>
<boundaryEvent id="bt" attachedToRef="a" cancelActivity="false">
  <timerEventDefinition><timeCycle>R2/PT1H</timeCycle></timerEventDefinition></boundaryEvent>
<sequenceFlow id="f7" sourceRef="bt" targetRef="remind"/>
<scriptTask id="remind"><extensionElements><zeebe:script expression="=n+1" resultVariable="n"/></extensionElements></scriptTask>
<subProcess id="sub"><startEvent id="ss"/><sequenceFlow id="g1" sourceRef="ss" targetRef="st"/>
<userTask id="st"><multiInstanceLoopCharacteristics><extensionElements>
  <zeebe:loopCharacteristics inputCollection="=items" inputElement="it" outputCollection="outs" outputElement="=it*2"/>
  </extensionElements></multiInstanceLoopCharacteristics></userTask>
<sequenceFlow id="g2" sourceRef="st" targetRef="se"/><endEvent id="se"/></subProcess>
<sequenceFlow id="f4" sourceRef="a" targetRef="join"/><sequenceFlow id="f5" sourceRef="sub" targetRef="join"/>
<parallelGateway id="join"/><sequenceFlow id="f6" sourceRef="join" targetRef="wait"/>
<intermediateCatchEvent id="wait"><messageEventDefinition messageRef="m1"/></intermediateCatchEvent>
<sequenceFlow id="f8" sourceRef="wait" targetRef="e"/><endEvent id="e"/></process></definitions>"""


def test_runs_from_start_to_end():
    program = compile_program({"p.bpmn": DIAGRAM})
    step = kernel.start(program, {"n": 0, "items": [1, 2, 3], "orderId": "o-1"}, NOW)
    trace = list(step.trace)
    while step.state == "ACTIVE":
        work = sorted(kernel.open_work(program, step.snapshot), key=lambda w: w.kind != "timer")[0]
        command = {"timer": FireTimer, "user_task": Complete, "message": DeliverMessage}[work.kind](work.work_id)
        step = kernel.advance(program, step.snapshot, command, NOW)
        trace += step.trace
    assert step.state == "COMPLETED"
    assert [entry.seq for entry in trace] == list(range(1, len(trace) + 1))
    assert kernel.open_work(program, step.snapshot) == ()
    variables = kernel.variables(step.snapshot)
    assert variables["n"] == 2
    assert variables["outs"] == [2, 4, 6]
