"""The registers: master data with their constraints in the database."""

from registers.models.customers import Customer, GasAppliance, Site, SupplyPoint
from registers.models.meters import Meter, MeterInstallation, Reading
from registers.models.money import Charge, Contract, Payment, PaymentAccount, Tariff
from registers.models.papers import ArchiveItem, ArchiveLoan, ArchiveVolume
from registers.models.requests import ChangeApproval, ChangeRequest
from registers.models.safety import Hazard, TheftCase

__all__ = [
    "ArchiveItem",
    "ArchiveLoan",
    "ArchiveVolume",
    "ChangeApproval",
    "ChangeRequest",
    "Charge",
    "Contract",
    "Customer",
    "GasAppliance",
    "Hazard",
    "Meter",
    "MeterInstallation",
    "Payment",
    "PaymentAccount",
    "Reading",
    "Site",
    "SupplyPoint",
    "Tariff",
    "TheftCase",
]
