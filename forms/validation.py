"""Checks what somebody sent against the form and the person's rights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from forms.form import Form, Right
from forms.localising import MESSAGE, TRANSLATION, text
from forms.messages import choices, say
from forms.ordering import TODAY, misplaced
from forms.refusals import FieldRefusal, FormInvalid, ReadOnlyField

_WRITABLE = ("edit", "required")
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Accepted:
    """Checked data: what was sent and may be written, with read-only fields as they were; hidden ones are absent."""

    data: Mapping[str, Any]


def validate(
    form: Form,
    data: object,
    *,
    rights: Mapping[str, Right] | None = None,
    original: Mapping[str, Any] | None = None,
    lang: str = "zh",
    need_outcome: bool = True,
    now: dt.datetime | None = None,
) -> Accepted:
    """The accepted data, or `FormInvalid` / `ReadOnlyField` with every problem in the reader's language.

    A field that is not sent keeps its `original` value (null clears it). Nobody is asked to mend a field
    that he may not edit: a required one that is read-only or hidden blocks nothing. Without `now`, today is not known.
    """
    if not isinstance(data, Mapping):
        raise FormInvalid([FieldRefusal("", "not_an_object", say("not_an_object", title="", lang=lang))])
    held = rights if rights and all(name in rights for name in form.fields) else {**form.rights_at(), **(rights or {})}
    old = original or {}
    before = {name: _plain(old[name]) for name in form.fields if name in old}
    forged = [*_forged(form, data, held, before, lang)]
    if forged:
        raise ReadOnlyField(forged)
    candidate = _candidate(form, data, held, before)
    errors = [
        *_unknown(form, data, lang),
        *_missing(form, candidate, held, lang),
        *_broken(form, candidate, held, lang),
        *_misplaced(form, candidate, held, lang, now),
        *(_outcome(form, data, lang) if need_outcome else ()),
    ]
    if errors:
        raise FormInvalid(_once(errors))
    return Accepted(data=_accepted(form, data, held, old))


def _forged(
    form: Form, data: Mapping[str, Any], held: Mapping[str, Right], before: Mapping[str, Any], lang: str
) -> Iterator[FieldRefusal]:
    for name in form.fields:
        if name not in data or name == form.outcome_field:
            continue
        right, sent = held[name], data[name]
        untouched = _same(sent, before.get(name)) or (right == "masked" and _is_masked(sent))
        if right in ("read", "masked") and not untouched:
            title = _title(form, (name,), lang)
            yield FieldRefusal(f"/{_escaped(name)}", "read_only_field", say("read_only", title=title, lang=lang))


def _candidate(
    form: Form, data: Mapping[str, Any], held: Mapping[str, Right], before: Mapping[str, Any]
) -> dict[str, Any]:
    """The whole as it would be afterwards; empty values stand for absent ones."""
    whole: dict[str, Any] = {}
    for name in form.fields:
        writable = held[name] in _WRITABLE or name == form.outcome_field
        value = data[name] if writable and name in data else before.get(name)
        if value is not None or _takes_null(form.property_schema(name)):
            whole[name] = _plain(value)
    return {name: value for name, value in whole.items() if not (value is None and name not in data)}


def _unknown(form: Form, data: Mapping[str, Any], lang: str) -> Iterator[FieldRefusal]:
    known = {*form.fields, form.outcome_field}
    for name in data:
        if name not in known:
            yield FieldRefusal(
                f"/{_escaped(str(name))}", "unknown_field", say("unknown_field", title=str(name), lang=lang)
            )


def _missing(form: Form, candidate: Mapping[str, Any], held: Mapping[str, Right], lang: str) -> Iterator[FieldRefusal]:
    always = set(form.schema.get("required", ()))
    for name, right in held.items():
        needed = right == "required" or (right == "edit" and name in always)
        value = candidate.get(name, _ABSENT)
        empty = value is _ABSENT or (isinstance(value, str) and not value.strip()) or value == []
        if needed and empty and name != form.outcome_field:
            title = _title(form, (name,), lang)
            yield FieldRefusal(f"/{_escaped(name)}", "required", say("required", title=title, lang=lang))


def _broken(form: Form, candidate: Mapping[str, Any], held: Mapping[str, Right], lang: str) -> Iterator[FieldRefusal]:
    for error in form.validator.iter_errors(candidate):
        keyword = str(error.kind.name)
        path = [*error.instance_path]
        if keyword == "required":
            path.append(error.kind.property)
        field = path[0] if path else ""
        if field == form.outcome_field or held.get(str(field), "edit") not in _WRITABLE:
            continue
        yield FieldRefusal(_pointer(path), _CODES.get(keyword, keyword), _message(form, path, keyword, error, lang))


_CODES = {"oneOf": "not_one_of", "anyOf": "not_any_of", "const": "constant"}


def _message(form: Form, path: list[Any], keyword: str, error: Any, lang: str) -> str:
    schema = _schema_at(form, path)
    own = schema.get(MESSAGE)
    if isinstance(own, Mapping) and keyword != "required":
        return text(own, lang)
    value = getattr(error.kind, "value", None)
    if keyword == "enum":
        value = choices(schema, lang) or value
    return say(keyword, title=_title(form, path, lang), value=value, lang=lang)


def _misplaced(
    form: Form, candidate: Mapping[str, Any], held: Mapping[str, Right], lang: str, now: dt.datetime | None
) -> Iterator[FieldRefusal]:
    for wrong in misplaced(form.schema, candidate, now):
        if held.get(wrong.field) in _WRITABLE:
            keyword = f"{wrong.code}_today" if wrong.other == TODAY else wrong.code
            other = "" if wrong.other == TODAY else _title(form, (wrong.other,), lang)
            told = say(keyword, title=_title(form, (wrong.field,), lang), value=other, lang=lang)
            yield FieldRefusal(f"/{_escaped(wrong.field)}", wrong.code, told)


def _outcome(form: Form, data: Mapping[str, Any], lang: str) -> Iterator[FieldRefusal]:
    if not form.outcomes:
        return
    if not any(_same(data.get(form.outcome_field), outcome.value) for outcome in form.outcomes):
        listed = (", " if lang.startswith("en") else "、").join(text(o.label, lang) for o in form.outcomes)
        yield FieldRefusal(
            f"/{_escaped(form.outcome_field)}", "outcome", say("outcome", title="", value=listed, lang=lang)
        )


def _accepted(
    form: Form, data: Mapping[str, Any], held: Mapping[str, Right], original: Mapping[str, Any]
) -> dict[str, Any]:
    taken: dict[str, Any] = {}
    for name in form.fields:
        right = held[name]
        if right in _WRITABLE and name in data:
            taken[name] = data[name]
        elif right in ("read", "masked") and name in original:
            taken[name] = original[name]
    if form.outcome_field and form.outcome_field in data:
        taken[form.outcome_field] = data[form.outcome_field]
    return taken


def _once(errors: list[FieldRefusal]) -> list[FieldRefusal]:
    return list({(error.field, error.code): error for error in reversed(errors)}.values())[::-1]


def _schema_at(form: Form, path: list[Any] | tuple[Any, ...]) -> Mapping[str, Any]:
    if not path:
        return form.schema
    schema = form.property_schema(str(path[0]))
    for part in path[1:]:
        child = schema.get("items", {}) if isinstance(part, int) else schema.get("properties", {}).get(part, {})
        schema = child if isinstance(child, Mapping) else {}
    return schema


def _title(form: Form, path: list[Any] | tuple[Any, ...], lang: str) -> str:
    schema = _schema_at(form, path)
    words = {"zh": schema.get("title", ""), "en": schema.get(TRANSLATION, {}).get("title", "")}
    rows = [part + 1 for part in path if isinstance(part, int)]
    title = text(words, lang) or (text(form.title, lang) if not path else "")
    title = title or str(next((part for part in reversed(path) if isinstance(part, str)), ""))
    if not rows:
        return title
    return f"{title} (row {rows[-1]})" if lang.startswith("en") else f"第 {rows[-1]} 行 {title}"


def _takes_null(schema: Mapping[str, Any]) -> bool:
    kind = schema.get("type")
    return kind == "null" or (isinstance(kind, list) and "null" in kind)


def _plain(value: Any) -> Any:
    """The value as JSON has it: Decimals as numbers, dates as ISO text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _same(sent: object, before: object) -> bool:
    one, other = _plain(sent), _plain(before)
    if isinstance(one, bool) is not isinstance(other, bool):
        return False
    return bool(one == other) or (one in (None, "", []) and other in (None, "", []))


def _is_masked(sent: object) -> bool:
    return isinstance(sent, str) and "*" in sent


def _pointer(path: list[Any]) -> str:
    return "".join(f"/{_escaped(str(part))}" for part in path)


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
