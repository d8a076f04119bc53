"""What an activity asks of people, workers, decisions and other processes, and how often it runs."""

from __future__ import annotations

from bpmn.compiling.draft import Draft, is_true, plain, texts
from bpmn.compiling.events import KINDS, definition
from bpmn.compiling.expressions import Name, feel, formal, value, variable
from bpmn.document import GAS, ZEEBE, Element
from bpmn.program import AdHoc, Complex, Constant, Event, Expression, Loop, Task

PEOPLE = {"userTask", "manualTask", "task"}


def task(draft: Draft, element: Element, tag: str) -> Task:
    """The activity's task part compiled."""
    if tag == "callActivity":
        return _call(draft, element)
    if tag in PEOPLE:
        return _person(draft, element, tag)
    return _work(draft, element, tag)


def _person(draft: Draft, element: Element, tag: str) -> Task:
    def attribute(extension: str, name: str) -> Expression | None:
        found = element.extension(extension)
        return value(draft, element, found.attributes.get(name)) if found is not None else None

    form = attribute("formDefinition", "formId") or attribute("formDefinition", "externalReference")
    assignee = attribute("assignmentDefinition", "assignee")
    groups = attribute("assignmentDefinition", "candidateGroups")
    users = attribute("assignmentDefinition", "candidateUsers")
    marked = element.extension("userTask") is not None
    return Task(
        waits=tag != "task" or marked or any((form, assignee, groups, users)),
        assignee=assignee or _resource(draft, element, ("humanPerformer", "performer")),
        candidate_groups=groups or _resource(draft, element, ("potentialOwner",)),
        candidate_users=users,
        due_at=attribute("taskSchedule", "dueDate"),
        follow_up_at=attribute("taskSchedule", "followUpDate"),
        priority=attribute("priorityDefinition", "priority"),
        form_id=form or attribute("formDefinition", "formKey"),
        properties=properties(element),
    )


def _resource(draft: Draft, element: Element, tags: tuple[str, ...]) -> Expression | None:
    for child in element.children:
        if child.tag in tags:
            assignment = child.find("resourceAssignmentExpression")
            if assignment is not None:
                return formal(draft, assignment.find("formalExpression"))
            reference = child.find("resourceRef")
            resource = draft.resolve(child, reference.text) if reference is not None else None
            if resource is not None:
                return Constant(resource.name or resource.id)
    return None


def properties(element: Element) -> dict[str, str]:
    """zeebe:properties as a dictionary."""
    found = element.extension("properties")
    if found is None:
        return {}
    return {p.name: p.attributes.get("value", "") for p in found.all("property", ZEEBE)}


def _work(draft: Draft, element: Element, tag: str) -> Task:
    definition_ = element.extension("taskDefinition")
    called = element.extension("calledDecision")
    script = element.extension("script")
    result = _result(element, called, script)
    if tag == "businessRuleTask" and called is not None and definition_ is None:
        return Task(
            decision=value(draft, element, called.attributes.get("decisionId")),
            result=result,
            properties=properties(element),
        )
    if tag == "scriptTask" and definition_ is None:
        return Task(script=_script(draft, element, script), result=result, properties=properties(element))
    job = value(draft, element, definition_.attributes.get("type")) if definition_ is not None else None
    retries = value(draft, element, definition_.attributes.get("retries")) if definition_ is not None else None
    return Task(
        waits=tag != "sendTask" or definition_ is not None or not sends(draft, element),
        job_type=job or Constant(element.id, element.id or ""),
        retries=retries,
        headers=_headers(element),
        properties=properties(element),
    )


def sends(draft: Draft, element: Element) -> bool:
    """Whether a send task names its message, itself or by a message flow."""
    return "messageRef" in element.attributes or (element.id or "") in draft.message_flows


def _result(element: Element, *holders: Element | None) -> str | None:
    own = element.attributes.get(f"{{{GAS}}}resultVariable")
    return next(
        (h.attributes["resultVariable"] for h in holders if h is not None and "resultVariable" in h.attributes), own
    )


def _script(draft: Draft, element: Element, script: Element | None) -> Expression | None:
    if script is not None:
        return feel(draft, element, script.attributes.get("expression"))
    standard = element.find("script")
    language = element.attributes.get("scriptFormat", "feel")
    if standard is None or not standard.text.strip():
        draft.report("script_missing", element, "the script task has no script", "脚本任务没有脚本")
        return None
    if "feel" not in language.lower():
        draft.report(
            "script_language",
            element,
            f"scripts in “{language}” are not executed, only FEEL is",
            f"不执行“{language}”脚本，只支持 FEEL",
        )
        return None
    return feel(draft, element, standard.text)


def _headers(element: Element) -> dict[str, str]:
    found = element.extension("taskHeaders")
    if found is None:
        return {}
    return {h.attributes.get("key", ""): h.attributes.get("value", "") for h in found.all("header", ZEEBE)}


