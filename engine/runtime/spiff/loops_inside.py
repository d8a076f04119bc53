"""What SpiffWorkflow asks about loops, answered from our unit: how many, whether that is enough, whether again."""

from __future__ import annotations

from typing import Any

from engine.runtime import loops
from engine.runtime.lifecycle import cancel_inside
from engine.runtime.machine import Machine
from engine.runtime.protocol import BudgetExceeded
from engine.runtime.scopes import View, evaluate, holds
from engine.runtime.snapshot import pack, unpack
from engine.runtime.state import Unit


def count(instance: Any, task: Any) -> int:
    """How many instances there are."""
    return int(instance.unit(task).loop[loops.TOTAL])


def until(instance: Any, child: Any) -> bool:
    """Whether the instance that was just completed was enough."""
    if not instance.verdicts.pop(child.parent.id, False):
        return False
    outer = instance.unit(child.parent)
    outer.loop[loops.TERMINATED] = outer.loop[loops.STARTED] - outer.loop[loops.COMPLETED]
    cancel_inside(instance.m, outer, "canceled")
    return True


def again(instance: Any, task: Any) -> bool:
    """Whether a standard loop goes (on)."""
    return bool(instance.verdicts.pop(task.id))


def open_multiple(m: Machine, unit: Unit) -> None:
    """Evaluate the collection or cardinality of a multi-instance activity."""
    loop = unit.node.loop
    assert loop is not None
    items = loops._items(m, unit)
    if len(items) > m.env.limits.children and loop.kind == "parallel":
        raise BudgetExceeded(f"{len(items)} instances of “{unit.node.id}”; at most {m.env.limits.children}")
    unit.loop = [loop.kind, len(items), 0, 0, 0, {}, pack(items) if loop.collection is not None else None, 0]


def open_standard(m: Machine, unit: Unit) -> bool:
    """Begin a standard loop; whether it runs at all."""
    loop = unit.node.loop
    assert loop is not None
    maximum = evaluate(m, loop.maximum, View(m, unit)) if loop.maximum is not None else None
    view = View(m, unit, {"loopCounter": 0})
    skipped = loop.test_before and loop.condition is not None and not holds(m, loop.condition, view)
    unit.loop = ["standard", None if maximum is None else int(maximum), 0, 0, 0, None, None, 0]
    return not (skipped or (maximum is not None and int(maximum) <= 0))


def open_child(m: Machine, outer: Unit, number: int) -> Unit:
    """The unit of one instance."""
    assert outer.loop is not None
    items = unpack(outer.loop[loops.ITEMS]) if outer.loop[loops.ITEMS] else None
    loops._child(m, outer, number, items[number - 1] if items else None)
    m.queue.clear()
    assert outer.kids is not None
    return m.at(outer.kids[-1])


def child_done(m: Machine, outer: Unit, child: Unit) -> bool:
    """Collect what one instance leaves; whether that is enough (or, of a standard loop, whether it runs again)."""
    loop, state = outer.node.loop, outer.loop
    assert loop is not None
    assert state is not None
    number = child.noted("index")
    if loop.kind == "standard":
        enough = state[loops.TOTAL] is not None and number >= state[loops.TOTAL]
        verdict = not enough and (loop.condition is None or holds(m, loop.condition, View(m, child)))
        state[loops.COMPLETED] += 1
    else:
        verdict = _multiple_done(m, outer, child)
    m.tell("ended", child, child.id, index=number)
    loops._drop(m, outer, child)
    return verdict


def _multiple_done(m: Machine, outer: Unit, child: Unit) -> bool:
    loop, state = outer.node.loop, outer.loop
    assert loop is not None
    assert state is not None
    if loop.output_element is not None:
        state[loops.OUTPUTS][child.noted("index")] = pack(evaluate(m, loop.output_element, View(m, child)))
    state[loops.COMPLETED] += 1
    try:
        return loops.enough(m, outer, child)
    except Exception:
        state[loops.COMPLETED] -= 1
        raise
