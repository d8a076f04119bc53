"""Change requests: the rules of proposing and approving, and the function that alone changes governed columns."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"

# As they were when this migration was written: column and the number of people who must approve.
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
}  # fmt: skip
VALUES = ", ".join(f"('{table}', '{column}', {n})" for table, columns in NEEDED.items() for column, n in columns.items())

KEEPER = f"""
DO $$ BEGIN
    CREATE ROLE register_keeper NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;  -- another database of this server has made it
END $$;

CREATE FUNCTION registers_approvals_needed(in_table text, in_column text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT n FROM (VALUES {VALUES}) AS needed (t, c, n) WHERE t = in_table AND c = in_column
$$;
"""
HAND_OVER = f"""
GRANT USAGE ON SCHEMA public, ledger TO register_keeper;
GRANT SELECT, UPDATE ON {", ".join(NEEDED)}, registers_changerequest TO register_keeper;
GRANT SELECT ON registers_changeapproval, people_substitute TO register_keeper;
DO $$ BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE format('GRANT register_keeper TO %I', current_user);
        GRANT CREATE ON SCHEMA public TO register_keeper;
    END IF;
END $$;
ALTER FUNCTION registers_apply_change(bigint) OWNER TO register_keeper;
DO $$ BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        REVOKE CREATE ON SCHEMA public FROM register_keeper;
        EXECUTE format('REVOKE register_keeper FROM %I', current_user);
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0002_walls")]
    operations = [
        migrations.RunSQL(KEEPER, migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "requests.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL(HAND_OVER, migrations.RunSQL.noop),
    ]
