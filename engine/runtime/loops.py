"""Loops: standard ones run again while a condition holds, multi-instance ones once per item."""

from __future__ import annotations

from typing import Any

from bpmn.program import Event
from engine.runtime.lifecycle import cancel, cancel_inside, leave, map_data_out
from engine.runtime.machine import Machine, Stuck
from engine.runtime.protocol import BudgetExceeded, NotAllowedHere
from engine.runtime.remembering import remember, worth_remembering
from engine.runtime.scopes import View, assign, evaluate, forget, holds, write
from engine.runtime.snapshot import pack, unpack
from engine.runtime.state import LEAVE, PERFORM, START, WAIT, Unit
from engine.runtime.throwing import throw_all
from engine.runtime.works import close_subs

# unit.loop = [kind, total, started, completed, terminated, outputs, items, thrown]
KIND, TOTAL, STARTED, COMPLETED, TERMINATED, OUTPUTS, ITEMS, THROWN = range(8)


def start(m: Machine, unit: Unit) -> None:
    """Begin a loop."""
    unit.phase = WAIT
    try:
        if unit.node.loop.kind == "standard":  # type: ignore[union-attr]
            _start_standard(m, unit)
        else:
            _start_multiple(m, unit)
    except Stuck:
        unit.phase = START
        raise


def _start_standard(m: Machine, unit: Unit) -> None:
    loop = unit.node.loop
    assert loop is not None
    maximum = evaluate(m, loop.maximum, View(m, unit)) if loop.maximum is not None else None
    view = View(m, unit, {"loopCounter": 0})
    skipped = loop.test_before and loop.condition is not None and not holds(m, loop.condition, view)
    if skipped or (maximum is not None and int(maximum) <= 0):
        leave(m, unit)
        return
    unit.loop = ["standard", None if maximum is None else int(maximum), 0, 0, 0, None, None, 0]
    _child(m, unit, 1, None)


def _start_multiple(m: Machine, unit: Unit) -> None:
    loop = unit.node.loop
    assert loop is not None
    items = _items(m, unit)
    total = len(items)
    if total > m.env.limits.children and loop.kind == "parallel":
        raise BudgetExceeded(f"{total} instances of “{unit.node.id}”; at most {m.env.limits.children}")
    kept = pack(items) if loop.kind == "sequential" and loop.collection is not None else None
    unit.loop = [loop.kind, total, 0, 0, 0, {}, kept, 0]
    if total == 0:
        _done(m, unit)
        return
    for number in range(1, total + 1 if loop.kind == "parallel" else 2):
        _child(m, unit, number, items[number - 1])


def _items(m: Machine, unit: Unit) -> list[Any]:
    loop = unit.node.loop
    assert loop is not None
    view = View(m, unit)
    if loop.collection is not None:
        items = evaluate(m, loop.collection, view)
        if not isinstance(items, (list, tuple)):
            raise Stuck(
                "loop_collection", f"“{loop.collection.source}” is not a list", f"“{loop.collection.source}”不是列表"
            )
        return list(items)
    count = evaluate(m, loop.cardinality, view) if loop.cardinality is not None else None
    if isinstance(count, bool) or count is None or not hasattr(count, "__int__") or int(count) != count or count < 0:
        raise Stuck("loop_cardinality", f"the cardinality {count!r} is not a whole number", f"基数 {count!r} 不是整数")
    if count > 1_000_000:
        raise BudgetExceeded(f"{count} instances of “{unit.node.id}”")
    return [None] * int(count)


def _child(m: Machine, outer: Unit, number: int, item: Any) -> None:
    assert outer.loop is not None
    loop = outer.node.loop
    assert loop is not None
    outer.loop[STARTED] += 1
    child = m.create(outer, outer.node)
    child.note("index", number)
    m.tell("started", child, child.id, index=number)
    write(m, child, "loopCounter", number, outer.node.id)
    if loop.item and loop.collection is not None:
        write(m, child, loop.item, item, outer.node.id)
    if loop.output_element is not None and getattr(loop.output_element, "source", "").isidentifier():
        name = loop.output_element.source
        if name not in (child.vars or {}):
            write(m, child, name, None, outer.node.id)
    m.push(child, PERFORM)


def child_done(m: Machine, outer: Unit, child: Unit) -> None:
    """One instance is done: collect its output, decide whether the loop is."""
    loop = outer.node.loop
    assert loop is not None
    assert outer.loop is not None
    if loop.kind == "standard":
        _round_done(m, outer, child)
        return
    if loop.output_element is not None:
        value = evaluate(m, loop.output_element, View(m, child))
        outer.loop[OUTPUTS][child.noted("index")] = pack(value)
    outer.loop[COMPLETED] += 1
    try:
        until = enough(m, outer, child)
        events = _events_due(m, outer)
    except Stuck:
        outer.loop[COMPLETED] -= 1
        raise
    m.tell("ended", child, child.id, index=child.noted("index"))
    _drop(m, outer, child)
    throw_all(m, outer, events)
    if m.unit(outer.id) is None:
        return
    _go_on(m, outer, until)


