"""One walk through a decision requirement graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bpmn.dmn.explanation import step
from bpmn.dmn.linking import Linked
from bpmn.feel.compile_calls import apply, argument, coerced
from bpmn.feel.problems import Null
from bpmn.feel.run import Env, Run
from bpmn.feel.types import accepts
from bpmn.feel.values import Function, normalized


class Evaluation:
    """The values found so far; `bound` are given for elements by key and are not computed."""

    def __init__(
        self,
        linked: Mapping[str, Linked],
        run: Run,
        variables: Mapping[str, Any],
        *,
        bound: Mapping[str, Any] | None = None,
        steps: list[dict[str, Any]] | None = None,
    ) -> None:
        self._linked = linked
        self._run = run
        self._variables = variables
        self._values: dict[str, Any] = dict(bound or {})
        self._closed = bound is not None
        self.steps: list[dict[str, Any]] = [] if steps is None else steps

    def decision(self, key: str) -> Any:
        """The value of a decision and of all that it requires."""
        if key not in self._values:
            self._values[key] = self._decide(self._linked[key])
        return self._values[key]

    def _decide(self, linked: Linked) -> Any:
        run = self._run
        run.charge(1)
        scope = self._scope(linked)
        if linked.run_code is None:
            return None
        outer_tables, run.tables = run.tables, []
        outer_element, run.element_id = run.element_id, linked.part.id
        value = linked.run_code(Env(scope, (), run))
        if linked.of is not None:
            value = coerced(run, value, linked.of, 0)
        run.element_id = outer_element
        tables, run.tables = run.tables, outer_tables
        self.steps.append(step(linked, scope, tables or [], value))
        return value

    def _scope(self, linked: Linked) -> dict[str, Any]:
        scope: dict[str, Any] = {}
        if not self._closed:
            for name in linked.free_reads:
                if name in self._variables:
                    scope[name] = self._variable(name, self._variables[name])
        for requirement, name in linked.requires:
            value = self._required(requirement.target, name, requirement.prefix)
            if requirement.prefix:
                scope.setdefault(requirement.prefix, {})[name] = value
            else:
                scope[name] = value
        for requirement in linked.part.decisions:
            if requirement.target in self._values and not requirement.prefix:
                # tools for Camunda write a required decision's id where the standard has its name
                scope.setdefault(requirement.target.rpartition("#")[2], self._values[requirement.target])
        return scope

    def _required(self, key: str, name: str, prefix: str) -> Any:
        linked = self._linked[key]
        if linked.part.kind == "decision":
            return self.decision(key)
        if linked.part.kind == "inputData":
            if key not in self._values:
                self._values[key] = self._input(linked, name, prefix)
            return self._values[key]
        return self.function(key)

    def _input(self, linked: Linked, name: str, prefix: str) -> Any:
        if self._closed:
            return None
        nested = self._variables.get(prefix) if prefix else None
        given = nested.get(name) if isinstance(nested, Mapping) and name in nested else self._variables.get(name)
        if f"{prefix}.{name}" in self._variables:
            given = self._variables[f"{prefix}.{name}"]
        return self._checked(linked, self._variable(name, given))

    def _checked(self, linked: Linked, value: Any) -> Any:
        if linked.of is None or accepts(value, linked.of, self._run):
            return value
        found = coerced(self._run, value, linked.of, 0)
        if found is None:
            self._run.null("input_type", 0, name=linked.part.name, type=str(linked.of), value=str(value)[:60])
        return found

    def _variable(self, name: str, given: Any) -> Any:
        try:
            return normalized(given)
        except Null as refusal:
            return self._run.null(refusal.code, 0, **refusal.facts)

    def function(self, key: str) -> Any:
        """A business knowledge model or decision service as a function."""
        if key in self._values:
            return self._values[key]
        linked = self._linked[key]
        if linked.part.kind == "decisionService":
            made: Any = self._service(linked)
        elif linked.run_code is None:
            made = None
        else:
            scope: dict[str, Any] = {}
            made = self._values[key] = linked.run_code(Env(scope, (), self._run))
            scope.update(self._scope(linked))
        self._values[key] = made
        return made

    def _service(self, linked: Linked) -> Function:
        parts = [self._linked[key] for key in linked.parameters]

        def call(run: Run, values: list[Any]) -> Any:
            run.enter(len(parts) + 1)
            bound = {
                part.part.key: value if part.of is None else argument(run, value, part.of)
                for part, value in zip(parts, values, strict=True)
            }
            inner = Evaluation(self._linked, run, {}, bound=bound, steps=self.steps)
            results = {self._linked[key].part.name: inner.decision(key) for key in linked.outputs}
            run.leave()
            value = next(iter(results.values())) if len(results) == 1 else results
            return coerced(run, value, linked.of, 0) if linked.of is not None else value

        return Function(linked.part.name, tuple(part.part.name for part in parts), call)

    def invocation(self, key: str) -> Any:
        """A function of the model called with the variables as its parameters."""
        function = self.function(key)
        if function is None:
            return None
        values = [self._variable(name, self._variables.get(name)) for name in function.parameters]
        try:
            return apply(self._run, function, values, {})
        except Null as refusal:
            return self._run.null(refusal.code, 0, **refusal.facts)
