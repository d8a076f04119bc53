"""How a built-in function declares its parameters, and how arguments are fitted to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bpmn.feel.problems import Null
from bpmn.feel.values import KINDS, kind

Implementation = Callable[..., Any]
_ORDERED = frozenset(
    ("number", "string", "date", "time", "date and time", "days and time duration", "years and months duration")
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """`kinds` empty means any value; `nullable` lets null through."""

    name: str
    kinds: frozenset[str]
    optional: bool = False
    nullable: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function."""

    parameters: tuple[Parameter, ...]
    implementation: Implementation

    @property
    def required(self) -> int:
        return sum(not parameter.optional and not parameter.many for parameter in self.parameters)

    def takes(self, count: int) -> bool:
        many = bool(self.parameters) and self.parameters[-1].many
        return count >= self.required + many if many else self.required <= count <= len(self.parameters)

    def for_names(self, names: Sequence[str]) -> bool:
        own = [parameter.name for parameter in self.parameters]
        needed = {parameter.name for parameter in self.parameters if not parameter.optional}
        return len(set(names)) == len(names) and needed <= set(names) <= set(own)


@dataclass(frozen=True, slots=True, eq=False)
class Builtin:
    """A function of the standard, by name, with all ways to call it."""

    name: str
    signatures: tuple[Signature, ...]

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(parameter.name for parameter in self.signatures[0].parameters)

    def call(self, run: Any, values: Sequence[Any]) -> Any:
        """The value for positional arguments; raises Null."""
        fitting = [signature for signature in self.signatures if signature.takes(len(values))]
        return invoke(self.name, fitting, run, values)

    def call_named(self, run: Any, values: Mapping[str, Any]) -> Any:
        """The value for named arguments; raises Null."""
        fitting = [signature for signature in self.signatures if signature.for_names(tuple(values))]
        for signature in fitting:
            given = [values.get(parameter.name, OMITTED) for parameter in signature.parameters]
            try:
                return _apply(self.name, signature, run, given)
            except Mismatch as mismatch:
                refusal = mismatch
        raise Null("arguments", name=self.name) if not fitting else refusal.as_null()


class _Omitted:
    pass


OMITTED = _Omitted()


class Mismatch(Exception):
    """An argument does not fit a signature: another may be tried."""

    def __init__(self, function: str, parameter: str) -> None:
        self.function = function
        self.parameter = parameter
        super().__init__(parameter)

    def as_null(self) -> Null:
        return Null("argument", name=self.function, what=self.parameter)


def invoke(name: str, fitting: Sequence[Signature], run: Any, values: Sequence[Any]) -> Any:
    """The value of the first signature that the arguments fit; raises Null."""
    refusal: Mismatch | None = None
    for signature in fitting:
        try:
            return _apply(name, signature, run, values)
        except Mismatch as mismatch:
            refusal = refusal or mismatch
    raise Null("arguments", name=name) if refusal is None else refusal.as_null()


def _apply(name: str, signature: Signature, run: Any, values: Sequence[Any]) -> Any:
    return paid(run, _applied(name, signature, run, values))


def paid(run: Any, result: Any) -> Any:
    """The result of a function, once its text is paid for."""
    if type(result) is str and len(result) > 64:
        run.charge(len(result) >> 4)
    return result


def _applied(name: str, signature: Signature, run: Any, values: Sequence[Any]) -> Any:
    parameters = signature.parameters
    if len(values) > len(parameters) or (parameters and parameters[-1].many):
        fixed = len(parameters) - 1
        if len(values) == fixed + 1 and values[fixed] is OMITTED:
            raise Mismatch(name, parameters[fixed].name)
        head = [fit(name, p, value) for p, value in zip(parameters[:fixed], values, strict=False)]
        rest = [fit(name, parameters[fixed], value) for value in values[fixed:]]
        return signature.implementation(run, *head, *rest)
    fitted = [fit(name, parameter, value) for parameter, value in zip(parameters, values, strict=False)]
    return signature.implementation(run, *fitted)


def fit(name: str, parameter: Parameter, value: Any) -> Any:
    """The argument as the parameter's kind, after the standard's implicit conversions; raises Mismatch."""
    kinds = parameter.kinds
    if value is OMITTED:
        return None
    of = KINDS.get(type(value), "function")
    if not kinds or of in kinds:
        return value
    if value is None:
        if parameter.nullable:
            return None
        raise Mismatch(name, parameter.name)
    if "list" in kinds:
        return [value]
    if of == "list" and len(value) == 1 and kind(value[0]) in kinds:
        return value[0]
    if of == "date" and "date and time" in kinds:
        return value
    raise Mismatch(name, parameter.name)


def parameter(text: str) -> Parameter:
    """ "name: kind" with "?" (may be left out), "~" (may be null), "*" (any number of them)."""
    name, _, kinds = text.partition(":")
    kinds = kinds.strip()
    marks = ""
    while kinds and kinds[-1] in "?~*":
        marks += kinds[-1]
        kinds = kinds[:-1]
    wanted = frozenset() if kinds in ("", "any") else _ORDERED if kinds == "ordered" else frozenset(kinds.split("|"))
    return Parameter(name.strip(), wanted, "?" in marks, "~" in marks, "*" in marks)


BUILTINS: dict[str, Builtin] = {}


def builtin(
    name: str, *signatures: str, among: dict[str, Builtin] = BUILTINS
) -> Callable[[Implementation], Implementation]:
    """Registers an implementation under a name with its ways to be called."""

    def register(implementation: Implementation) -> Implementation:
        made = tuple(
            Signature(tuple(parameter(part) for part in text.split(",") if part.strip()), implementation)
            for text in signatures
        )
        known = among.get(name)
        among[name] = Builtin(name, (known.signatures if known else ()) + made)
        return implementation

    return register
