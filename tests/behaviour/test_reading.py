"""Files as other people's tools write them, and what is refused."""
# ruff: noqa: E501

import pytest

from bpmn import Refused, compile_program
from tests.behaviour.driving import MODEL, Run, chain, definitions, flows, process, refusals, users


@pytest.mark.parametrize("prefix", ["bpmn", "bpmn2", "semantic", "model", "ns0"])
def test_any_prefix(prefix):
    source = f"""<?xml version='1.0' encoding='UTF-8' standalone='yes'?>
<{prefix}:definitions xmlns:{prefix}="{MODEL}" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:modeler="http://camunda.org/schema/modeler/1.0"
  id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn" exporter="Camunda Modeler" exporterVersion="5.28.0" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0">
 <{prefix}:process id="my-proc.v1" isExecutable="true"><{prefix}:extensionElements/>
  <{prefix}:startEvent id="Start.1"><{prefix}:outgoing>Flow-1</{prefix}:outgoing></{prefix}:startEvent>
  <{prefix}:sequenceFlow id="Flow-1" sourceRef="Start.1" targetRef="Gateway-1"/>
  <{prefix}:exclusiveGateway id="Gateway-1" default="Flow-3"><{prefix}:incoming>Flow-1</{prefix}:incoming><{prefix}:outgoing>Flow-2</{prefix}:outgoing><{prefix}:outgoing>Flow-3</{prefix}:outgoing></{prefix}:exclusiveGateway>
  <{prefix}:sequenceFlow id="Flow-2" name="yes" sourceRef="Gateway-1" targetRef="t.1"><{prefix}:conditionExpression xsi:type="{prefix}:tFormalExpression"><![CDATA[ =ok and n < 3 ]]></{prefix}:conditionExpression></{prefix}:sequenceFlow>
  <{prefix}:sequenceFlow id="Flow-3" sourceRef="Gateway-1" targetRef="e"/>
  <{prefix}:userTask id="t.1"><{prefix}:incoming>Flow-2</{prefix}:incoming></{prefix}:userTask>
  <{prefix}:endEvent id="e"/>
 </{prefix}:process>
</{prefix}:definitions>"""
    run = Run(source.encode(), process_id="my-proc.v1", ok=True, n=1)
    assert run.open == ["t.1"]
    assert run.finish("t.1").state == "COMPLETED"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gbk", "iso-8859-1"])
def test_any_encoding(encoding):
    name = "审批" if encoding != "iso-8859-1" else "été"
    text = f'<?xml version="1.0" encoding="{encoding}"?><definitions xmlns="{MODEL}" targetNamespace="x"><process id="p" isExecutable="true"><startEvent id="s"/><userTask id="t" name="{name}"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/></process></definitions>'
    run = Run(text.encode(encoding))
    assert run.works()[0].details["name"] == name


POOLS = definitions(
    '<collaboration id="co"><participant id="pa1" name="A" processRef="a"/><participant id="pa2" name="B" processRef="b"/><participant id="pa3" name="black box"/>'
    '<messageFlow id="mf1" sourceRef="send" targetRef="b_s"/><messageFlow id="mf2" sourceRef="b_e" targetRef="wait"/><messageFlow id="mf3" sourceRef="send" targetRef="pa3"/></collaboration>'
    '<message id="m1" name="order"/><message id="m2" name="answer"/>'
    '<process id="a" isExecutable="true"><laneSet id="ls"><lane id="l1" name="clerk"><flowNodeRef>s</flowNodeRef><flowNodeRef>t</flowNodeRef></lane></laneSet><startEvent id="s"/><userTask id="t"/><intermediateThrowEvent id="send"><messageEventDefinition messageRef="m1"/></intermediateThrowEvent><intermediateCatchEvent id="wait"><messageEventDefinition messageRef="m2"/></intermediateCatchEvent><endEvent id="e"/>'
    + chain("s", "t", "send", "wait", "e")
    + "</process>"
    '<process id="b" isExecutable="true"><startEvent id="b_s"><messageEventDefinition messageRef="m1"/></startEvent><userTask id="b_t"/><endEvent id="b_e"><messageEventDefinition messageRef="m2"/></endEvent>'
    + chain("b_s", "b_t", "b_e")
    + "</process>"
)


