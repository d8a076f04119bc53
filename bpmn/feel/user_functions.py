"""Functions written in FEEL."""

from __future__ import annotations

from typing import Any

from bpmn.feel.lexical import Code
from bpmn.feel.run import Env, Run
from bpmn.feel.values import Function


def user_function(
    env: Env, *, names: tuple[str, ...], types: tuple[Any, ...], body: Code, own: int | None, cost: int
) -> Function:
    """The function value of a definition, closed over the places in force."""
    scope, places = env.scope, env.locals

    def call(run: Run, values: list[Any]) -> Any:
        nonlocal places
        if own is not None and places[own] is None:
            places = (*places[:own], function, *places[own + 1 :])
        run.enter(cost)
        result = body(Env(scope, (*places, *values), run))
        run.leave()
        return result

    function = Function("function", names, call, types)
    return function
