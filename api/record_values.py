"""Values of recorded rows as people read them: choices, yes and no, the names behind ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model

from engine.queries.readings import plain_text
from engine.queries.references import business_keys
from ledger.changes import Change
from ledger.labels import labels_of

NAME_COLUMNS = {"people_unit": "name", "people_user": "full_name", "people_role": "name_zh"}
INSTANCE_FIELDS = {"opened_in", "filed_in", "closed_in", "found_in", "instance_id"}


@dataclass(frozen=True)
class RecordValues:
    """The words for the values of a set of changes."""

    english: bool
    names: Mapping[tuple[str, str], str]
    keys: Mapping[str, str]

    def text(self, table: str, name: str, value: Any) -> str | None:
        """The value of a column as people read it, None for nothing."""
        if value is None or value == "" or value == []:
            return None
        field = column(table, name)
        if isinstance(field, ForeignKey):
            return self.names.get((_target(field), str(value)), str(value))
        if name in INSTANCE_FIELDS:
            return self.keys.get(str(value)) or str(value)
        if field is not None and field.choices:
            return _choice(field, value, english=self.english)
        if isinstance(value, list):
            return (", " if self.english else "、").join(map(_item, value))
        return plain_text(value, english=self.english)


def record_values(found: Iterable[Change], lang: str) -> RecordValues:
    """The words for these changes; one query for every table that their ids point to."""
    wanted: dict[str, set[str]] = {}
    instances: set[str] = set()
    for table, name, value in _values(found):
        field = column(table, name)
        if isinstance(field, ForeignKey):
            wanted.setdefault(_target(field), set()).add(str(value))
        elif name in INSTANCE_FIELDS:
            instances.add(str(value))
    names = {(table, key): name for table, ids in wanted.items() for key, name in _names(table, ids)}
    return RecordValues(lang.startswith("en"), names, business_keys(instances))


@cache
def _models() -> dict[str, type[Model]]:
    return {model._meta.db_table: model for model in apps.get_models()}


@cache
def column(table: str, name: str) -> Field[Any, Any] | None:
    """The column of a table that we know, else None."""
    model = _models().get(table)
    fields = model._meta.concrete_fields if model else ()
    return next((field for field in fields if field.attname == name), None)


def _item(value: Any) -> str:
    """One of a list; a pair is a span."""
    return "–".join(map(str, value)) if isinstance(value, list) else str(value)


def _target(field: ForeignKey[Any, Any]) -> str:
    return str(field.related_model._meta.db_table)


def _choice(field: Field[Any, Any], value: Any, *, english: bool) -> str:
    """The choice's name in Chinese; its value as a word in English, where the values are English words."""
    chinese = str(dict(field.flatchoices).get(value, value))
    if not english or not str(value).isascii():
        return chinese
    return str(value).replace("_", " ").capitalize()


def _values(found: Iterable[Change]) -> Iterator[tuple[str, str, Any]]:
    for change in found:
        for item in change.changes:
            yield from ((change.table, item.field, value) for value in (item.old, item.new) if value is not None)


def _names(table: str, ids: set[str]) -> list[tuple[str, str]]:
    model, name = _models()[table], NAME_COLUMNS.get(table) or labels_of(table).record_column
    if not name:
        return []
    numeric = model._meta.pk.get_internal_type() != "CharField"
    keys: list[Any] = [int(i) for i in ids if i.isdigit()] if numeric else sorted(ids)
    rows = model._default_manager.filter(pk__in=keys).values_list("pk", name)
    return [(str(key), str(text)) for key, text in rows]
