"""Approvers decide field by field: what one refused is left out; some fields need nobody's approval."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"
BORROW = """
DO $$ BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE format('GRANT register_keeper TO %I', current_user);
        GRANT CREATE ON SCHEMA public TO register_keeper;
    END IF;
END $$;
"""
HAND_BACK = """
DO $$ BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        REVOKE CREATE ON SCHEMA public FROM register_keeper;
        EXECUTE format('REVOKE register_keeper FROM %I', current_user);
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0008_watched_authority")]
    operations = [
        migrations.RemoveConstraint(model_name="changeapproval", name="registers_approval_once_a_person"),
        migrations.AddConstraint(
            model_name="changeapproval",
            constraint=models.UniqueConstraint(
                fields=("request", "approver", "approved"), name="registers_approval_once_a_person"
            ),
        ),
        migrations.RunSQL(BORROW, migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "fields_apart.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL(HAND_BACK, migrations.RunSQL.noop),
    ]
