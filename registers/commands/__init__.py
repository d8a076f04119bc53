"""The registers' commands: what a service task calls inside the engine's transaction.

Each one is keyword-only, writes only inside a process instance (`NotInAProcess` otherwise; the engine has set
the ledger's context, so every row says who, in which instance and task) and raises a `RegisterRefusal`.

Meters
    receive_meter(serial, maker, type, g_size, rated_flow, unit_id, made_on, verified_on, verified_until, reading)
    issue_meter(meter_id) · return_to_stock(meter_id, unit_id) · scrap_meter(meter_id) -> Meter
    install_meter(meter_id, supply_point_id, reading_in, seal_numbers, installed_at, electronic_in) -> MeterInstallation
    remove_meter(installation_id, reading_out, removed_at, electronic_out, reason, seals_intact) -> MeterInstallation
    swap_meter(installation_id, new_meter_id, reading_out, reading_in, seal_numbers, reason, swapped_at,
               electronic_out, electronic_in, seals_intact) -> Swap(removed, installed)
    reverse_swap(installed_id, reading_out, reversed_at, electronic_out, seal_numbers) -> Swap
    record_reading(installation_id, mechanical, taken_at, electronic, source) -> Reading
    record_readings(readings: [NewReading]) -> [id]     all or none
    send_meter_to_test(meter_id, laboratory, reason, seal_number, handed_by, received_by, sent_at) -> MeterTest
    hand_over_meter(test_id, handed_by, received_by, seal_number, seal_intact, note, handed_at) -> MeterHandover
    record_test_result(test_id, passed, error_percent, tested_on, certificate_no, verified_until) -> MeterTest
Money
    post_charge(unit_id, kind, amount, customer_id, due_on, notice_no, supply_point_id, period_from, period_until,
                volume) -> Charge            the receivable, at the fee notice
    record_payment(charge_number, amount, method, reference, paid_at) -> Charge
    reverse_charge(charge_number, text) -> Charge · cancel_charges(instance_id) -> int
    adopt_charges(instance_id, customer_id) -> int      an applicant became a customer
    post_credit(customer_id, amount, text) · pay_refund(customer_id, amount, text) -> LedgerEntry
    received_for(charge) -> Decimal · receivable(customer_id) -> Decimal
Customers and places
    open_customer(…) · open_site(…) · open_supply_point(…) · register_appliances(…) · open_contact(…)
    sign_contract(…) · open_payment_account(…)
    end_contract(contract_id, ended_on) · end_payment_account(account_id, ended_on) · end_contact(contact_id, ended_on)
    end_appliance(appliance_id, ended_on) · close_supply_point(supply_point_id, closed_on)
    close_site(site_id, closed_on) · close_customer(customer_id, keep_years, closed_on) -> Customer
Papers, hazards, theft
    file_volume(title, items, unit_id, customer_id, shelf, keep_until) -> ArchiveVolume
    borrow_volume(volume_id, borrower_id, purpose, due_on, lent_on) · return_volume(volume_id, note, returned_on)
    record_hazard(…) · close_hazard(hazard_id, note, closed_at) -> Hazard
    open_theft_case(customer_id, source, reason, site_id, score, opened_at) -> TheftCase
    add_evidence(case_id, kind, title, taken_by_id, sha256, taken_at, place, kept_at) -> TheftEvidence
    close_theft_case(case_id, outcome, note, root_cause, recovered_volume, recovered_amount, closed_at) -> TheftCase

A credit rating (and every other governed field) has no command: `registers.change_requests` proposes it.
"""

from registers.commands.archive import borrow_volume, return_volume
from registers.commands.closing import (
    close_customer,
    close_site,
    close_supply_point,
    end_appliance,
    end_contact,
    end_contract,
    end_payment_account,
    open_contact,
)
from registers.commands.finding import refresh_search, refresh_search_of
from registers.commands.many_readings import NewReading, record_readings
from registers.commands.meter_tests import hand_over_meter, record_test_result, send_meter_to_test
from registers.commands.meters import (
    install_meter,
    issue_meter,
    receive_meter,
    record_reading,
    remove_meter,
    return_to_stock,
    scrap_meter,
)
from registers.commands.money import (
    adopt_charges,
    cancel_charges,
    pay_refund,
    post_charge,
    post_credit,
    receivable,
    received_for,
    record_payment,
    reverse_charge,
)
from registers.commands.opening import (
    close_hazard,
    file_volume,
    open_customer,
    open_payment_account,
    open_site,
    open_supply_point,
    record_hazard,
    register_appliances,
    sign_contract,
)
from registers.commands.swapping import Swap, reverse_swap, swap_meter
from registers.commands.theft import add_evidence, close_theft_case, open_theft_case

__all__ = [
    "NewReading",
    "Swap",
    "add_evidence",
    "adopt_charges",
    "borrow_volume",
    "cancel_charges",
    "close_customer",
    "close_hazard",
    "close_site",
    "close_supply_point",
    "close_theft_case",
    "end_appliance",
    "end_contact",
    "end_contract",
    "end_payment_account",
    "file_volume",
    "hand_over_meter",
    "install_meter",
    "issue_meter",
    "open_contact",
    "open_customer",
    "open_payment_account",
    "open_site",
    "open_supply_point",
    "open_theft_case",
    "pay_refund",
    "post_charge",
    "post_credit",
    "receivable",
    "receive_meter",
    "received_for",
    "record_hazard",
    "record_payment",
    "record_reading",
    "record_readings",
    "record_test_result",
    "refresh_search",
    "refresh_search_of",
    "register_appliances",
    "remove_meter",
    "return_to_stock",
    "return_volume",
    "reverse_charge",
    "reverse_swap",
    "scrap_meter",
    "send_meter_to_test",
    "sign_contract",
    "swap_meter",
]
