"""List functions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal
from functools import cmp_to_key
from typing import Any

from bpmn.feel.arithmetic import calculate
from bpmn.feel.compile_calls import apply
from bpmn.feel.functions.signature import builtin
from bpmn.feel.numbers import DIGITS, whole
from bpmn.feel.problems import Null
from bpmn.feel.values import equal, kind, less, order_key


@builtin("list contains", "list:list, element:any")
def list_contains(run: Any, items: list[Any], element: Any) -> bool:
    run.charge(len(items))
    return any(equal(item, element, run) is True for item in items)


@builtin("count", "list:list")
def count(run: Any, items: list[Any]) -> Decimal:
    return Decimal(len(items))


def _extreme(name: str, better: Callable[[Any, Any], bool | None], run: Any, items: list[Any]) -> Any:
    run.charge(len(items))
    if not items:
        raise Null("argument", name=name, what="list")
    best = items[0]
    if order_key(best) is None:
        raise Null("argument", name=name, what="list")
    for item in items[1:]:
        replaces = better(item, best)
        if replaces is None:
            raise Null("not_comparable", left=kind(item), right=kind(best))
        best = item if replaces else best
    return best


def spread(*forms: str) -> Callable[[Any], Any]:
    """Registers a function that takes a list or its items one by one."""

    def register(implementation: Callable[[Any, list[Any]], Any]) -> Any:
        builtin(forms[0], *(forms[1:] or ("list:list",)))(implementation)
        builtin(forms[0], "list:any*")(lambda run, *items: implementation(run, list(items)))
        return implementation

    return register


@spread("min")
def minimum(run: Any, items: list[Any]) -> Any:
    return _extreme("min", less, run, items)


@spread("max")
def maximum(run: Any, items: list[Any]) -> Any:
    return _extreme("max", lambda item, best: less(best, item), run, items)


def _folded(run: Any, op: str, items: list[Any]) -> Any:
    run.charge(len(items))
    if not items:
        raise Null("argument", name={"+": "sum", "*": "product"}[op], what="list")
    total = items[0]
    if kind(total) not in _SUMMED[op]:
        raise Null("operand_type", op=op, type=kind(total))
    for item in items[1:]:
        total = calculate(run, op, total, item)
    return total


_SUMMED = {
    "+": ("number", "days and time duration", "years and months duration"),
    "*": ("number",),
}


@spread("sum")
def total(run: Any, items: list[Any]) -> Any:
    return _folded(run, "+", items)


@spread("product")
def product(run: Any, items: list[Any]) -> Any:
    return _folded(run, "*", items)


@spread("mean")
def mean(run: Any, items: list[Any]) -> Any:
    return calculate(run, "/", _folded(run, "+", items), Decimal(len(items)))


def _numbers(name: str, items: list[Any]) -> list[Decimal]:
    if not items or any(type(item) is not Decimal for item in items):
        raise Null("argument", name=name, what="list")
    return items


@spread("median")
def median(run: Any, items: list[Any]) -> Decimal:
    run.charge(2 * len(items))
    ordered = sorted(_numbers("median", items))
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return DIGITS.divide(DIGITS.add(ordered[middle - 1], ordered[middle]), Decimal(2))


@spread("stddev")
def standard_deviation(run: Any, items: list[Any]) -> Decimal:
    run.charge(4 * len(items))
    numbers = _numbers("stddev", items)
    if len(numbers) < 2:
        raise Null("argument", name="stddev", what="list")
    average = mean(run, numbers)
    squares = [DIGITS.power(DIGITS.subtract(number, average), 2) for number in numbers]
    return DIGITS.sqrt(DIGITS.divide(_folded(run, "+", squares), Decimal(len(numbers) - 1)))


@spread("mode")
def mode(run: Any, items: list[Any]) -> list[Decimal]:
    run.charge(2 * len(items))
    if not items:
        return []
    counts: dict[Decimal, int] = {}
    for number in _numbers("mode", items):
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values())
    return sorted(number for number, times in counts.items() if times == most)


def _logic(items: list[Any], decisive: bool) -> bool | None:
    if any(item is decisive for item in items):
        return decisive
    return (not decisive) if all(type(item) is bool for item in items) else None


@spread("all")
def every(run: Any, items: list[Any]) -> bool | None:
    run.charge(len(items))
    return _logic(items, False)


@spread("any")
def some(run: Any, items: list[Any]) -> bool | None:
    run.charge(len(items))
    return _logic(items, True)


def _index(name: str, position: Decimal, size: int) -> int:
    number = whole(position.to_integral_value(ROUND_DOWN))
    if not number or abs(number) > size:
        raise Null("argument", name=name, what="position")
    return number - 1 if number > 0 else size + number


@builtin("sublist", "list:list, start position:number, length:number?")
def sublist(run: Any, items: list[Any], start: Decimal, length: Decimal | None = None) -> list[Any]:
    run.charge(len(items))
    first = _index("sublist", start, len(items))
    if length is None:
        return items[first:]
    size = whole(length)
    if size is None or size < 0 or first + size > len(items):
        raise Null("argument", name="sublist", what="length")
    return items[first : first + size]


@builtin("append", "list:list, item:any*")
def append(run: Any, items: list[Any], *more: Any) -> list[Any]:
    run.charge(len(items))
    return [*items, *more]


@builtin("concatenate", "list:list*")
def concatenate(run: Any, *lists: list[Any]) -> list[Any]:
    run.charge(sum(map(len, lists)))
    return [item for items in lists for item in items]


@builtin("insert before", "list:list, position:number, newItem:any")
def insert_before(run: Any, items: list[Any], position: Decimal, item: Any) -> list[Any]:
    run.charge(len(items))
    index = _index("insert before", position, len(items))
    return [*items[:index], item, *items[index:]]


@builtin("remove", "list:list, position:number")
def remove(run: Any, items: list[Any], position: Decimal) -> list[Any]:
    run.charge(len(items))
    index = _index("remove", position, len(items))
    return [*items[:index], *items[index + 1 :]]


@builtin("list replace", "list:list, position:number, newItem:any")
def replace_at(run: Any, items: list[Any], position: Decimal, item: Any) -> list[Any]:
    run.charge(len(items))
    index = _index("list replace", position, len(items))
    return [*items[:index], item, *items[index + 1 :]]


@builtin("list replace", "list:list, match:function, newItem:any")
def replace_matching(run: Any, items: list[Any], match: Any, item: Any) -> list[Any]:
    replaced = []
    for old in items:
        run.charge(1)
        verdict = apply(run, match, [old, item], {})
        if type(verdict) is not bool:
            raise Null("not_boolean", type=kind(verdict))
        replaced.append(item if verdict else old)
    return replaced


@builtin("reverse", "list:list")
def reverse(run: Any, items: list[Any]) -> list[Any]:
    run.charge(len(items))
    return items[::-1]


@builtin("index of", "list:list, match:any")
def index_of(run: Any, items: list[Any], match: Any) -> list[Decimal]:
    run.charge(len(items))
    return [Decimal(at) for at, item in enumerate(items, 1) if equal(item, match, run) is True]


@builtin("union", "list:list*")
def union(run: Any, *lists: list[Any]) -> list[Any]:
    return distinct_values(run, concatenate(run, *lists))


@builtin("distinct values", "list:list")
def distinct_values(run: Any, items: list[Any]) -> list[Any]:
    kept: list[Any] = []
    seen: set[Any] = set()
    for item in items:
        run.charge(1)
        if type(item) in (Decimal, str):
            if item in seen:
                continue
            seen.add(item)
        else:
            run.charge(len(kept))
            if any(equal(item, other, run) is True for other in kept):
                continue
        kept.append(item)
    return kept


@builtin("flatten", "list:list")
def flatten(run: Any, items: list[Any]) -> list[Any]:
    flat: list[Any] = []
    run.charge(len(items))
    for item in items:
        if type(item) is list:
            flat.extend(flatten(run, item))
        else:
            flat.append(item)
    return flat


@builtin("sort", "list:list", "list:list, precedes:function~")
def sort(run: Any, items: list[Any], precedes: Any = None) -> list[Any]:
    def compare(left: Any, right: Any) -> int:
        run.charge(1)
        verdict = less(left, right) if precedes is None else apply(run, precedes, [left, right], {})
        if type(verdict) is not bool:
            raise Null("not_boolean", type=kind(verdict))
        if verdict:
            return -1
        after = less(right, left) if precedes is None else apply(run, precedes, [right, left], {})
        return 1 if after is True else 0

    run.charge(len(items))
    return sorted(items, key=cmp_to_key(compare))
