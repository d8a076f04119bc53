"""The registers as lists: which columns each one shows, and by what it is searched, filtered and sorted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from django.db.models import Model

from registers import models as m

Group = Literal["customers", "meters", "money", "network", "safety", "archive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One register as a list; columns are lookups from its model.

    What is offered to sort or filter by has an index, or belongs to a register that stays small.
    """

    key: str
    group: Group
    model: type[Model]
    columns: tuple[str, ...]
    search: tuple[str, ...] = ()
    """Columns whose beginning is searched."""
    sort: tuple[str, ...]
    first: str = ""
    """The order of who asks for none; "" is by id."""
    filters: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()
    """The lookups of the customer by whose name, address and numbers the record is found too."""
    walk: tuple[str, ...] = ("unit_id", "id")
    """The order by unit that an index gives, for who sees some units only."""
    numbered: tuple[str, ...] = ()
    """The sorted columns whose values lie together by unit, as numbers do, or are the same in whole units."""
    instead: tuple[tuple[str, str], ...] = ()
    """Of a lookup, where else to look when it is empty."""


_BY_SITE = ("site__unit_id", "site_id", "id")
_BY_CUSTOMER = ("customer__unit_id", "customer_id", "id")
_ALL = (
    Listed(
        key="customers", group="customers", model=m.Customer,
        columns=("number", "name", "category", "grade", "credit_rating", "phone", "address", "unit__name", "state",
                 "valid_from", "closed_on", "keep_until"),
        sort=("number", "valid_from", "closed_on", "keep_until"), numbered=("number",),
        filters=("category", "grade", "state", "credit_rating", "keep_until"), customer=("pk",),
    ),
    Listed(
        key="contacts", group="customers", model=m.Contact,
        columns=("name", "phone", "duty", "customer__name", "valid_from", "valid_until"),
        sort=("valid_from", "valid_until"), filters=("duty", "valid_until"), customer=("customer_id",),
        walk=_BY_CUSTOMER,
    ),
    Listed(
        key="sites", group="customers", model=m.Site,
        columns=("number", "address", "customer__name", "purpose", "unit__name", "valid_from", "valid_until"),
        search=("number",), sort=("number", "valid_from", "valid_until"), numbered=("number",),
        filters=("valid_from", "valid_until"), customer=("customer_id",),
    ),
    Listed(
        key="supply-points", group="customers", model=m.SupplyPoint,
        columns=("number", "site__address", "site__customer__name", "riser", "pressure", "design_flow", "regulator",
                 "valid_until"),
        search=("number", "riser"), sort=("number", "design_flow", "valid_until"), numbered=("number", "design_flow"),
        filters=("pressure", "valid_until"), customer=("site__customer_id",), walk=_BY_SITE,
    ),
    Listed(
        key="appliances", group="customers", model=m.GasAppliance,
        columns=("kind", "model", "rated_flow", "quantity", "site__address", "site__customer__name", "valid_from",
                 "valid_until"),
        search=("kind",), sort=("rated_flow", "valid_from"), numbered=("rated_flow",),
        filters=("valid_from",), customer=("site__customer_id",), walk=_BY_SITE,
    ),
    Listed(
        key="meters", group="meters", model=m.Meter,
        columns=("serial", "maker", "type", "g_size", "rated_flow", "state", "verified_until", "mechanical_reading",
                 "remote_terminal", "unit__name"),
        search=("serial",), sort=("serial", "verified_until"), numbered=("serial",),
        filters=("state", "type", "verified_until"), customer=("installations__supply_point__site__customer_id",),
    ),
    Listed(
        key="installations", group="meters", model=m.MeterInstallation,
        columns=("meter__serial", "supply_point__number", "supply_point__site__customer__name", "installed_at",
                 "reading_in", "removed_at", "reading_out", "removal_reason", "seals_intact"),
        search=("meter__serial", "supply_point__number"), sort=("installed_at", "removed_at"), first="-installed_at",
        filters=("installed_at", "removed_at"), customer=("supply_point__site__customer_id",),
        walk=("supply_point__site__unit_id", "supply_point__site_id", "supply_point_id", "id"),
    ),
    Listed(
        key="readings", group="meters", model=m.Reading,
        columns=("installation__meter__serial", "installation__supply_point__site__customer__name", "taken_at",
                 "mechanical", "electronic", "source", "billed"),
        search=("installation__meter__serial",), sort=("taken_at",), first="-taken_at",
        filters=("source", "billed", "taken_at"), customer=("installation__supply_point__site__customer_id",),
        walk=("installation__supply_point__site__unit_id", "id"),
    ),
    Listed(
        key="meter-tests", group="meters", model=m.MeterTest,
        columns=("meter__serial", "laboratory", "reason", "sent_at", "tested_on", "error_percent", "passed",
                 "certificate_no"),
        search=("meter__serial",), sort=("sent_at", "tested_on", "error_percent"), first="-sent_at",
        filters=("passed", "sent_at"), customer=("meter__installations__supply_point__site__customer_id",),
        walk=("meter__unit_id", "meter_id", "id"),
    ),
    Listed(
        key="terminals", group="meters", model=m.RemoteTerminal,
        columns=("number", "maker", "protocol", "state", "meter__serial", "fitted_at", "last_seen_at", "unit__name"),
        search=("number", "meter__serial"), sort=("number", "fitted_at", "last_seen_at"), numbered=("number",),
        filters=("state", "last_seen_at"), customer=("meter__installations__supply_point__site__customer_id",),
    ),
    Listed(
        key="contracts", group="money", model=m.Contract,
        columns=("number", "customer__name", "supply_point__number", "signed_on", "valid_from", "valid_until",
                 "monthly_volume", "state"),
        search=("number",), sort=("number", "signed_on", "valid_until", "monthly_volume"), numbered=("number",),
        filters=("state", "signed_on", "valid_until"), customer=("customer_id",), walk=_BY_CUSTOMER,
    ),
    Listed(
        key="accounts", group="money", model=m.PaymentAccount,
        columns=("customer__number", "customer__name", "method", "bank", "account_name", "account_no", "agreement_no",
                 "valid_from", "valid_until"),
        sort=("valid_from", "valid_until"), filters=("method", "valid_until"), customer=("customer_id",),
        walk=_BY_CUSTOMER,
    ),
    Listed(
        key="charges", group="money", model=m.Charge,
        columns=("number", "customer__name", "kind", "amount", "volume", "charged_at", "due_on", "state"),
        search=("number",), sort=("number", "amount", "charged_at", "due_on"), first="-charged_at",
        numbered=("number",), filters=("state", "due_on", "charged_at"), customer=("customer_id",), walk=_BY_CUSTOMER,
    ),
    Listed(
        key="payments", group="money", model=m.Payment,
        columns=("reference", "charge__number", "charge__customer__name", "amount", "method", "paid_at"),
        search=("reference", "charge__number"), sort=("amount", "paid_at"), first="-paid_at", filters=("paid_at",),
        customer=("charge__customer_id",), walk=("charge__customer__unit_id", "id"),
    ),
    Listed(
        key="entries", group="money", model=m.LedgerEntry,
        columns=("posted_at", "kind", "charge__customer__name", "charge__number", "text", "amount"),
        search=("charge__number",), sort=("posted_at", "amount"), first="-posted_at", filters=("kind", "posted_at"),
        customer=("charge__customer_id", "customer_id"), walk=("charge__customer__unit_id", "id"),
        instead=(("charge__customer__name", "customer__name"), ("charge__customer_id", "customer_id"),
                 ("charge__customer__unit__path", "customer__unit__path")),
    ),
    Listed(
        key="risers", group="network", model=m.Riser,
        columns=("number", "address", "pressure", "regulator__number", "unit__name", "valid_from", "valid_until"),
        search=("number",), sort=("number", "valid_from"), filters=("pressure",),
    ),
    Listed(
        key="regulators", group="network", model=m.Regulator,
        columns=("number", "model", "address", "inlet_kpa", "outlet_kpa", "unit__name", "valid_from", "valid_until"),
        search=("number",), sort=("number", "valid_from", "outlet_kpa"), filters=("valid_from", "valid_until"),
    ),
    Listed(
        key="hazards", group="safety", model=m.Hazard,
        columns=("number", "customer__name", "grade", "place", "description", "found_at", "due_on", "state",
                 "unit__name"),
        search=("number",), sort=("number", "found_at", "due_on"), first="-found_at", numbered=("number",),
        filters=("grade", "state", "found_at", "due_on"), customer=("customer_id",),
    ),
    Listed(
        key="theft-cases", group="safety", model=m.TheftCase,
        columns=("number", "customer__name", "source", "state", "outcome", "recovered_volume", "recovered_amount",
                 "opened_at", "closed_at", "unit__name"),
        search=("number",), sort=("number", "opened_at", "recovered_amount"), first="-opened_at",
        filters=("state", "outcome", "opened_at"), customer=("customer_id",),
    ),
    Listed(
        key="evidence", group="safety", model=m.TheftEvidence,
        columns=("title", "kind", "case__number", "case__customer__name", "position", "taken_at", "place", "kept_at"),
        search=("case__number", "title"), sort=("taken_at",), first="-taken_at", filters=("kind", "taken_at"),
        customer=("case__customer_id",), walk=("case__unit_id", "case_id", "id"),
    ),
    Listed(
        key="volumes", group="archive", model=m.ArchiveVolume,
        columns=("number", "title", "customer__name", "shelf", "filed_at", "keep_until", "unit__name"),
        search=("number", "title"), sort=("number", "filed_at", "keep_until"), first="-filed_at", numbered=("number",),
        filters=("filed_at", "keep_until"), customer=("customer_id",),
    ),
    Listed(
        key="papers", group="archive", model=m.ArchiveItem,
        columns=("title", "volume__number", "position", "document", "pages"),
        search=("title", "volume__number"), sort=(), customer=("volume__customer_id",),
        walk=("volume__unit_id", "volume_id", "id"),
    ),
    Listed(
        key="loans", group="archive", model=m.ArchiveLoan,
        columns=("volume__number", "volume__title", "borrower__full_name", "purpose", "lent_on", "due_on",
                 "returned_on"),
        search=("volume__number",), sort=("lent_on", "due_on"), first="-lent_on",
        filters=("lent_on", "due_on", "returned_on"), customer=("volume__customer_id",),
        walk=("volume__unit_id", "volume_id", "id"),
    ),
)  # fmt: skip
LISTS: Mapping[str, Listed] = MappingProxyType({listed.key: listed for listed in _ALL})
