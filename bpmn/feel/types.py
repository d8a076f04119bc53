"""The types of FEEL: what a type name means and which values conform to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bpmn.feel.tree import TypeRef
from bpmn.feel.values import Function, Range, kind

BASIC = frozenset(
    (
        "number",
        "string",
        "boolean",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    )
)
OTHER_SPELLINGS = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "any": "Any",
    "null": "Null",
    "day and time duration": "days and time duration",
    "year and month duration": "years and months duration",
}


@dataclass(frozen=True, slots=True)
class Type:
    """A type: basic by name, or a structure with parts (`keys` name a context's)."""

    name: str
    parts: tuple[Type, ...] = ()
    keys: tuple[str, ...] = ()
    allows: Any = None  # a test of the allowed values: (run, value) -> bool

    def __str__(self) -> str:
        if self.name == "context" and self.keys:
            return f"context<{', '.join(self.keys)}>"
        return f"{self.name}<{', '.join(map(str, self.parts))}>" if self.parts else self.name


ANY = Type("Any")


def resolve_type(ref: TypeRef | None, known: Mapping[str, Type]) -> Type | None:
    """The type of a written one; None where the name means nothing."""
    if ref is None:
        return None
    name = OTHER_SPELLINGS.get(ref.name, ref.name)
    if name in known:
        return known[name]
    if ref.parts or ref.keys:
        parts = [resolve_type(part, known) for part in ref.parts]
        found = tuple(part for part in parts if part is not None)
        return Type(name, found, ref.keys) if len(found) == len(parts) else None
    if name in BASIC or name in ("Any", "Null", "list", "context", "range", "function"):
        return Type(name)
    return None


def conforms(value: Any, of: Type, run: Any) -> bool:
    """Whether a value is of a type; null is only of types Any and Null."""
    if value is None:
        return of.name == "Null"
    if of.name != "Any" and not _has_shape(value, of, run):
        return False
    return of.allows is None or bool(of.allows(run, value))


def _has_shape(value: Any, of: Type, run: Any) -> bool:
    if of.name in BASIC:
        return kind(value) == of.name
    check = _SHAPES.get(of.name)
    return check is not None and check(value, of, run)


def accepts(value: Any, of: Type, run: Any) -> bool:
    """Whether a value may be given where a type is asked for: conforms, or null."""
    return value is None or conforms(value, of, run)


def _is_list(value: Any, of: Type, run: Any) -> bool:
    if type(value) is not list:
        return False
    run.charge(len(value))
    return not of.parts or all(accepts(item, of.parts[0], run) for item in value)


def _is_context(value: Any, of: Type, run: Any) -> bool:
    if type(value) is not dict:
        return False
    return all(key in value and accepts(value[key], part, run) for key, part in zip(of.keys, of.parts, strict=True))


def _is_range(value: Any, of: Type, run: Any) -> bool:
    if type(value) is not Range:
        return False
    return not of.parts or all(accepts(end, of.parts[0], run) for end in (value.low, value.high))


def _is_function(value: Any, of: Type, run: Any) -> bool:
    if type(value) is not Function and not callable(getattr(value, "call", None)):
        return False
    if not of.parts:
        return True
    wanted = of.parts[:-1]
    given = getattr(value, "types", ()) or (None,) * len(getattr(value, "parameters", None) or ())
    return len(wanted) == len(given) and all(
        own is None or type_conforms(asked, own) for own, asked in zip(given, wanted, strict=True)
    )


def type_conforms(narrow: Type, wide: Type) -> bool:
    """Whether every value of one type is of the other."""
    if wide.name == "Any" or narrow.name == "Null" or narrow == wide:
        return True
    if narrow.name != wide.name:
        return False
    if wide.name == "context":
        own = dict(zip(narrow.keys, narrow.parts, strict=True))
        return all(
            key in own and type_conforms(own[key], part) for key, part in zip(wide.keys, wide.parts, strict=True)
        )
    return len(narrow.parts) == len(wide.parts) and all(map(type_conforms, narrow.parts, wide.parts))


_SHAPES = {
    "Null": lambda value, of, run: value is None,
    "list": _is_list,
    "context": _is_context,
    "range": _is_range,
    "function": _is_function,
}
