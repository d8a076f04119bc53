"""The names by which people know tables and fields; each app declares its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Both = tuple[str, str]
"""The Chinese and the English text."""


@dataclass(frozen=True, slots=True)
class TableLabels:
    """A table's name, the column that names a record of it, and its fields' names."""

    table: str
    label: Both
    record_column: str = ""
    fields: Mapping[str, Both] = field(default_factory=dict)


_tables: dict[str, TableLabels] = {}


def declare(labels: TableLabels) -> None:
    """Makes a table's names known."""
    _tables[labels.table] = labels


def labels_of(table: str) -> TableLabels:
    """The declared names, or the table's own."""
    return _tables.get(table) or TableLabels(table=table, label=(table, table))


def table_label(table: str, lang: str) -> str:
    """The table's name in the language."""
    return labels_of(table).label[lang.startswith("en")]


def field_label(table: str, name: str, lang: str) -> str:
    """The field's name in the language, or the column's own."""
    return labels_of(table).fields.get(name, (name, name))[lang.startswith("en")]
