"""The registers' commands, called by service tasks inside the engine's transaction."""

from registers.commands.meters import (
    install_meter,
    issue_meter,
    move_meter,
    receive_meter,
    record_reading,
    remove_meter,
    return_meter,
)
from registers.commands.money import cancel_charges, raise_charge, received_for, record_payment
from registers.commands.opening import (
    close_hazard,
    file_volume,
    open_customer,
    open_payment_account,
    open_site,
    open_supply_point,
    record_hazard,
    refresh_search,
    register_appliances,
    sign_contract,
)

__all__ = [
    "cancel_charges",
    "close_hazard",
    "file_volume",
    "install_meter",
    "issue_meter",
    "move_meter",
    "open_customer",
    "open_payment_account",
    "open_site",
    "open_supply_point",
    "raise_charge",
    "receive_meter",
    "received_for",
    "record_hazard",
    "record_payment",
    "record_reading",
    "refresh_search",
    "register_appliances",
    "remove_meter",
    "return_meter",
    "sign_contract",
]
