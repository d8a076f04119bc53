"""The columns of the registers' lists as a reader sees them: their words, kinds, and what may be asked of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from django.db.models import Field, ForeignKey, Model

from ledger.labels import field_label, labels_of
from people.permissions import Column, thing_named
from registers.lists import Listed

Kind = Literal["text", "choice", "date", "moment", "number", "boolean"]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list, as its reader sees it."""

    name: str
    label: str
    kind: Kind
    sortable: bool
    filterable: bool
    sensitive: bool
    """Whether an export masks it unless a grant says otherwise."""
    choices: tuple[tuple[str, str], ...] = ()


def columns(listed: Listed, lang: str) -> tuple[ListColumn, ...]:
    """The list's columns with their labels; a column that some may not see whole is neither sorted nor filtered by."""
    return tuple(_column(listed, name, lang) for name in listed.columns)


def title(listed: Listed, lang: str) -> str:
    """The register's name in the reader's language."""
    zh, en = labels_of(listed.model._meta.db_table).label
    return _plural(en) if lang.startswith("en") else zh


def _plural(name: str) -> str:
    if name.endswith("evidence"):
        return name
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def _column(listed: Listed, name: str, lang: str) -> ListColumn:
    field = field_at(listed.model, name)
    open_ = not sensitive(listed.model, name).see
    return ListColumn(
        name=name,
        label=_label(listed.model, name, lang),
        kind=kind_of(field),
        sortable=name in listed.sort and open_,
        filterable=name in listed.filters and open_,
        sensitive=not open_ and "__" not in name,
        choices=tuple((str(value), word(field, value, lang)) for value, _ in field.flatchoices),
    )


def _label(model: type[Model], name: str, lang: str) -> str:
    """The field's own label; of a record's name that is pointed to, what kind of record it is."""
    *path, last = name.split("__")
    for part in path:
        field: Any = model._meta.get_field(part)
        if field.related_model._meta.db_table == "people_unit":
            return field_label(model._meta.db_table, f"{part}_id", lang)
        model = field.related_model
    known = labels_of(model._meta.db_table)
    if path and last == known.record_column:
        return known.label[1 if lang.startswith("en") else 0]
    return field_label(model._meta.db_table, last, lang)


def field_at(model: type[Model], name: str) -> Field[Any, Any]:
    """The field that a lookup ends at."""
    *path, last = name.split("__")
    for part in path:
        model = model._meta.get_field(part).related_model  # type: ignore[assignment]
    return model._meta.get_field(last)  # type: ignore[return-value]


def sensitive(model: type[Model], name: str) -> Column:
    """What it takes to see the column a lookup ends at."""
    owner = field_at(model, name).model
    thing = thing_named(owner)
    return thing.columns.get(name.rpartition("__")[2], Column()) if thing else Column()


def kind_of(field: Field[Any, Any]) -> Kind:
    """How a value is shown and filtered."""
    if field.flatchoices:
        return "choice"
    for kind, types in _KINDS:
        if isinstance(field, types):
            return kind
    return "text"


_KINDS: tuple[tuple[Kind, tuple[type[Field[Any, Any]], ...]], ...] = (
    ("moment", (models.DateTimeField,)),
    ("date", (models.DateField,)),
    ("boolean", (models.BooleanField,)),
    ("number", (models.DecimalField, models.IntegerField)),
)


def word(field: Field[Any, Any], value: Any, lang: str) -> str:
    """A choice's name in Chinese; its value as a word in English, where the values are English words."""
    if lang.startswith("en") and str(value).isascii():
        return str(value).replace("_", " ").capitalize()
    return str(dict(field.flatchoices).get(value, value))


def parts(model: type[Model]) -> Iterator[ForeignKey[Any, Any]]:
    """The foreign keys of a register to other registers."""
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.related_model._meta.app_label == "registers":
            yield field
