"""Variables: who sees which, where a result goes, and what expressions read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bpmn.feel.problems import FeelBudget
from bpmn.program import Expression, Mapping_
from engine.runtime.machine import Machine, Stuck
from engine.runtime.protocol import ABSENT, BudgetExceeded, VariableChange
from engine.runtime.snapshot import pack, unpack
from engine.runtime.state import Unit


def chain(m: Machine, unit: Unit) -> Iterator[Unit]:
    """The unit and everything around it up to its process."""
    while True:
        yield unit
        if unit.node.type == "process" or unit.id == 0:
            return
        unit = m.at(unit.parent)


class View(Mapping[str, Any]):
    """What an expression sees from a unit: `top` first, then the scopes outwards, decoded when asked for."""

    __slots__ = ("known", "m", "unit")

    def __init__(self, m: Machine, unit: Unit, top: Mapping[str, Any] | None = None) -> None:
        self.m = m
        self.unit = unit
        self.known: dict[str, Any] = dict(top) if top else {}

    def __getitem__(self, name: str) -> Any:
        if name in self.known:
            return self.known[name]
        if name.startswith("@"):
            return _store(self.m, name[1:])
        for unit in chain(self.m, self.unit):
            found = _own(self.m, unit, name)
            if found is not ABSENT:
                self.known[name] = found
                return found
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        names: dict[str, None] = dict.fromkeys(self.known)
        for unit in chain(self.m, self.unit):
            for layer in (unit.noted("then"), unit.vars, counters(unit)):
                names.update(dict.fromkeys(layer or ()))
        return iter(names)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _store(m: Machine, name: str) -> Any:
    """What a data store outside the instance holds, as this command leaves it."""
    if name in m.written:
        return m.written[name]
    if name not in m.env.stores:
        raise Stuck("data_store", f"the data store “{name}” cannot be read", f"无法读取数据存储“{name}”")
    return m.env.stores[name]


def _own(m: Machine, unit: Unit, name: str) -> Any:
    then = unit.noted("then")
    if then is not None and name in then:
        return fetch(m, then[name])
    if unit.vars is not None and name in unit.vars:
        return fetch(m, unit.vars[name])
    if unit.loop is not None and name in (counts := counters(unit)):
        return counts[name]
    return ABSENT


def counters(unit: Unit) -> dict[str, int]:
    """The `nrOf…` and `numberOf…` counters of a multi-instance activity, empty for other units."""
    if unit.loop is None or unit.loop[0] == "standard":
        return {}
    _, total, started, completed, terminated, *_ = unit.loop
    counts = {"Instances": total, "ActiveInstances": started - completed - terminated}
    counts |= {"CompletedInstances": completed, "TerminatedInstances": terminated}
    return {f"{prefix}{key}": value for key, value in counts.items() for prefix in ("nrOf", "numberOf")}


def fetch(m: Machine, raw: bytes | str) -> Any:
    """The value of a packed variable, or of one that stands apart (its key)."""
    if isinstance(raw, str):
        kept = m.stored.get(raw)
        if kept is None:
            if m.env.stored is None:
                raise LookupError(f"the stored variable {raw} cannot be read without env.stored")
            kept = m.env.stored(raw)
        return unpack(kept)
    return unpack(raw)


def write(m: Machine, unit: Unit, name: str, value: Any, element_id: str | None) -> None:
    """Set a variable in exactly this unit."""
    packed = _packed(m, name, value)
    old = unit.vars.get(name) if unit.vars is not None else None
    if old == packed:
        return
    before = ABSENT if old is None else fetch(m, old)
    if isinstance(old, str):
        if pack(before) == packed:
            return
        _drop(m, old)
    if unit.vars is None:
        unit.vars = {}
    unit.vars[name] = _kept(m, packed)
    given = unit.noted("given")
    if given and name in given:
        given.remove(name)
    m.changed = True
    m.changes.append(VariableChange(str(unit.id), name, before, value, element_id))


def unset(m: Machine, unit: Unit, name: str, element_id: str | None) -> None:
    """Remove a variable from exactly this unit."""
    raw = unit.vars.pop(name, None) if unit.vars is not None else None
    if raw is None:
        return
    m.changed = True
    m.changes.append(VariableChange(str(unit.id), name, fetch(m, raw), ABSENT, element_id))
    if isinstance(raw, str):
        _drop(m, raw)


def _packed(m: Machine, name: str, value: Any) -> bytes:
    try:
        packed = pack(value)
    except (TypeError, ValueError) as problem:
        told = f"“{name}” cannot be kept: {problem}", f"变量“{name}”无法保存：{problem}"
        raise Stuck("variable_type", *told) from problem
    if len(packed) > m.env.limits.variable_bytes:
        raise BudgetExceeded(f"the variable “{name}” has {len(packed):,} bytes")
    return packed


def _kept(m: Machine, packed: bytes) -> bytes | str:
    """The bytes, or the key under which they stand apart."""
    if m.env.store_above is None or len(packed) <= m.env.store_above:
        return packed
    key = f"v{m.new_id()}"
    m.stored[key] = packed
    return key


def _drop(m: Machine, key: str) -> None:
    if m.stored.pop(key, None) is None:
        m.dropped.append(key)


def assign(m: Machine, unit: Unit, name: str, value: Any, element_id: str | None) -> None:
    """Set a variable where it exists, looking outwards from the unit, else in the process; `@…` is a data store."""
    if name.startswith("@"):
        m.written[name[1:]] = value
        m.tell("stored", unit, unit.id, store=name[1:])
        return
    home = unit
    for home in chain(m, unit):
        then = home.noted("then")
        if then is not None:
            then.pop(name, None)
        if home.vars is not None and name in home.vars:
            break
    write(m, home, name, value, element_id)


def assign_path(m: Machine, unit: Unit, path: tuple[str, ...], value: Any, element_id: str | None) -> None:
    """Set a variable, or one entry inside it, where it exists."""
    assign(m, unit, path[0], nested(View(m, unit).get(path[0]), path[1:], value), element_id)


def nested(old: Any, path: tuple[str, ...], value: Any) -> Any:
    """`value` put under `path` into a copy of `old`."""
    if not path:
        return value
    copy = dict(old) if isinstance(old, Mapping) else {}
    copy[path[0]] = nested(copy.get(path[0]), path[1:], value)
    return copy


def forget(m: Machine, unit: Unit) -> None:
    """End the unit's variables."""
    for name, raw in (unit.vars or {}).items():
        m.changes.append(VariableChange(str(unit.id), name, fetch(m, raw), ABSENT, unit.node.id))
        if isinstance(raw, str):
            _drop(m, raw)
    unit.vars = None


