"""What a person may write into the process: the form of the task decides, field by field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from django.utils import translation

from engine import clock, refusals
from engine.access import Row
from engine.programs import Deployed, deployed
from engine.sensitive import masked_for
from engine.steps import Instance, variables_of_scope
from engine.wire import dump_plain, exact_numbers
from forms import Form, FormInvalid, ReadOnlyField, Right, validate
from people.actors import Actor

WRITABLE = ("edit", "required")
LARGEST = 1_000_000
"""Bytes of all variables that one submission may bring."""
_PARSERS: dict[str, Callable[[str], Any]] = {
    "date": dt.date.fromisoformat,
    "date-time": dt.datetime.fromisoformat,
    "time": dt.time.fromisoformat,
}


def accepted_variables(
    task: Row, instance: Instance, variables: Mapping[str, Any], actor: Actor
) -> tuple[dict[str, Any], str]:
    """The variables that the task's form takes, typed, and the outcome as text; raises InvalidForm or ReadOnlyField.

    A task without a form takes what it is given: its designer asked for nothing in particular.
    """
    version = deployed(task["digest"])
    form = form_named(version, task["form_id"])
    properties = orjson.loads(task["properties"])
    field = properties.get("outcomeField") or (form.outcome_field if form else "")
    if form is None:
        accepted = free_variables(variables)
    else:
        original = variables_of_scope(instance, task["scope_id"], form.fields)
        rights = narrowed(form.rights_at(task["element_id"]), masked_for(version, actor, task["unit_path"]))
        accepted = checked(form, variables, rights=rights, original=original)
    outcome = accepted.get(field) if field else None
    return accepted, outcome_text(outcome)


def refuse_too_large(body: bytes) -> None:
    """Raises TooLarge when the variables, as JSON, are more than one submission may bring."""
    if len(body) > LARGEST:
        raise refusals.TooLarge(size=f"{len(body):,}", limit=f"{LARGEST:,}")


def outcome_text(value: Any) -> str:
    """An outcome as the user task keeps it: the value's plain text."""
    return "" if value is None else value if isinstance(value, str) else dump_plain(value)


def accepted_at_start(version: Deployed, variables: Mapping[str, Any], *, form_key: str) -> dict[str, Any]:
    """The variables that the start form takes; without one, what is given."""
    form = form_named(version, form_key)
    return free_variables(variables) if form is None else checked(form, variables, rights=form.rights_at(), original={})


def form_named(version: Deployed, key: str) -> Form | None:
    """The form, None when no form is asked for; raises Invalid when the deployed files lack it."""
    if not key:
        return None
    form = version.form(key)
    if form is None:
        raise refusals.Invalid(what=f"流程版本中缺少表单 {key}")
    return form


def checked(
    form: Form, variables: Mapping[str, Any], *, rights: Mapping[str, Right], original: Mapping[str, Any]
) -> dict[str, Any]:
    """The writable fields that were sent, typed by the form's schema."""
    try:
        accepted = validate(
            form, dict(variables), rights=rights, original=original, lang=reader_language(), now=clock.now()
        )
    except ReadOnlyField as problem:
        raise refusals.ReadOnlyField(errors=[error.as_dict() for error in problem.errors]) from None
    except FormInvalid as problem:
        raise refusals.InvalidForm(errors=[error.as_dict() for error in problem.errors]) from None
    return {
        name: typed(value, form.property_schema(name))
        for name, value in accepted.data.items()
        if name in variables and (name == form.outcome_field or rights.get(name) in WRITABLE)
    }


def narrowed(rights: Mapping[str, Right], masked: Mapping[str, str]) -> dict[str, Right]:
    """Rights at a task, "read" turned to "masked" where the reader may not see the value whole.

    A field that the task asks this person to fill in stays as it is.
    """
    return {name: "masked" if right == "read" and name in masked else right for name, right in rights.items()}


def free_variables(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Variables without a form: numbers exact, names plain."""
    if any(not isinstance(name, str) or not name or len(name) > 200 for name in variables):
        raise refusals.Invalid(what="变量名")
    return dict(exact_numbers(dict(variables)))


def typed(value: Any, schema: Mapping[str, Any]) -> Any:
    """The value with fractions as Decimals and dates, times as such, where the schema says so."""
    if isinstance(value, Mapping):
        known = schema.get("properties") or {}
        return {key: typed(item, known.get(key) or {}) for key, item in value.items()}
    if isinstance(value, list | tuple):
        items = schema.get("items")
        return [typed(item, items if isinstance(items, Mapping) else {}) for item in value]
    parse = _PARSERS.get(str(schema.get("format")))
    if parse is not None and isinstance(value, str) and value:
        return parse(value)
    return exact_numbers(value)


def reader_language() -> str:
    """The language in which the current request is answered."""
    return "en" if (translation.get_language() or "").startswith("en") else "zh"
