"""How a definition's elements, variables and values read in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils.timezone import get_current_timezone

from engine.english import english_names
from engine.programs import Deployed, deployed, form_files
from forms import Form
from people.roles import ROLES

SAID = {True: ("是", "Yes"), False: ("否", "No")}


@dataclass(frozen=True)
class Reading:
    """Names of elements, titles of variables and the schemas by which values get their words."""

    english: bool
    elements: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    schemas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def element(self, element_id: str) -> str:
        """The element's name, its id when it has none."""
        return self.elements.get(element_id) or element_id

    def label(self, name: str) -> str:
        """The variable's title, its name when no form shows it."""
        return self.labels.get(name, name)

    def text(self, name: str, value: Any) -> str | None:
        """The value of a variable as people read it, None for nothing."""
        return self._text(name, self.schemas.get(name, {}), value)

    def _text(self, name: str, schema: Mapping[str, Any], value: Any) -> str | None:
        if value is None or value == "" or value == [] or value == {}:
            return None
        if (title := _chosen(schema, value)) is not None:
            return title
        if isinstance(value, Mapping):
            return self._record(schema, value)
        if isinstance(value, list):
            return self._list(name, schema, value)
        return plain_text(value, english=self.english) if name != "role" else role_text(str(value), self.english)

    def _list(self, name: str, schema: Mapping[str, Any], value: list[Any]) -> str | None:
        items = schema.get("items")
        inner = items if isinstance(items, Mapping) else {}
        texts = [text for item in value if (text := self._text(name, inner, item))]
        records = any(isinstance(item, Mapping) for item in value)
        return ("\n" if records else ", " if self.english else "、").join(texts) or None

    def _record(self, schema: Mapping[str, Any], value: Mapping[str, Any]) -> str | None:
        if value.get("number") and value.get("title"):
            return f"{value['title']} {value['number']}"
        own = schema.get("properties", {})
        colon, between = (": ", "; ") if self.english else ("：", "；")
        parts = []
        for key, item in value.items():
            known, pooled = own.get(key) or {}, self.schemas.get(key, {})
            if text := self._text(key, known if _worded(known) else {**pooled, **known}, item):
                title = known.get("title") or self.label(key)
                parts.append(f"{title}{colon}{_inner(text) if isinstance(item, (list, Mapping)) else text}")
        return between.join(parts) or None


def _inner(text: str) -> str:
    """Records inside a record, on its line."""
    return "(" + text.replace("\n", " | ") + ")" if "\n" in text or ";" in text or "；" in text else text


def plain_text(value: Any, *, english: bool) -> str:
    """A yes or no, a moment in the company's time, a number without an empty fraction, else the value itself."""
    if isinstance(value, bool):
        return SAID[value][english]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str) and len(value) > 18 and value[10:11] == "T":
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            return value
        return (moment.astimezone(get_current_timezone()) if moment.tzinfo else moment).strftime("%Y-%m-%d %H:%M")
    return str(value)


def role_text(key: str, english: bool) -> str:
    """The role's name, or the key where it is none."""
    role = ROLES.get(key)
    return key if role is None else role.name_en if english else role.name_zh


def reading_of(version: Deployed, lang: str) -> Reading:
    """The reading of one version."""
    return _reading((version.digest,), lang.startswith("en"))


def reading_of_run(root_id: int, version: Deployed, lang: str) -> Reading:
    """The reading of an instance and everything that it called; its own version comes first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT digest FROM every_process_instance WHERE root_id = %s", [root_id])
        others = sorted({row[0] for row in cursor.fetchall()} - {version.digest})
    return _reading((version.digest, *others), lang.startswith("en"))


def readings_of(root_ids: Iterable[str], lang: str) -> dict[str, Reading]:
    """Readings by the id of the instance; instances that are gone are left out."""
    wanted = sorted({int(i) for i in root_ids if str(i).isdigit()})
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, digest FROM every_process_instance WHERE id = ANY (%s)", [wanted])
        return {str(pk): _reading((digest,), lang.startswith("en")) for pk, digest in cursor.fetchall()}


@lru_cache(maxsize=500)
def _reading(digests: tuple[str, ...], english: bool) -> Reading:
    elements: dict[str, str] = {}
    labels: dict[str, str] = {}
    schemas: dict[str, Mapping[str, Any]] = {}
    for digest in digests:
        version = deployed(digest)
        for element_id, name in _names(version, english):
            elements.setdefault(element_id, name)
        forms = [form for key in sorted(form_files(version.files)) if (form := version.form(key))]
        for form in forms:
            _add_fields(form, english, labels, schemas)
        for form in forms:
            _add_outcome(form, english, labels, schemas)
    return Reading(english, elements, labels, schemas)


def _names(version: Deployed, english: bool) -> Iterator[tuple[str, str]]:
    if english:
        yield from english_names(version.digest).items()
    for shown in version.program.elements.values():
        if shown.name:
            yield shown.id, shown.name


def _add_fields(form: Form, english: bool, labels: dict[str, str], schemas: dict[str, Mapping[str, Any]]) -> None:
    schema = form.localised("en" if english else "zh")["schema"]
    for name, own in _properties(schema):
        if title := own.get("title"):
            labels.setdefault(name, str(title))
        known = schemas.get(name)
        if known is None or (not _worded(known) and _worded(own)):
            schemas[name] = own


def _properties(schema: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every property at any depth, the outer ones first."""
    level = [schema]
    while level:
        below: list[Any] = []
        for node in level:
            if isinstance(node, list):
                below += node
            elif isinstance(node, Mapping):
                own = node.get("properties")
                if isinstance(own, Mapping):
                    yield from ((name, inner) for name, inner in own.items() if isinstance(inner, Mapping))
                    below += own.values()
                below += [inner for word, inner in node.items() if word != "properties"]
        level = [node for node in below if isinstance(node, (Mapping, list))]


def _worded(schema: Mapping[str, Any]) -> bool:
    items = schema.get("items")
    return "oneOf" in schema or (isinstance(items, Mapping) and ("oneOf" in items or "properties" in items))


def _add_outcome(form: Form, english: bool, labels: dict[str, str], schemas: dict[str, Mapping[str, Any]]) -> None:
    """The variable that a form's buttons set has their labels for its words."""
    name = form.outcome_field
    if not name:
        return
    shown = form.localised("en" if english else "zh")
    choices = [{"const": button["value"], "title": button["label"]} for button in shown["outcomes"] or ()]
    known = schemas.get(name, {})
    schemas[name] = {**known, "oneOf": [*known.get("oneOf", ()), *choices]}
    labels.setdefault(name, f"{shown['title']}: outcome" if english else f"{shown['title']}：结果")


def _chosen(schema: Mapping[str, Any], value: Any) -> str | None:
    for choice in schema.get("oneOf", ()):
        if isinstance(choice, Mapping) and choice.get("const") == value and type(choice.get("const")) is type(value):
            return str(choice.get("title") or value)
    return None