def evaluate(m: Machine, expression: Expression, view: Mapping[str, Any]) -> Any:
    """The value of an expression; raises Stuck when it takes too long."""
    try:
        return as_plain(expression.evaluate(view, now=m.now))
    except FeelBudget as problem:
        raise Stuck("expression_budget", problem.message, problem.message_zh) from problem


def as_plain(value: Any) -> Any:
    """The value with whole numbers as int, as JSON has them."""
    if isinstance(value, Decimal):
        return int(value) if value.as_tuple().exponent == 0 else value
    if isinstance(value, list):
        return [as_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: as_plain(item) for key, item in value.items()}
    return value


def holds(m: Machine, condition: Expression, view: Mapping[str, Any]) -> bool:
    """Whether a condition is true; raises Stuck when it is neither true nor false."""
    value = evaluate(m, condition, view)
    if not isinstance(value, bool):
        shown = "null" if value is None else repr(value)
        raise Stuck(
            "condition_not_boolean",
            f"“{condition.source}” is {shown}, neither true nor false",
            f"条件“{condition.source}”的结果是 {shown}，既非真也非假",
        )
    return value


def map_in(m: Machine, unit: Unit, mappings: tuple[Mapping_, ...]) -> None:
    """Evaluate input mappings in order into the unit's own variables."""
    for mapping in mappings:
        value = evaluate(m, mapping.source, View(m, unit))
        old = fetch(m, unit.vars[mapping.target[0]]) if unit.vars and mapping.target[0] in unit.vars else None
        write(m, unit, mapping.target[0], nested(old, mapping.target[1:], value), unit.node.id)


def visible(m: Machine, unit: Unit) -> dict[str, Any]:
    """All variables that the unit sees."""
    view = View(m, unit)
    return {name: view[name] for name in view}
