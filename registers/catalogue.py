"""The registers as lists: which columns each one shows, and by what it is searched, filtered and sorted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from django.db import models
from django.db.models import Field, ForeignKey, Model

from ledger.labels import field_label, labels_of
from people.permissions import Column, thing_named
from registers import models as m

Kind = Literal["text", "choice", "date", "moment", "number", "boolean"]


@dataclass(frozen=True, slots=True)
class Listed:
    """One register as a list; columns are lookups from its model."""

    key: str
    model: type[Model]
    columns: tuple[str, ...]
    search: tuple[str, ...]
    """Columns whose beginning is searched."""
    sort: tuple[str, ...]
    """Columns with an index, or of registers small enough without."""
    filters: tuple[str, ...] = ()
    customer: str = ""
    """The lookup of the customer by whose name, address and numbers the record is found too."""


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


_ALL = (
    Listed(
        "customers", m.Customer,
        ("number", "name", "category", "grade", "credit_rating", "phone", "address", "unit__name", "state",
         "valid_from"),
        (), ("number", "valid_from"), ("category", "grade", "state", "credit_rating"), "pk",
    ),
    Listed(
        "sites", m.Site, ("number", "address", "customer__name", "purpose", "unit__name", "valid_from", "valid_until"),
        ("number",), ("number",), (), "customer_id",
    ),
    Listed(
        "supply-points", m.SupplyPoint,
        ("number", "site__address", "site__customer__name", "riser", "pressure", "design_flow", "regulator",
         "valid_until"),
        ("number", "riser"), ("number",), ("pressure",), "site__customer_id",
    ),
    Listed(
        "meters", m.Meter,
        ("serial", "maker", "type", "g_size", "rated_flow", "state", "verified_until", "mechanical_reading",
         "remote_terminal", "unit__name"),
        ("serial",), ("serial", "verified_until"), ("state", "type", "verified_until"),
        "installations__supply_point__site__customer_id",
    ),
    Listed(
        "contracts", m.Contract,
        ("number", "customer__name", "supply_point__number", "signed_on", "valid_from", "valid_until", "monthly_volume",
         "state"),
        ("number",), ("number", "signed_on", "valid_until", "monthly_volume"), ("state", "valid_until"), "customer_id",
    ),
    Listed(
        "accounts", m.PaymentAccount,
        ("customer__number", "customer__name", "method", "bank", "account_name", "account_no", "agreement_no",
         "valid_from", "valid_until"),
        (), ("valid_from", "valid_until"), ("method",), "customer_id",
    ),
    Listed(
        "readings", m.Reading,
        ("installation__meter__serial", "installation__supply_point__site__customer__name", "taken_at", "mechanical",
         "electronic", "source", "billed"),
        ("installation__meter__serial",), ("taken_at",), ("source", "billed", "taken_at"),
        "installation__supply_point__site__customer_id",
    ),
    Listed(
        "charges", m.Charge,
        ("number", "customer__name", "kind", "amount", "volume", "charged_at", "due_on", "state"),
        ("number",), ("number", "amount", "charged_at", "due_on"), ("state", "due_on", "charged_at"), "customer_id",
    ),
    Listed(
        "hazards", m.Hazard,
        ("number", "customer__name", "grade", "place", "description", "found_at", "due_on", "state", "unit__name"),
        ("number",), ("number", "found_at", "due_on"), ("grade", "state", "due_on"), "customer_id",
    ),
    Listed(
        "theft-cases", m.TheftCase,
        ("number", "customer__name", "source", "state", "outcome", "recovered_volume", "recovered_amount", "opened_at",
         "closed_at", "unit__name"),
        ("number",), ("number", "opened_at", "recovered_amount"), ("state", "outcome", "opened_at"), "customer_id",
    ),
    Listed(
        "volumes", m.ArchiveVolume,
        ("number", "title", "customer__name", "shelf", "filed_at", "keep_until", "unit__name"),
        ("number", "title"), ("number", "filed_at", "keep_until"), ("filed_at",), "customer_id",
    ),
    Listed(
        "risers", m.Riser, ("number", "address", "pressure", "regulator__number", "unit__name", "valid_from"),
        ("number",), ("number",), ("pressure",),
    ),
    Listed(
        "meter-tests", m.MeterTest,
        ("meter__serial", "laboratory", "reason", "sent_at", "tested_on", "error_percent", "passed", "certificate_no"),
        ("meter__serial",), ("sent_at", "tested_on", "error_percent"), ("passed", "sent_at"),
    ),
)  # fmt: skip
LISTS: Mapping[str, Listed] = MappingProxyType({listed.key: listed for listed in _ALL})


def columns(listed: Listed, lang: str) -> tuple[ListColumn, ...]:
    """The list's columns with their labels; a column that some may not see whole is neither sorted nor filtered by."""
    return tuple(_column(listed, name, lang) for name in listed.columns)


def title(listed: Listed, lang: str) -> str:
    """The register's name in the reader's language."""
    zh, en = labels_of(listed.model._meta.db_table).label
    return f"{en}s" if lang.startswith("en") else zh


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
