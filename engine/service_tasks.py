"""The Python functions that service tasks name: registered with what they take and give."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings

from engine.refusals import EngineRefusal

if TYPE_CHECKING:
    from people.actors import Actor

Kind = Literal["transactional", "external"]


class BpmnError(Exception):
    """A modelled business outcome: the process goes on where its diagram catches `code`."""

    def __init__(self, code: str, message: str = "", *, variables: Mapping[str, Any] | None = None) -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message
        self.variables = dict(variables or {})


class ActRefused(Exception):
    """The person's act that led here is not allowed: it is refused with `cause`, and nothing of it stays.

    Where no person waits for the answer (a worker's retry), it is a failure like any other.
    """

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause


class InputRefused(EngineRefusal):
    """The {side} of {type}: {what_en} Mend the task's {side} mapping or the variable it takes, then retry."""

    code = "invalid"
    zh = "服务任务 {type} 的{side_zh}：{what}请改正该任务的{side_zh}映射或所用变量，然后重试。"


@dataclass(frozen=True)
class Call:
    """What a service task may know of where it runs. `job_id` is the key that makes outside effects happen once."""

    instance_id: int
    business_key: str
    definition_key: str
    element_id: str
    unit_id: int | None
    unit_path: str
    variables: Mapping[str, Any]
    actor: Actor
    job_id: str
    now: dt.datetime
    headers: Mapping[str, str]


@dataclass(frozen=True)
class ServiceTask:
    """A registered function; `kind` says whether it runs inside the step or as a job outside it."""

    type: str
    function: Callable[[dict[str, Any], Call], Mapping[str, Any] | None]
    kind: Kind
    title: str
    title_en: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]

    def run(self, inputs: Mapping[str, Any], call: Call) -> dict[str, Any]:
        """The outputs, both sides checked against their schemas."""
        needed = self.inputs.get("required", ())
        given = {name: value for name, value in inputs.items() if value is not None or name in needed}
        _check(self.type, "input", self.inputs, given)
        outputs = dict(self.function(dict(inputs), call) or {})
        _check(self.type, "output", self.outputs, outputs)
        return outputs

    def refuse_outputs(self, outputs: Mapping[str, Any]) -> None:
        """Raises InputRefused when an operator's outputs are not those that the function promises."""
        _check(self.type, "output", self.outputs, outputs)


_registered: dict[str, ServiceTask] = {}


def service_task(
    type: str,
    *,
    title: str = "",
    title_en: str = "",
    inputs: Mapping[str, Any] | None = None,
    outputs: Mapping[str, Any] | None = None,
    kind: Kind = "transactional",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers the decorated function under a service task type."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        known = _registered.get(type)
        if known is not None and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"service task {type} is registered twice")
        _registered[type] = ServiceTask(
            type, function, kind, title or type, title_en or title or type, inputs or {}, outputs or {}
        )
        return function

    return register


def registered(type: str) -> ServiceTask | None:
    """The service task of that type, or None."""
    _load_processes()
    return _registered.get(type)


def all_registered() -> list[ServiceTask]:
    """Every service task that this installation knows, by type."""
    _load_processes()
    return [_registered[key] for key in sorted(_registered)]


@cache
def _load_processes() -> None:
    for path in sorted(Path(settings.PROCESSES_DIR).glob("*/services.py")):
        importlib.import_module(f"processes.{path.parent.name}.services")
    for module in getattr(settings, "SERVICE_TASK_MODULES", ["engine.documents.services"]):
        try:
            importlib.import_module(module)
        except ModuleNotFoundError as problem:
            if problem.name is None or not module.startswith(problem.name):
                raise


def _check(type: str, side: str, schema: Mapping[str, Any], value: Mapping[str, Any]) -> None:
    if not schema:
        return
    from engine.wire import plain

    found = list(_validator(type, side).iter_errors(plain(value)))[:5]
    if found:
        raise InputRefused(
            type=type,
            side=side,
            side_zh="输入" if side == "input" else "输出",
            what="".join(_said(error, "zh") for error in found),
            what_en=" ".join(_said(error, "en") for error in found),
        )


def _said(error: Any, lang: str) -> str:
    """What is wrong with one field, named by its JSON pointer."""
    from forms.messages import say

    keyword, path = str(error.kind.name), [str(part) for part in error.instance_path]
    if keyword == "required":
        path.append(str(error.kind.property))
    elif keyword == "additionalProperties":
        path.append(", ".join(getattr(error.kind, "unexpected", ())))
    return say(keyword, title="/" + "/".join(path), value=getattr(error.kind, "value", None), lang=lang)


@cache
def _validator(type: str, side: str) -> Any:
    import jsonschema_rs

    task = _registered[type]
    schema = task.inputs if side == "input" else task.outputs
    return jsonschema_rs.validator_for(_whole(schema))


def _whole(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON Schema of an object, also from a bare mapping of its properties."""
    known = {"type", "properties", "$schema", "allOf", "required"}
    return dict(schema) if known & set(schema) or not schema else {"type": "object", "properties": dict(schema)}


def catalogue(lang: str) -> list[dict[str, Any]]:
    """Every service task as the API shows it."""
    return [
        {
            "type": task.type,
            "title": task.title_en if lang.startswith("en") else task.title,
            "description": (task.function.__doc__ or "").strip(),
            "kind": task.kind,
            "input_schema": _whole(task.inputs),
            "output_schema": _whole(task.outputs),
        }
        for task in all_registered()
    ]
