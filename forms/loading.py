"""Reads a form definition and refuses what could not be shown or checked later."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from forms.form import RIGHTS, Form, Outcome
from forms.formats import FORMATS
from forms.ordering import KEYWORDS, TODAY
from forms.refusals import FieldRefusal, FormRefused

MAX_BYTES = 512 * 1024
STYLES = ("primary", "default", "danger")
KNOWN = {"key", "title", "schema", "ui", "outcomes", "outcome_field", "submit_label", "rights", "tasks", "description"}


def load_form(data: bytes | Mapping[str, Any]) -> Form:
    """The form of a `<key>.form.json`; raises `FormRefused` with every problem found."""
    source = _parsed(data) if isinstance(data, bytes) else data
    errors = [*_shape(source)]
    if errors:
        raise FormRefused(errors)
    schema = source["schema"]
    errors = [*_references(schema, "/schema"), *_orders(schema), *_outcomes(source)]
    validator = None if errors else _compiled(schema, errors)
    form = Form(
        key=source["key"],
        title=source["title"],
        schema=schema,
        ui=source.get("ui", {}),
        outcomes=tuple(
            Outcome(value=item["value"], label=item["label"], style=item.get("style", "default"))
            for item in (source.get("outcomes") or [])
            if not errors
        ),
        outcome_field=source.get("outcome_field", ""),
        submit_label=source.get("submit_label", {}),
        rights=source.get("rights", {}),
        tasks=source.get("tasks", {}),
        validator=validator,
    )
    errors += [*_rights(form)]
    if errors:
        raise FormRefused(errors)
    return form


def _parsed(data: bytes) -> Mapping[str, Any]:
    if len(data) > MAX_BYTES:
        raise FormRefused([FieldRefusal("", "too_large", f"the form is larger than {MAX_BYTES // 1024} KiB: split it")])
    try:
        source = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as problem:
        raise FormRefused([FieldRefusal("", "not_json", f"the file is not JSON in UTF-8: {problem}")]) from problem
    if not isinstance(source, Mapping):
        raise FormRefused([FieldRefusal("", "not_an_object", "the file must hold one JSON object")])
    return source


def _shape(source: Mapping[str, Any]) -> Iterator[FieldRefusal]:
    for name in source.keys() - KNOWN:
        yield FieldRefusal(
            f"/{name}", "unknown_member", f"a form has no {name!r}; known are {', '.join(sorted(KNOWN))}"
        )
    if not isinstance(source.get("key"), str) or not source["key"]:
        yield FieldRefusal("/key", "missing", "the form needs a key")
    for name in ("title", "submit_label"):
        value = source.get(name, None if name == "title" else {"zh": "-"})
        if not isinstance(value, Mapping) or not any(value.get(lang) for lang in ("zh", "en")):
            yield FieldRefusal(f"/{name}", "missing", f'{name} must be {{"zh": "…", "en": "…"}}')
    for name in ("ui", "rights", "tasks"):
        if not isinstance(source.get(name, {}), Mapping):
            yield FieldRefusal(f"/{name}", "not_an_object", f"{name} must be an object")
    schema = source.get("schema")
    if not isinstance(schema, Mapping) or schema.get("type") != "object":
        yield FieldRefusal("/schema", "not_an_object", 'the schema must be one of "type": "object"')


def _references(node: Any, pointer: str) -> Iterator[FieldRefusal]:
    """Nothing may be fetched: only references inside the form are followed."""
    if isinstance(node, Mapping):
        reference = node.get("$ref")
        if isinstance(reference, str) and not reference.startswith("#"):
            yield FieldRefusal(f"{pointer}/$ref", "outside_reference", f"{reference!r} is outside the form: copy it in")
        for key, value in node.items():
            yield from _references(value, f"{pointer}/{_escaped(str(key))}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _references(value, f"{pointer}/{index}")


def _orders(schema: Mapping[str, Any]) -> Iterator[FieldRefusal]:
    fields = schema.get("properties", {})
    for name, field in fields.items():
        for keyword in KEYWORDS:
            other = field.get(keyword) if isinstance(field, Mapping) else None
            if other is not None and other != TODAY and other not in fields:
                place = f"/schema/properties/{_escaped(str(name))}/{keyword}"
                yield FieldRefusal(place, "unknown_field", f"the schema has no field {other!r}")


def _outcomes(source: Mapping[str, Any]) -> Iterator[FieldRefusal]:
    outcomes = source.get("outcomes")
    if not outcomes:
        return
    if not isinstance(source.get("outcome_field"), str) or not source["outcome_field"]:
        yield FieldRefusal("/outcome_field", "missing", "outcomes need an outcome_field: the variable that they set")
    for index, outcome in enumerate(outcomes):
        where = f"/outcomes/{index}"
        if not isinstance(outcome, Mapping) or "value" not in outcome or not isinstance(outcome.get("label"), Mapping):
            yield FieldRefusal(where, "missing", 'an outcome is {"value", "label": {"zh", "en"}, "style"}')
        elif outcome.get("style", "default") not in STYLES:
            yield FieldRefusal(f"{where}/style", "unknown_style", f"a style is one of {', '.join(STYLES)}")


def _compiled(schema: Mapping[str, Any], errors: list[FieldRefusal]) -> Any:
    try:
        return jsonschema_rs.Draft7Validator(
            dict(schema),
            validate_formats=True,
            formats=FORMATS,
            # linear time: no pattern of a designer can hang the server
            pattern_options=jsonschema_rs.RegexOptions(),
        )
    except jsonschema_rs.ValidationError as problem:
        where = "".join(f"/{_escaped(str(part))}" for part in problem.instance_path)
        errors.append(FieldRefusal(f"/schema{where}", "schema_invalid", problem.message))
    return None


def _rights(form: Form) -> Iterator[FieldRefusal]:
    known = {*form.fields, "*"}
    tables = [("/rights", form.rights), *((f"/tasks/{_escaped(task)}", table) for task, table in form.tasks.items())]
    for place, table in tables:
        if not isinstance(table, Mapping):
            yield FieldRefusal(place, "not_an_object", "rights must be an object of field and right")
            continue
        for name, right in table.items():
            where = f"{place}/{_escaped(name)}"
            if name not in known:
                yield FieldRefusal(where, "unknown_field", f"the schema has no field {name!r}")
            if right not in RIGHTS:
                yield FieldRefusal(where, "unknown_right", f"a right is one of {', '.join(RIGHTS)}")
    for name in form.ui.get("ui:order", ()):
        if name not in known:
            yield FieldRefusal("/ui/ui:order", "unknown_field", f"the schema has no field {name!r}")


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
