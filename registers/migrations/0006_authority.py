"""Only who has the authority at the record's unit approves; substitutes in a chain and second accounts count as one."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"
BORROW = """
DO $$ BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE format('GRANT register_keeper TO %I', current_user);
    END IF;
END $$;
"""
HAND_BACK = """
GRANT SELECT ON registers_authority, people_position, people_unit TO register_keeper;
GRANT SELECT (id, phone, is_active) ON people_user TO register_keeper;
GRANT SELECT ON registers_site, registers_customer, registers_supplypoint, registers_meter, registers_meterinstallation
    TO register_keeper;
DO $$ BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE format('REVOKE register_keeper FROM %I', current_user);
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0005_rules"), ("people", "0002_rights")]
    operations = [
        migrations.RunSQL(BORROW, migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "authority.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL(HAND_BACK, migrations.RunSQL.noop),
    ]
