"""Context functions."""

from __future__ import annotations

from typing import Any

from bpmn.feel.functions.signature import builtin
from bpmn.feel.problems import Null


@builtin("get value", "m:context, key:string")
def get_value(run: Any, context: dict[str, Any], key: str) -> Any:
    if key not in context:
        raise Null("unknown_entry", name=key)
    return context[key]


@builtin("get entries", "m:context")
def get_entries(run: Any, context: dict[str, Any]) -> list[Any]:
    run.charge(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context", "entries:list")
def from_entries(run: Any, entries: list[Any]) -> dict[str, Any]:
    run.charge(len(entries))
    made: dict[str, Any] = {}
    for entry in entries:
        if type(entry) is not dict or "value" not in entry or type(entry.get("key")) is not str or entry["key"] in made:
            raise Null("bad_key")
        made[entry["key"]] = entry["value"]
    return made


@builtin("context put", "context:context, key:string, value:any")
def put(run: Any, context: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    run.charge(len(context))
    return {**context, key: value}


@builtin("context put", "context:context, keys:list, value:any")
def put_path(run: Any, context: dict[str, Any], keys: list[Any], value: Any) -> dict[str, Any]:
    if not keys or any(type(key) is not str for key in keys):
        raise Null("bad_key")
    run.charge(len(context))
    if len(keys) > 1:
        inner = context.get(keys[0], {})
        if type(inner) is not dict:
            raise Null("bad_key")
        value = put_path(run, inner, keys[1:], value)
    return {**context, keys[0]: value}


@builtin("context merge", "contexts:list")
def merge(run: Any, contexts: list[Any]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for context in contexts:
        if type(context) is not dict:
            raise Null("argument", name="context merge", what="contexts")
        run.charge(len(context))
        merged.update(context)
    return merged
