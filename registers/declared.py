"""What the registers tell the other apps: rights of rows and columns, and names of tables and fields."""

from __future__ import annotations

from django.apps import apps

from ledger.labels import TableLabels
from ledger.labels import declare as declare_labels
from people.permissions import Column, Thing
from people.permissions import declare as declare_thing
from registers.governed import GOVERNED

_SEE = "see_customers"
_VERBS = {"see": _SEE, "propose": "propose_changes"}
_CONTACT = Column(see="see_contacts", mask="phone")
_BANK = Column(see="see_bank", mask="account")

_SENSITIVE: dict[str, dict[str, Column]] = {
    "customer": {
        "phone": _CONTACT,
        "contact_name": Column(see="see_contacts", mask="name"),
        "licence_no": Column(see="see_contacts", mask="licence"),
    },
    "contact": {"phone": _CONTACT, "name": Column(see="see_contacts", mask="name")},
    "paymentaccount": {"account_no": _BANK, "account_name": Column(see="see_bank", mask="name"), "agreement_no": _BANK},
}
_UNIT_OF: dict[str, str] = {
    "customer": "unit__path",
    "site": "unit__path",
    "supplypoint": "site__unit__path",
    "meter": "unit__path",
    "meterinstallation": "supply_point__site__unit__path",
    "reading": "installation__supply_point__site__unit__path",
    "gasappliance": "site__unit__path",
    "contract": "customer__unit__path",
    "paymentaccount": "customer__unit__path",
    "charge": "customer__unit__path",
    "payment": "charge__customer__unit__path",
    "archivevolume": "unit__path",
    "archiveitem": "volume__unit__path",
    "archiveloan": "volume__unit__path",
    "hazard": "unit__path",
    "theftcase": "unit__path",
    "theftevidence": "case__unit__path",
    "contact": "customer__unit__path",
    "riser": "unit__path",
    "regulator": "unit__path",
    "remoteterminal": "unit__path",
    "metertest": "meter__unit__path",
    "ledgerentry": "charge__customer__unit__path",
    "meterhandover": "test__meter__unit__path",
}
_RECORD_NAMES = {
    "customer": "name",
    "site": "address",
    "supplypoint": "number",
    "meter": "serial",
    "contract": "number",
    "charge": "number",
    "archivevolume": "number",
    "hazard": "number",
    "theftcase": "number",
    "gasappliance": "kind",
    "contact": "name",
    "payment": "reference",
    "ledgerentry": "text",
    "archiveitem": "title",
    "riser": "number",
    "regulator": "number",
    "remoteterminal": "number",
    "theftevidence": "title",
}
DERIVED = ("search_text", "search_keys", "initials")
"""Columns that are computed from others: neither shown nor recorded."""

_EARLIER = {
    "people_user": ("用户", "User"),
    "people_unit": ("组织机构", "Unit"),
    "people_position": ("任职", "Position"),
    "people_role": ("角色", "Role"),
    "people_substitute": ("代办设置", "Substitute"),
    "people_workingcalendar": ("工作日历", "Working calendar"),
    "people_calendarday": ("日历日", "Calendar day"),
}


def columns_of(model_name: str) -> dict[str, Column]:
    """The columns of a register with what it takes to see each; no column is edited directly."""
    sensitive = _SENSITIVE.get(model_name, {})
    model = apps.get_model("registers", model_name)
    return {
        field.attname: sensitive.get(field.attname, Column())
        for field in model._meta.concrete_fields
        if field.attname not in DERIVED
    }


def declare_all() -> None:
    """Declares every register once, at start-up."""
    for name, lookup in _UNIT_OF.items():
        declare_thing(
            Thing(name=f"registers.{name}", unit_path=lookup, verbs=_VERBS, columns=columns_of(name)),
        )
    for model in apps.get_app_config("registers").get_models():
        table = model._meta.db_table
        names = {f.attname: (str(f.verbose_name), _english(f.attname)) for f in model._meta.concrete_fields}
        declare_labels(
            TableLabels(
                table=table,
                label=(str(model._meta.verbose_name), _english(model.__name__)),
                record_column=_RECORD_NAMES.get(model._meta.model_name or "", ""),
                fields=names,
            )
        )
    for table, label in _EARLIER.items():
        declare_labels(
            TableLabels(table=table, label=label, record_column="full_name" if table == "people_user" else "")
        )


def governed_fields(model_name: str) -> frozenset[str]:
    """The governed columns of a register by its model's name."""
    return frozenset(GOVERNED.get(f"registers_{model_name}", {}))


def _english(name: str) -> str:
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return spaced.replace("_", " ").removesuffix(" id").strip().capitalize()
