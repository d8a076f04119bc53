"""Does everything that the diagram names outside itself exist: forms, decisions, functions, groups, processes?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from bpmn.document import GAS, ZEEBE, Element, Finding
from bpmn.lint.diagram import Diagram
from bpmn.lint.known import Deployment, called
from bpmn.lint.wording import en, found, zh

_BUILT_IN = frozenset(("document.render",))


def forms_exist(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A form that a task, start event or process names and nobody has."""
    known = _inside_or_known(deployment.known.forms, deployment.forms)
    for element in diagram.root.walk():
        if element.namespace == ZEEBE and element.tag == "formDefinition":
            attributes = element.attributes
            name = attributes.get("formId") or attributes.get("formKey") or attributes.get("externalReference", "")
            yield from _missing(diagram, element, name, known, "form", "表单", "forms/<key>.form.json")
        elif element.namespace == ZEEBE and element.tag == "property" and element.name == "startForm":
            name = element.attributes.get("value", "")
            yield from _missing(diagram, element, name, known, "form", "表单", "forms/<key>.form.json")


def decisions_exist(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A decision that a business rule task names and no DMN file has."""
    known = _inside_or_known(deployment.known.decisions, deployment.decisions)
    for element in _zeebe(diagram, "calledDecision"):
        name = element.attributes.get("decisionId", "")
        yield from _missing(diagram, element, name, known, "decision", "决策", "*.dmn")


def service_tasks_exist(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A function that a service task names and nobody registered; a service task that names none."""
    known = _known(deployment.known.service_tasks, _BUILT_IN)
    for element in _zeebe(diagram, "taskDefinition"):
        name = element.attributes.get("type", "")
        yield from _missing(diagram, element, name, known, "service task", "服务任务函数", "services.py")
    for task in diagram.every("serviceTask"):
        if task.extension("taskDefinition") is None and deployment.known.service_tasks is not None:
            yield found(
                "service-task-unnamed",
                task,
                f"The {en(task)} names no function.",
                f"{zh(task)}没有指定要执行的函数。",
                mend="Choose a template, or set the task definition's type.",
                mend_zh="请选择模板或设置任务定义的类型。",
            )


def groups_exist(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A candidate group that no role has as its key."""
    groups = _known(deployment.known.candidate_groups)
    for element in _zeebe(diagram, "assignmentDefinition"):
        text = element.attributes.get("candidateGroups", "")
        for name in _names(text):
            yield from _missing(diagram, element, name, groups, "candidate group", "候选组", "roles")
        users = deployment.known.users
        for name in _names(element.attributes.get("candidateUsers", "")):
            yield from _missing(diagram, element, name, users, "user", "用户", "users")


def processes_exist(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A process that a call activity names and nobody deployed; a call activity that names none."""
    tasks = {e.id for d in deployment.diagrams for e in d.root.children if e.tag.startswith("global") and e.id}
    known = _known(deployment.known.processes, deployment.processes | tasks)
    for call in diagram.every("callActivity"):
        extension = call.extension("calledElement")
        if extension is None and not call.attributes.get("calledElement"):
            yield found(
                "called-process-missing",
                call,
                f"The {en(call)} names no process.",
                f"{zh(call)}没有指定被调用的流程。",
                mend="Choose the process to call.",
                mend_zh="请选择要调用的流程。",
            )
        yield from _missing(diagram, call, called(call), known, "process", "流程", "processes/")


def calendars_exist(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A working calendar that a timer names and nobody has."""
    for timer in diagram.every("timerEventDefinition"):
        name = timer.attributes.get(f"{{{GAS}}}calendar", "")
        yield from _missing(diagram, timer, name, deployment.known.calendars, "calendar", "工作日历", "calendars")


def somebody_does_it(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A user task that nobody is assigned to and that stands in no lane (where groups are known at all)."""
    if deployment.known.candidate_groups is None:
        return
    in_lanes = {e.text.strip().rpartition(":")[2] for e in diagram.every("flowNodeRef")}
    for task in diagram.every("userTask"):
        if not _is_assigned(task) and task.id not in in_lanes:
            yield found(
                "nobody-assigned",
                task,
                f"The {en(task)} has neither assignee, candidates nor lane: nobody can see it.",
                f"{zh(task)}没有指定办理人、候选人，也不在泳道中，无人能看到它。",
                mend="Assign a candidate group.",
                mend_zh="请指定候选组。",
                severity="warning",
            )


def lanes_are_groups(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A lane that is called like no candidate group, though user tasks in it are given to nobody else."""
    groups = deployment.known.candidate_groups
    if groups is None:
        return
    left_to_lane = {task.id for task in diagram.every("userTask") if not _is_assigned(task)}
    for lane in diagram.every("lane"):
        name = lane.attributes.get(f"{{{GAS}}}group") or lane.name or lane.id or ""
        held = {reference.text.strip().rpartition(":")[2] for reference in lane.all("flowNodeRef")}
        if held & left_to_lane and name not in groups:
            yield found(
                "lane-without-group",
                lane,
                f"The {en(lane)} is called like no candidate group: nobody sees the user tasks in it.",
                f"{zh(lane)}的名称不是任何岗位，泳道内的用户任务无人能看到。",
                mend="Name the lane like a role, or give its user tasks candidate groups.",
                mend_zh="请以岗位名称命名泳道，或为其中的用户任务指定候选组。",
                severity="warning",
            )


def _is_assigned(task: Element) -> bool:
    roles = ("potentialOwner", "humanPerformer", "performer")
    return task.extension("assignmentDefinition") is not None or any(task.find(tag) for tag in roles)


def _inside_or_known(outside: Collection[str] | None, inside: Collection[str]) -> Collection[str] | None:
    """A deployment that brings some forms (or decisions) along brings all of them, unless others are known."""
    return None if outside is None and not inside else _Either(outside or (), inside)


def _zeebe(diagram: Diagram, tag: str) -> Iterator[Element]:
    return (e for e in diagram.root.walk() if e.namespace == ZEEBE and e.tag == tag)


def _names(text: str) -> list[str]:
    if text.strip().startswith("="):
        return _literal_names(text.strip()[1:].strip())
    return [name.strip() for name in text.split(",") if name.strip() and "${" not in name]


def _literal_names(feel: str) -> list[str]:
    """The names in `["a", "b"]` or `"a"`; of any other expression nothing is known."""
    inner = feel.removeprefix("[").removesuffix("]")
    parts = [part.strip() for part in inner.split(",")]
    plain = all(len(p) > 1 and p[0] == p[-1] == '"' and '"' not in p[1:-1] for p in parts)
    return [p[1:-1] for p in parts] if plain else []


class _Either(Collection[str]):
    """The names of both; one that ends in `*` stands for all that begin so."""

    def __init__(self, outside: Collection[str], inside: Collection[str]) -> None:
        self.outside, self.inside = outside, inside
        self.beginnings = tuple(name[:-1] for name in outside if name.endswith("*"))

    def __contains__(self, name: object) -> bool:
        return name in self.inside or name in self.outside or str(name).startswith(self.beginnings)

    def __iter__(self) -> Iterator[str]:
        yield from self.outside
        yield from self.inside

    def __len__(self) -> int:
        return len(self.outside) + len(self.inside)


def _known(outside: Collection[str] | None, inside: Collection[str] = ()) -> Collection[str] | None:
    return None if outside is None else _Either(outside, inside)


def _missing(
    diagram: Diagram, element: Element, name: str, known: Collection[str] | None, kind: str, kind_zh: str, where: str
) -> Iterator[Finding]:
    if known is None or not name or name.startswith("=") or "${" in name or name in known:
        return
    owner = diagram.node_of(element) or diagram.owner(element)
    near = get_close_matches(name, sorted(known), n=1, cutoff=0.7)
    hint, hint_zh = (f" Did you mean '{near[0]}'?", f"是否应为“{near[0]}”？") if near else ("", "")
    yield found(
        f"unknown-{kind.replace(' ', '-')}",
        owner,
        f"The {kind} '{name}' at the {en(owner)} does not exist.{hint}",
        f"{zh(owner)}所用的{kind_zh}“{name}”不存在。{hint_zh}",
        mend=f"Correct the name or add it ({where}).",
        mend_zh=f"请改正名称或补充该{kind_zh}（{where}）。",
    )