def test_two_pools_talk():
    from engine.runtime.world import World
    from tests.behaviour.driving import NOON

    world = World(*(compile_program({"m.bpmn": POOLS}, process_id=p) for p in "ab"), now=NOON)
    first = world.start("a")
    world.complete("t")
    assert sorted(w.element_id for _, w in world.open_work()) == ["b_t", "wait"]
    world.complete("b_t")
    assert [i.step.state for i in world.instances] == ["COMPLETED", "COMPLETED"]
    assert first.step.state == "COMPLETED"


def test_a_file_with_several_processes_needs_no_id_when_one_is_executable():
    source = definitions(
        '<process id="docu" isExecutable="false"><task id="x"/></process><process id="real" isExecutable="true"><startEvent id="s"/>'
        + users("t")
        + chain("s", "t")
        + "</process>"
    )
    assert Run(source).open == ["t"]


def test_the_only_process_without_is_executable():
    source = definitions('<process id="real"><startEvent id="s"/>' + users("t") + chain("s", "t") + "</process>")
    assert Run(source, process_id="real").open == ["t"]


def test_boundary_before_its_host_and_flows_before_nodes():
    run = Run(
        process(
            flows("s->t; t->e; b->x")
            + '<boundaryEvent id="b" attachedToRef="t"><signalEventDefinition signalRef="g"/></boundaryEvent><endEvent id="e"/>'
            + users("x", "t")
            + '<startEvent id="s"/>',
            before='<signal id="g" name="go"/>',
        )
    )
    assert run.signal("go").tasks == ["x"]


def test_definitions_after_the_process_and_qualified_references():
    source = definitions(
        '<process id="p" isExecutable="true"><startEvent id="s"/><intermediateCatchEvent id="c"><messageEventDefinition messageRef="tns:m"/></intermediateCatchEvent>'
        + chain("s", "c")
        + '</process><message id="m" name="late"/>'
    ).replace(b'targetNamespace="urn:other-tool"', b'targetNamespace="urn:other-tool" xmlns:tns="urn:other-tool"')
    assert Run(source).message("late").state == "COMPLETED"


def test_zeebe_user_task_and_assignment():
    run = Run(
        process(
            '<startEvent id="s"/><userTask id="t"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition assignee="=who" candidateGroups="a, b"/><zeebe:taskSchedule dueDate="2026-04-01T00:00:00Z"/><zeebe:priorityDefinition priority="70"/></extensionElements></userTask>'
            + chain("s", "t")
        ),
        who="li",
    )
    details = run.works()[0].details
    assert (details["assignee"], details["candidate_groups"], details["priority"]) == ("li", ["a", "b"], 70)


def test_camunda_7_file():
    source = process(
        '<startEvent id="s"/><userTask id="t" camunda:assignee="kim" camunda:candidateGroups="sales"/><exclusiveGateway id="g" default="g_b"/>'
        + users("a", "b")
        + '<sequenceFlow id="g_a" sourceRef="g" targetRef="a"><conditionExpression xsi:type="tFormalExpression">${amount &gt; 100}</conditionExpression></sequenceFlow>'
        + flows("s->t; t->g; g->b")
    )
    run = Run(source, amount=120)
    assert run.works()[0].details["assignee"] == "kim"
    assert run.finish("t").tasks == ["a"]


def test_unnamed_elements_and_documentation_everywhere():
    run = Run(
        definitions(
            '<documentation>d</documentation><process id="p" isExecutable="true"><documentation>x</documentation><ioSpecification><inputSet/><outputSet/></ioSpecification><startEvent id="s" name=""/><userTask id="t"><documentation textFormat="text/plain">do</documentation></userTask><textAnnotation id="ta"><text>note</text></textAnnotation><association id="aa" sourceRef="t" targetRef="ta"/><group id="gr"/>'
            + chain("s", "t")
            + "</process>"
        )
    )
    assert run.open == ["t"]


def test_data_objects_and_associations():
    run = Run(
        process(
            '<dataObject id="do"/><dataObjectReference id="ref" name="order" dataObjectRef="do"/><startEvent id="s"/><userTask id="t"><ioSpecification><dataInput id="i" name="given"/><dataOutput id="o" name="made"/><inputSet><dataInputRefs>i</dataInputRefs></inputSet><outputSet><dataOutputRefs>o</dataOutputRefs></outputSet></ioSpecification>'
            '<dataInputAssociation id="dia"><sourceRef>ref</sourceRef><targetRef>i</targetRef></dataInputAssociation><dataOutputAssociation id="doa"><sourceRef>o</sourceRef><targetRef>ref</targetRef></dataOutputAssociation></userTask><endEvent id="e"/>'
            + chain("s", "t", "e")
        ),
        order=4,
    )
    assert run.complete("t", made=9).variables["order"] == 9