def enough(m: Machine, outer: Unit, child: Unit) -> bool:
    """Whether the completion condition holds: it sees what this instance sees, and the outputs so far."""
    loop = outer.node.loop
    if loop is None or loop.until is None:
        return False
    told = bool(loop.output) and str(loop.output) in loop.until.source
    return holds(m, loop.until, View(m, child, {str(loop.output): _outputs(outer)} if told else None))


def _outputs(outer: Unit) -> list[Any]:
    """What the instances left, in the order of their items, null for those that left nothing (yet)."""
    assert outer.loop is not None
    outputs = outer.loop[OUTPUTS]
    return [unpack(outputs[n]) if n in outputs else None for n in range(1, outer.loop[TOTAL] + 1)]


def _go_on(m: Machine, outer: Unit, until: bool) -> None:
    state = outer.loop
    assert state is not None
    if until:
        state[TERMINATED] = state[STARTED] - state[COMPLETED]
        cancel_inside(m, outer, "canceled")
        _done(m, outer)
    elif state[KIND] == "sequential" and state[STARTED] < state[TOTAL]:
        items = unpack(state[ITEMS]) if state[ITEMS] else None
        number = state[STARTED] + 1
        _child(m, outer, number, items[number - 1] if items else None)
    elif state[COMPLETED] + state[TERMINATED] >= state[TOTAL]:
        _done(m, outer)


def _drop(m: Machine, outer: Unit, child: Unit) -> None:
    if worth_remembering(child):
        remember(m, outer, child)
    close_subs(m, child, "canceled")
    forget(m, child)
    m.delete(child)
    assert outer.kids is not None
    outer.kids.remove(child.id)


def _done(m: Machine, outer: Unit) -> None:
    loop = outer.node.loop
    assert loop is not None
    assert outer.loop is not None
    if loop.output:
        values = _outputs(outer)
        if any(mapping.source.source == loop.output for mapping in outer.node.data_outputs):
            map_data_out(m, outer, View(m, outer, {loop.output: values}))
        else:
            assign(m, m.at(outer.parent), loop.output, values, outer.node.id)
    m.push(outer, LEAVE)


def _round_done(m: Machine, outer: Unit, child: Unit) -> None:
    loop = outer.node.loop
    state = outer.loop
    assert loop is not None
    assert state is not None
    counter = child.noted("index")
    enough = state[TOTAL] is not None and counter >= state[TOTAL]
    again = not enough and (loop.condition is None or holds(m, loop.condition, View(m, child)))
    m.tell("ended", child, child.id, index=counter)
    _drop(m, outer, child)
    state[COMPLETED] += 1
    if again:
        _child(m, outer, counter + 1, None)
    else:
        m.push(outer, LEAVE)


def _events_due(m: Machine, outer: Unit) -> tuple[Event, ...]:
    """The events that the behavior of the multi-instance activity throws after one more instance."""
    loop = outer.node.loop
    assert loop is not None
    assert outer.loop is not None
    if loop.behavior == "None":
        return loop.none_events
    if loop.behavior == "One" and not outer.loop[THROWN]:
        outer.loop[THROWN] = 1
        return loop.one_events
    if loop.behavior == "Complex":
        return tuple(event for one in loop.complex if holds(m, one.condition, View(m, outer)) for event in one.events)
    return ()


def child_moved(m: Machine, outer: Unit) -> bool:
    """An instance was moved away; whether the loop goes on (or is done by what its other instances did)."""
    state = outer.loop
    assert state is not None
    if state[KIND] != "parallel":
        return False
    state[TERMINATED] += 1
    if outer.kids:
        return True
    if state[COMPLETED]:
        _done(m, outer)
    return bool(state[COMPLETED])


def reopen(m: Machine, outer: Unit, number: int, item: Any) -> None:
    """An instance that was done is open again; in a sequence those behind it come again after it."""
    state = outer.loop
    if state is None or state[KIND] == "standard" or number > state[STARTED]:
        raise NotAllowedHere(f"“{outer.node.id}” has no instance {number} to open again")
    if state[KIND] == "sequential":
        for kid in list(outer.kids or ()):
            cancel(m, m.at(kid), "moved")
        state[STARTED], state[COMPLETED] = number, number
    for done in [n for n in state[OUTPUTS] if n >= number and (n == number or state[KIND] == "sequential")]:
        del state[OUTPUTS][done]
    state[STARTED] -= 1
    state[COMPLETED] -= 1
    items = unpack(state[ITEMS]) if state[ITEMS] else None
    _child(m, outer, number, items[number - 1] if items else item)


def add_child(m: Machine, outer: Unit, item: Any) -> None:
    """One more instance of an open multi-instance activity."""
    state = outer.loop
    assert state is not None
    state[TOTAL] += 1
    if state[KIND] == "parallel":
        _child(m, outer, state[TOTAL], item)
    elif state[ITEMS]:
        state[ITEMS] = pack([*unpack(state[ITEMS]), item])


__all__ = ["add_child", "child_done", "child_moved", "enough", "reopen", "start"]
