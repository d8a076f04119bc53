"""The rest of the registers under the same rules: closed when empty, posted for good, governed, watched."""

from pathlib import Path

from django.db import migrations

from ledger.triggers import watch

SQL = Path(__file__).resolve().parent.parent / "sql"

# As they were when this migration was written; a later change is a later migration.
NEEDED = {
    "registers_customer": {
        "number": 2, "name": 2, "category": 2, "licence_no": 1, "billing_title": 1, "phone": 1, "credit_rating": 2,
    },
    "registers_supplypoint": {"site_id": 2, "riser": 1},
    "registers_meter": {"serial": 2, "maker": 1, "type": 1, "g_size": 1},
    "registers_meterinstallation": {
        "meter_id": 2, "supply_point_id": 2, "installed_at": 1, "reading_in": 2, "electronic_in": 2,
        "removed_at": 1, "reading_out": 2, "electronic_out": 2,
    },
    "registers_contract": {"number": 2, "customer_id": 2, "supply_point_id": 1, "valid_from": 1},
    "registers_paymentaccount": {
        "customer_id": 2, "method": 1, "bank": 2, "account_name": 2, "account_no": 2, "agreement_no": 1,
        "valid_until": 1,
    },
    "registers_tariff": {"category": 2, "step": 2, "above": 2, "price": 2, "valid_from": 2, "valid_until": 2},
    "registers_reading": {"installation_id": 2, "taken_at": 2, "mechanical": 2, "electronic": 2},
    "registers_contact": {"customer_id": 2, "name": 1, "phone": 1, "valid_until": 1},
    "registers_riser": {"number": 2, "regulator_id": 1},
    "registers_regulator": {"number": 2},
    "registers_metertest": {"meter_id": 2, "passed": 2, "error_percent": 2, "tested_on": 2, "verified_until": 2},
}  # fmt: skip
FILLED_ONCE = {
    "registers_contact": "valid_until",
    "registers_metertest": "passed,error_percent,tested_on,verified_until",
}
NEW = ("registers_contact", "registers_riser", "registers_regulator", "registers_metertest")
VALUES = ", ".join(f"('{table}', '{column}', {n})" for table, columns in NEEDED.items() for column, n in columns.items())
APPROVALS = f"""
CREATE OR REPLACE FUNCTION registers_approvals_needed(in_table text, in_column text) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$
    SELECT n FROM (VALUES {VALUES}) AS needed (t, c, n) WHERE t = in_table AND c = in_column
$$;
GRANT SELECT, UPDATE ON {", ".join(NEW)} TO register_keeper;
GRANT SELECT, UPDATE (valid_until) ON registers_site TO register_keeper;
"""
WATCHED = (
    "contact", "riser", "regulator", "remoteterminal", "metertest", "meterhandover", "ledgerentry", "theftevidence",
)  # fmt: skip
ALWAYS = {
    "registers_posted": ("ledgerentry", "payment", "theftevidence", "meterhandover"),
    "registers_charge_deleted": ("charge",),
    "registers_charge_rewritten": ("charge",),
    "registers_reversal_of_all": ("ledgerentry",),
}


def guard(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER registers_guard BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION registers_guard('{','.join(NEEDED[table])}', '{FILLED_ONCE.get(table, '')}');"
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER registers_guard;",
        f"DROP TRIGGER registers_guard ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("registers", "0004_whole"), ("ledger", "0002_definer"), ("people", "0002_rights")]
    operations = [
        migrations.RunSQL((SQL / "rules.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL(APPROVALS, migrations.RunSQL.noop),
        *(guard(table) for table in NEW),
        *(
            migrations.RunSQL(f"ALTER TABLE registers_{table} ENABLE ALWAYS TRIGGER {trigger}", migrations.RunSQL.noop)
            for trigger, tables in ALWAYS.items()
            for table in tables
        ),
        *(watch(f"registers_{name}") for name in WATCHED),
    ]