def test_message_payload_by_event_data_output():
    run = Run(
        process(
            '<dataObject id="do"/><dataObjectReference id="ref" name="got" dataObjectRef="do"/><startEvent id="s"/><intermediateCatchEvent id="c"><dataOutput id="o" name="payload"/><dataOutputAssociation><sourceRef>o</sourceRef><targetRef>ref</targetRef></dataOutputAssociation><outputSet><dataOutputRefs>o</dataOutputRefs></outputSet><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
            + users("t")
            + chain("s", "c", "t"),
            before='<message id="m" name="ping"/>',
        )
    )
    run.message("ping", payload=5)
    assert run.variables["got"] == 5


def test_correlation_subscription():
    before = (
        '<itemDefinition id="it" structureRef="xs:string"/><message id="m" name="ping" itemRef="it"/><correlationProperty id="cp" name="order" type="it"><correlationPropertyRetrievalExpression messageRef="m"><messagePath xsi:type="tFormalExpression">order_id</messagePath></correlationPropertyRetrievalExpression></correlationProperty>'
        '<collaboration id="co"><participant id="pp" processRef="p"/><correlationKey id="ck" name="k"><correlationPropertyRef>cp</correlationPropertyRef></correlationKey></collaboration>'
    )
    run = Run(
        process(
            '<startEvent id="s"/><intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
            + users("t")
            + chain("s", "c", "t")
            + '<correlationSubscription id="cs" correlationKeyRef="ck"><correlationPropertyBinding correlationPropertyRef="cp"><dataPath xsi:type="tFormalExpression">order_id</dataPath></correlationPropertyBinding></correlationSubscription>',
            before=before,
        ),
        order_id="A1",
    )
    assert run.works("c")[0].details["correlation_key"] == "A1"


