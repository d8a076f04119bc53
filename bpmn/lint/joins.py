"""Do splits and joins fit: does no token wait for ever, does nothing run twice that should run once?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bpmn.document import Element, Finding
from bpmn.lint.diagram import Diagram, Scope
from bpmn.lint.known import Deployment
from bpmn.lint.net import AND, XOR, Net, net_of
from bpmn.lint.reduction import reduced
from bpmn.lint.soundness import MAX_STATES, Play, play
from bpmn.lint.wording import en, found, zh

_STATES_PER_FILE = 15_000
_NAME = re.compile(r"[^\W\d]\w*")


def joins_fit_their_splits(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """Joins that wait for ever, and elements that run twice after a split without a join."""
    left = _STATES_PER_FILE
    for scope in diagram.scopes:
        net = net_of(diagram, scope)
        if net is None or left <= 0:
            continue
        reduced(net)
        result = play(net, states=min(left, MAX_STATES))
        left -= result.states
        if result.complete:
            yield from _stuck(scope, net, result)
            yield from _doubled(scope, net, result)


def _stuck(scope: Scope, net: Net, result: Play) -> Iterator[Finding]:
    told: set[str | None] = set()
    for number, decided in sorted(result.stuck.items(), key=lambda item: len(item[1])):
        place = net.places[number]
        deciders = [net.places[n].element for n in decided]
        if place.join != AND or place.element.id in told or not _independent(scope, deciders):
            continue
        told.add(place.element.id)
        certain = result.always or (len(decided) <= 1 and all(net.places[n].split == XOR for n in decided))
        yield _deadlock(place.element, None if result.always or not deciders else deciders[-1], certain)


def _deadlock(join: Element, decider: Element | None, certain: bool) -> Finding:
    when = f" when the {en(decider)} takes one of its ways" if decider is not None else ""
    when_zh = f"当{zh(decider)}走其中某条路时，" if decider is not None else ""
    return found(
        "deadlock",
        join,
        f"The {en(join)} waits for ever{when}: not all of its incoming flows get a token.",
        f"{when_zh}{zh(join)}将永远等待：并非每条流入都会到达令牌。",
        mend="Join with an exclusive gateway what an exclusive gateway split, or lead every way into the join.",
        mend_zh="由排他网关分开的路径应以排他网关汇合，或让每条路径都通向该汇合。",
        severity="error" if certain else "warning",
    )


def _doubled(scope: Scope, net: Net, result: Play) -> Iterator[Finding]:
    for number, decided in result.doubled.items():
        place = net.places[number]
        deciders = [net.places[n].element for n in decided]
        if any(net.places[n].split != XOR for n in decided) or len(deciders) > 1 or place.join != XOR:
            continue
        yield found(
            "runs-twice",
            place.element,
            f"From the {en(place.element)} on everything runs twice: two tokens of a parallel split come there.",
            f"从{zh(place.element)}开始的内容会执行两次：并行分支产生的两个令牌都会到达此处。",
            mend="Join the parallel ways with a parallel gateway first.",
            mend_zh="请先用并行网关汇合并行路径。",
            severity="warning",
        )


def _independent(scope: Scope, deciders: list[Element]) -> bool:
    """Whether several decisions read no variable in common, so that any combination of them can come true."""
    seen: set[str] = set()
    for element in {e.id: e for e in deciders}.values():
        names = _names(scope, element)
        if names & seen:
            return False
        seen |= names
    return True


def _names(scope: Scope, element: Element) -> set[str]:
    conditions = (flow.find("conditionExpression") for flow in scope.outgoing.get(element.id or "", ()))
    return {name for c in conditions if c is not None for name in _NAME.findall(c.text)} - {"true", "false", "null"}
