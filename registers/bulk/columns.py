"""Which registers can be changed in bulk, by which column a row names its record, and which columns it may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import Field

from ledger.labels import field_label
from people.actors import Actor
from people.permissions import Column, thing_named
from registers.catalogue import kind_of, word
from registers.governed import GOVERNED, field_needs
from registers.lists import LISTS, Listed
from registers.refusals import NoSuchRecord

KEYS: Mapping[str, str] = MappingProxyType(
    {
        "customers": "number",
        "supply-points": "number",
        "meters": "serial",
        "contracts": "number",
        "risers": "number",
        "regulators": "number",
    }
)
"""The column that names the record; registers without one are addressed by the number of the record alone."""
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "customers": "name",
        "supply-points": "number",
        "meters": "serial",
        "contracts": "number",
        "risers": "number",
        "regulators": "number",
        "contacts": "customer__name",
        "accounts": "customer__name",
        "installations": "meter__serial",
        "readings": "installation__meter__serial",
        "meter-tests": "meter__serial",
    }
)
"""What a row's record is called for people."""
RECORD_NO = ("记录号", "Record no.")


@dataclass(frozen=True, slots=True)
class BulkColumn:
    """A column that a bulk change may name."""

    name: str
    zh: str
    en: str
    kind: str
    needed: int
    field: Field[Any, Any]
    rule: Column

    def label(self, lang: str) -> str:
        """The heading in the reader's language."""
        return self.en if lang.startswith("en") else self.zh

    def choices(self, lang: str) -> list[tuple[str, str]]:
        """Value and word of each choice; empty for a column without."""
        return [(str(value), word(self.field, value, lang)) for value, _ in self.field.flatchoices]


def bulk_registers(actor: Actor) -> list[Listed]:
    """The registers that the actor may propose to change in bulk."""
    return [LISTS[key] for key in NAMES if _may(actor, LISTS[key])]


def bulk_register(key: str, actor: Actor) -> Listed:
    """That register; raises `NoSuchRecord` for one that is not, or not for this actor."""
    listed = LISTS.get(key)
    if listed is None or key not in NAMES or not _may(actor, listed):
        raise NoSuchRecord(key)
    return listed


def bulk_columns(listed: Listed) -> tuple[BulkColumn, ...]:
    """The columns of the register that may be changed so, in the order of the register; never what names the record."""
    table = listed.model._meta.db_table
    thing = thing_named(listed.model)
    return tuple(
        BulkColumn(
            name=field.attname,
            zh=field_label(table, field.attname, "zh"),
            en=field_label(table, field.attname, "en"),
            kind=kind_of(field),
            needed=needed,
            field=field,
            rule=thing.columns.get(field.attname, Column()) if thing else Column(),
        )
        for field in listed.model._meta.concrete_fields
        if not field.is_relation
        and field.attname != KEYS.get(listed.key)
        and (needed := field_needs(table, field.attname)) is not None
    )


def key_labels(listed: Listed) -> tuple[str, str]:
    """What the column that names the record is called, in both languages."""
    name = KEYS.get(listed.key)
    if name is None:
        return RECORD_NO
    table = listed.model._meta.db_table
    return field_label(table, name, "zh"), field_label(table, name, "en")


def _may(actor: Actor, listed: Listed) -> bool:
    thing = thing_named(listed.model)
    return listed.model._meta.db_table in GOVERNED and bool(thing and actor.may(thing.verbs.get("propose", "-")))