# ------------------------------------------------------------------ refused
S = '<startEvent id="s"/>'
WRONG = {
    "flow to nothing": S + users("t") + chain("s", "t") + '<sequenceFlow id="x" sourceRef="t" targetRef="nowhere"/>',
    "flow from nothing": S + users("t") + chain("s", "t") + '<sequenceFlow id="x" sourceRef="nowhere" targetRef="t"/>',
    "flow without target": S + users("t") + chain("s", "t") + '<sequenceFlow id="x" sourceRef="t"/>',
    "unknown element": S + '<wizardTask id="t"/>' + chain("s", "t"),
    "choreography": S + '<choreographyTask id="t" initiatingParticipantRef="p"/>' + chain("s", "t"),
    "boundary on nothing": S
    + users("t", "x")
    + chain("s", "t")
    + '<boundaryEvent id="b" attachedToRef="no"><signalEventDefinition signalRef="g"/></boundaryEvent>'
    + flows("b->x"),
    "boundary without host": S
    + users("t", "x")
    + chain("s", "t")
    + '<boundaryEvent id="b"><signalEventDefinition signalRef="g"/></boundaryEvent>'
    + flows("b->x"),
    "boundary on a gateway": S
    + '<exclusiveGateway id="t"/>'
    + users("x", "y")
    + flows("s->t; t->y; b->x")
    + '<boundaryEvent id="b" attachedToRef="t"><signalEventDefinition signalRef="g"/></boundaryEvent>',
    "boundary without definition": S
    + users("t", "x")
    + flows("s->t; b->x")
    + '<boundaryEvent id="b" attachedToRef="t"/>',
    "boundary with an incoming flow": S
    + users("t", "x", "y")
    + flows("s->t; t->b; b->x; s->y")
    + '<boundaryEvent id="b" attachedToRef="t"><signalEventDefinition signalRef="g"/></boundaryEvent>',
    "error boundary not interrupting": S
    + users("t", "x")
    + flows("s->t; b->x")
    + '<boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><errorEventDefinition/></boundaryEvent>',
    "catch without definition": S + '<intermediateCatchEvent id="t"/>' + chain("s", "t"),
    "catch of an error": S
    + '<intermediateCatchEvent id="t"><errorEventDefinition/></intermediateCatchEvent>'
    + chain("s", "t"),
    "timer without value": S
    + '<intermediateCatchEvent id="t"><timerEventDefinition/></intermediateCatchEvent>'
    + chain("s", "t"),
    "timer with two values": S
    + '<intermediateCatchEvent id="t"><timerEventDefinition><timeDate>2026-01-01T00:00:00Z</timeDate><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>'
    + chain("s", "t"),
    "signal without reference": S
    + '<intermediateCatchEvent id="t"><signalEventDefinition/></intermediateCatchEvent>'
    + chain("s", "t"),
    "dangling signal": S
    + '<intermediateCatchEvent id="t"><signalEventDefinition signalRef="no"/></intermediateCatchEvent>'
    + chain("s", "t"),
    "dangling message": S + '<receiveTask id="t" messageRef="no"/>' + chain("s", "t"),
    "dangling error": S + '<endEvent id="t"><errorEventDefinition errorRef="no"/></endEvent>' + chain("s", "t"),
    "dangling escalation": S
    + '<endEvent id="t"><escalationEventDefinition escalationRef="no"/></endEvent>'
    + chain("s", "t"),
    "dangling definition reference": S
    + '<intermediateCatchEvent id="t"><eventDefinitionRef>no</eventDefinitionRef></intermediateCatchEvent>'
    + chain("s", "t"),
    "error end without an error": S + '<endEvent id="t"><errorEventDefinition/></endEvent>' + chain("s", "t"),
    "conditional without condition": S
    + '<intermediateCatchEvent id="t"><conditionalEventDefinition/></intermediateCatchEvent>'
    + chain("s", "t"),
    "broken condition": S + '<exclusiveGateway id="g"/>' + users("t", "u") + flows("s->g; g->t[=1 +]; g->u[x]"),
    "default of another": S
    + '<exclusiveGateway id="g" default="s_g"/>'
    + users("t", "u")
    + flows("s->g; g->t[x]; g->u"),
    "default that has a condition": S
    + '<exclusiveGateway id="g" default="g_t"/>'
    + users("t", "u")
    + flows("s->g; g->t[x]; g->u[y]"),
    "flow out of an end": S + '<endEvent id="e"/>' + users("t") + flows("s->e; e->t"),
    "flow into a start": S + users("t") + flows("s->t; t->s"),
    "flow over the border": S
    + '<subProcess id="sp"><startEvent id="i"/>'
    + users("t")
    + chain("i", "t")
    + "</subProcess>"
    + users("u")
    + flows("s->sp; t->u"),
    "duplicate id": S + users("t", "t") + chain("s", "t"),
    "call of nothing named": S + '<callActivity id="t"/>' + chain("s", "t"),
    "compensation of nothing": S
    + '<endEvent id="t"><compensateEventDefinition activityRef="no"/></endEvent>'
    + chain("s", "t"),
    "link without target": S
    + '<intermediateThrowEvent id="t"><linkEventDefinition name="A"/></intermediateThrowEvent>'
    + chain("s", "t"),
    "two link targets": S
    + '<intermediateThrowEvent id="t"><linkEventDefinition name="A"/></intermediateThrowEvent>'
    + chain("s", "t")
    + '<intermediateCatchEvent id="l1"><linkEventDefinition name="A"/></intermediateCatchEvent><intermediateCatchEvent id="l2"><linkEventDefinition name="A"/></intermediateCatchEvent>'
    + users("x", "y")
    + flows("l1->x; l2->y"),
    "event sub-process without a trigger": S
    + users("t")
    + chain("s", "t")
    + '<subProcess id="es" triggeredByEvent="true"><startEvent id="i"/>'
    + users("x")
    + chain("i", "x")
    + "</subProcess>",
    "event sub-process with a flow": S
    + users("t")
    + chain("s", "t", "es")
    + '<subProcess id="es" triggeredByEvent="true"><startEvent id="i"><signalEventDefinition signalRef="g"/></startEvent>'
    + users("x")
    + chain("i", "x")
    + "</subProcess>",
    "event sub-process with two starts": S
    + users("t")
    + chain("s", "t")
    + '<subProcess id="es" triggeredByEvent="true"><startEvent id="i"><signalEventDefinition signalRef="g"/></startEvent><startEvent id="i2"><signalEventDefinition signalRef="g"/></startEvent>'
    + users("x")
    + flows("i->x; i2->x")
    + "</subProcess>",
    "javascript": S + '<scriptTask id="t" scriptFormat="javascript"><script>1</script></scriptTask>' + chain("s", "t"),
    "groovy": S + '<scriptTask id="t" scriptFormat="groovy"><script>1</script></scriptTask>' + chain("s", "t"),
    "script without text": S + '<scriptTask id="t"/>' + chain("s", "t"),
    "loop without condition": S + '<userTask id="t"><standardLoopCharacteristics/></userTask>' + chain("s", "t"),
    "loop of nothing": S + '<userTask id="t"><multiInstanceLoopCharacteristics/></userTask>' + chain("s", "t"),
    "activity for compensation in the flow": S + '<userTask id="t" isForCompensation="true"/>' + chain("s", "t"),
    "compensation boundary without a handler": S
    + users("t", "u")
    + '<boundaryEvent id="b" attachedToRef="t"><compensateEventDefinition/></boundaryEvent>'
    + chain("s", "t", "u"),
    "cancel boundary on a sub-process": S
    + '<subProcess id="t"><startEvent id="i"/></subProcess><boundaryEvent id="b" attachedToRef="t"><cancelEventDefinition/></boundaryEvent>'
    + users("x")
    + flows("s->t; b->x"),
    "event gateway with one flow into a joined event": S
    + '<eventBasedGateway id="g"/>'
    + '<intermediateThrowEvent id="t"/>'
    + flows("s->g; g->t"),
    "unreachable": S + users("t", "x") + chain("s", "t"),
    "negative loop maximum": S
    + '<userTask id="t"><standardLoopCharacteristics loopMaximum="-1"><loopCondition>true</loopCondition></standardLoopCharacteristics></userTask>'
    + chain("s", "t"),
    "start quantity zero": S + '<userTask id="t" startQuantity="0"/>' + chain("s", "t"),
    "nonsense boolean": S
    + '<userTask id="t"><multiInstanceLoopCharacteristics isSequential="maybe"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>'
    + chain("s", "t"),
    "unknown behavior": S
    + '<userTask id="t"><multiInstanceLoopCharacteristics behavior="Some"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>'
    + chain("s", "t"),
    "unknown namespace of a task": S
    + '<userTask id="t"><extensionElements><zeebe:wonder x="1"/></extensionElements></userTask>'
    + chain("s", "t"),
    "gateway direction": S
    + '<exclusiveGateway id="g" gatewayDirection="Converging"/>'
    + users("t", "u")
    + flows("s->g; g->t[x]; g->u[y]"),
    "instantiating event gateway with an incoming flow": S
    + '<eventBasedGateway id="g" instantiate="true"/><receiveTask id="t" messageRef="m"/>'
    + flows("s->g; g->t"),
    "receive task without message": S + '<receiveTask id="t"/>' + chain("s", "t"),
    "misspelled attribute": S
    + users("t", "x")
    + flows("s->t; b->x")
    + '<boundaryEvent id="b" attachedToRef="t" cancelactivity="false"><signalEventDefinition signalRef="g"/></boundaryEvent>',
    "unknown trigger of a start": '<startEvent id="s"><magicEventDefinition/></startEvent>'
    + users("t")
    + chain("s", "t"),
    "unknown trigger beside a known one": S
    + '<intermediateCatchEvent id="t"><signalEventDefinition signalRef="g"/><magicEventDefinition/></intermediateCatchEvent>'
    + chain("s", "t"),
    "unknown trigger of an end": S + '<endEvent id="t"><magicEventDefinition/></endEvent>' + chain("s", "t"),
    "unknown part of a task": S + '<userTask id="t"><magicLoopCharacteristics/></userTask>' + chain("s", "t"),
    "misspelled part of a timer": S
    + '<intermediateCatchEvent id="t"><timerEventDefinition><timeDuraton>PT1H</timeDuraton></timerEventDefinition></intermediateCatchEvent>'
    + chain("s", "t"),
    "misspelled completion condition": S
    + '<userTask id="t"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality><completionConditon>x</completionConditon></multiInstanceLoopCharacteristics></userTask>'
    + chain("s", "t"),
    "misspelled condition": S
    + '<exclusiveGateway id="g1" default="d"/><userTask id="t"/><userTask id="u"/><sequenceFlow id="c" sourceRef="g1" targetRef="t"><conditionExpresion>x</conditionExpresion></sequenceFlow><sequenceFlow id="d" sourceRef="g1" targetRef="u"/>'
    + flows("s->g1"),
    "two loops": S
    + '<userTask id="t"><standardLoopCharacteristics loopMaximum="2"/><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>'
    + chain("s", "t"),
    "a task of a foreign namespace": S + '<x:superTask xmlns:x="urn:x" id="t"/>' + chain("s", "t"),
    "a foreign element beside the flow": S + users("t") + chain("s", "t") + '<x:superTask xmlns:x="urn:x" id="x1"/>',
    "boundary host in another scope": S
    + '<subProcess id="sp"><startEvent id="i"/>'
    + users("t")
    + chain("i", "t")
    + "</subProcess>"
    + users("x")
    + flows("s->sp; b->x")
    + '<boundaryEvent id="b" attachedToRef="t"><signalEventDefinition signalRef="g"/></boundaryEvent>',
    "behavior without its event": S
    + '<userTask id="t"><multiInstanceLoopCharacteristics behavior="None"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>'
    + chain("s", "t"),
    "a dangling behavior event": S
    + '<userTask id="t"><multiInstanceLoopCharacteristics behavior="One" oneBehaviorEventRef="no"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>'
    + chain("s", "t"),
    "a dangling data reference": S
    + '<userTask id="t"><dataInputAssociation><sourceRef>no</sourceRef><targetRef>no2</targetRef></dataInputAssociation></userTask>'
    + chain("s", "t"),
    "a dangling lane member": '<laneSet id="ls"><lane id="l"><flowNodeRef>no</flowNodeRef></lane></laneSet>'
    + S
    + users("t")
    + chain("s", "t"),
    "a mapping to no variable": S
    + '<userTask id="t"><extensionElements><zeebe:ioMapping><zeebe:input source="=1" target="a b"/></zeebe:ioMapping></extensionElements></userTask>'
    + chain("s", "t"),
    "a broken mapping": S
    + '<userTask id="t"><extensionElements><zeebe:ioMapping><zeebe:input source="=1 +" target="a"/></zeebe:ioMapping></extensionElements></userTask>'
    + chain("s", "t"),
    "a broken cycle": S
    + '<intermediateCatchEvent id="t"><timerEventDefinition><timeCycle>every day</timeCycle></timerEventDefinition></intermediateCatchEvent>'
    + chain("s", "t"),
    "a cron text": S
    + '<intermediateCatchEvent id="t"><timerEventDefinition><timeCycle>0 0 9 * * ?</timeCycle></timerEventDefinition></intermediateCatchEvent>'
    + chain("s", "t"),
    "no start at all, a ring": users("t", "u") + flows("t->u; u->t"),
}
BEFORE = '<signal id="g" name="go"/><message id="m" name="ping"/>'


