"""The registers: master data with their constraints in the database."""

from registers.models.access import AccessApproval, AccessGrant
from registers.models.customers import Contact, Customer, GasAppliance, Site, SupplyPoint
from registers.models.meters import Meter, MeterHandover, MeterInstallation, MeterTest, Reading
from registers.models.money import Charge, Contract, LedgerEntry, Payment, PaymentAccount, Tariff
from registers.models.network import Regulator, RemoteTerminal, Riser
from registers.models.papers import ArchiveItem, ArchiveLoan, ArchiveVolume
from registers.models.requests import BulkChange, ChangeApproval, ChangeRequest
from registers.models.safety import Hazard, TheftCase, TheftEvidence

__all__ = [
    "AccessApproval",
    "AccessGrant",
    "ArchiveItem",
    "ArchiveLoan",
    "ArchiveVolume",
    "BulkChange",
    "ChangeApproval",
    "ChangeRequest",
    "Charge",
    "Contact",
    "Contract",
    "Customer",
    "GasAppliance",
    "Hazard",
    "LedgerEntry",
    "Meter",
    "MeterHandover",
    "MeterInstallation",
    "MeterTest",
    "Payment",
    "PaymentAccount",
    "Reading",
    "Regulator",
    "RemoteTerminal",
    "Riser",
    "Site",
    "SupplyPoint",
    "Tariff",
    "TheftCase",
    "TheftEvidence",
]
