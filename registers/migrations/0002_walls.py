"""Ranges that never overlap, readings that never fall, governed columns that only register_keeper changes; all watched."""

from pathlib import Path

from django.db import migrations

from ledger.triggers import watch

SQL = Path(__file__).resolve().parent.parent / "sql"
DERIVED = ("search_text", "search_grams", "initials")

# As they were when this migration was written; a later change is a later migration.
GOVERNED = {
    "registers_customer": "number,name,category,licence_no,billing_title,phone,credit_rating",
    "registers_supplypoint": "site_id,riser",
    "registers_meter": "serial,maker,type,g_size",
    "registers_meterinstallation": "meter_id,supply_point_id,installed_at,reading_in,electronic_in,"
    "removed_at,reading_out,electronic_out",
    "registers_contract": "number,customer_id,supply_point_id,valid_from",
    "registers_paymentaccount": "customer_id,method,bank,account_name,account_no,agreement_no,valid_until",
    "registers_tariff": "category,step,above,price,valid_from,valid_until",
    "registers_reading": "installation_id,taken_at,mechanical,electronic",
}
FILLED_ONCE = {
    "registers_meterinstallation": "removed_at,reading_out,electronic_out",
    "registers_paymentaccount": "valid_until",
    "registers_tariff": "valid_until",
}
WATCHED = (
    "customer", "site", "supplypoint", "gasappliance", "meter", "meterinstallation", "reading", "contract",
    "paymentaccount", "tariff", "charge", "payment", "archivevolume", "archiveitem", "archiveloan", "hazard",
    "theftcase", "changerequest", "changeapproval",
)  # fmt: skip


def guard(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER registers_guard BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION registers_guard('{GOVERNED[table]}', '{FILLED_ONCE.get(table, '')}');"
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER registers_guard;",
        f"DROP TRIGGER registers_guard ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_first"), ("ledger", "0002_definer"), ("people", "0002_rights")]
    operations = [
        migrations.RunSQL((SQL / "walls.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        *(guard(table) for table in GOVERNED),
        *(watch(f"registers_{name}", ignore=DERIVED if name == "customer" else ()) for name in WATCHED),
    ]