@pytest.mark.parametrize("case", WRONG)
def test_refused(case):
    assert refusals(process(WRONG[case], before=BEFORE)), "was taken"


def test_all_at_once_with_lines_in_two_languages():
    source = process(
        "\n"
        + S
        + "\n"
        + users("t")
        + chain("s", "t")
        + '\n<sequenceFlow id="x" sourceRef="t" targetRef="nowhere"/>\n<scriptTask id="j" scriptFormat="javascript"><script>1</script></scriptTask>\n<intermediateCatchEvent id="c"><timerEventDefinition/></intermediateCatchEvent>'
        + flows("t->j; j->c")
    )
    with pytest.raises(Refused) as info:
        compile_program({"m.bpmn": source})
    found = {(f.element_id, f.line) for f in info.value.findings}
    assert {("x", 5), ("j", 6), ("c", 7)} <= found


@pytest.mark.parametrize(
    "language", ["http://www.java.com/java", "application/javascript", "http://www.mvel.org/2.0", "groovy"]
)
def test_expression_language_of_the_file_that_is_not_ours_is_refused(language):
    source = process(
        '<startEvent id="s"/><exclusiveGateway id="g"/>' + users("t", "u") + flows("s->g; g->t[x]; g->u[y]")
    ).replace(b' id="defs"', f' id="defs" expressionLanguage="{language}"'.encode())
    assert refusals(source)


def test_expression_language_xpath_default_is_told_or_taken_only_without_expressions():
    source = process(S + users("t") + chain("s", "t")).replace(
        b' id="defs"',
        b' id="defs" expressionLanguage="http://www.w3.org/1999/XPath" typeLanguage="http://www.w3.org/2001/XMLSchema"',
    )
    assert Run(source).open == ["t"]


def test_not_xml_and_hostile():
    for source in (
        b"",
        b"hello",
        b"<a/>",
        b"<definitions/>",
        definitions(""),
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + process(S),
    ):
        assert refusals(source)