def _call(draft: Draft, element: Element) -> Task:
    called = element.extension("calledElement")
    if called is None or "processId" not in called.attributes:
        reference = element.attributes.get("calledElement")
        if not reference:
            draft.report("called_process_missing", element, "no process is named", "未指定被调用的流程")
        return Task(called=Constant(plain(reference or "")), binding="latest", properties=properties(element))
    binding = called.attributes.get("bindingType", "latest")
    if binding == "versionTag":
        binding = called.attributes.get("versionTag", "")
    return Task(
        called=value(draft, element, called.attributes["processId"]),
        binding=binding,
        pass_in=is_true(called, "propagateAllParentVariables", default=True),
        pass_out=is_true(called, "propagateAllChildVariables", default=not _maps_out(element)),
        properties=properties(element),
    )


def _maps_out(element: Element) -> bool:
    mapping = element.extension("ioMapping")
    return mapping is not None and mapping.find("output", ZEEBE) is not None


def loop(draft: Draft, element: Element) -> Loop | None:
    """The loop characteristics of an activity compiled."""
    standard = element.find("standardLoopCharacteristics")
    if standard is not None:
        return _standard(draft, element, standard)
    multiple = element.find("multiInstanceLoopCharacteristics")
    return _multiple(draft, element, multiple) if multiple is not None else None


def _standard(draft: Draft, element: Element, standard: Element) -> Loop:
    maximum = standard.attributes.get("loopMaximum")
    condition = formal(draft, standard.find("loopCondition"))
    if condition is None and maximum is None:
        draft.report("loop_without_end", element, "the loop has neither condition nor maximum", "循环既无条件也无上限")
    return Loop(
        kind="standard",
        condition=condition,
        test_before=is_true(standard, "testBefore"),
        maximum=feel(draft, element, maximum),
    )


def _multiple(draft: Draft, element: Element, multiple: Element) -> Loop:
    own = multiple.extension("loopCharacteristics")
    attributes = own.attributes if own is not None else {}
    reference = multiple.find("loopDataInputRef")
    given = variable(draft, element, reference.text) if reference is not None else None
    collection = feel(draft, element, attributes.get("inputCollection")) or (Name(given) if given else None)
    cardinality = formal(draft, multiple.find("loopCardinality"))
    if collection is None and cardinality is None:
        draft.report(
            "loop_without_count", element, "neither collection nor cardinality is given", "多实例缺少集合或基数"
        )
    output = multiple.find("loopDataOutputRef")
    item, element_out = _items(draft, multiple)
    return Loop(
        kind="sequential" if is_true(multiple, "isSequential") else "parallel",
        cardinality=cardinality,
        collection=collection,
        item=attributes.get("inputElement") or item,
        output=attributes.get("outputCollection")
        or (variable(draft, element, output.text) if output is not None else None),
        output_element=feel(draft, element, attributes.get("outputElement"))
        or (Name(element_out) if element_out else None),
        until=formal(draft, multiple.find("completionCondition")),
        behavior=multiple.attributes.get("behavior", "All"),
        none_events=_referenced(draft, element, multiple, "noneBehaviorEventRef"),
        one_events=_referenced(draft, element, multiple, "oneBehaviorEventRef"),
        complex=tuple(_complex(draft, element, one) for one in multiple.all("complexBehaviorDefinition")),
    )


def _items(draft: Draft, multiple: Element) -> tuple[str | None, str | None]:
    found = [multiple.find("inputDataItem"), multiple.find("outputDataItem")]
    names = [draft.data_names.get(e.id or "", e.name or e.id) if e is not None else None for e in found]
    return names[0], names[1]


def _referenced(draft: Draft, element: Element, multiple: Element, attribute: str) -> tuple[Event, ...]:
    found = draft.target(multiple, attribute)
    return (definition(draft, element, found),) if found is not None and found.tag in KINDS else ()


def _complex(draft: Draft, element: Element, one: Element) -> Complex:
    thrown = one.find("event")
    inside = [c for c in thrown.children if c.tag in KINDS] if thrown is not None else []
    return Complex(
        condition=formal(draft, one.find("condition")) or Constant(True),
        events=tuple(definition(draft, element, child) for child in inside),
    )


def ad_hoc(draft: Draft, element: Element, activities: tuple[int, ...]) -> AdHoc:
    """How the activities of an ad-hoc sub-process are chosen."""
    own = element.extension("adHoc")
    active = feel(draft, element, own.attributes.get("activeElementsCollection")) if own is not None else None
    return AdHoc(
        sequential=element.attributes.get("ordering", "Parallel") == "Sequential",
        condition=formal(draft, element.find("completionCondition")),
        cancel_remaining=is_true(element, "cancelRemainingInstances", default=True),
        active=active,
        activities=activities,
    )


__all__ = ["ad_hoc", "loop", "properties", "sends", "task", "texts"]
