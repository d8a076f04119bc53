"""The functions write the ledger with their owner's rights: nobody else needs to, or may."""

from django.db import migrations

FUNCTIONS = (
    "ledger.record(text, text, text, text, text, jsonb)",
    "ledger.watch_row()",
    "ledger.watch_truncate()",
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_event")]
    operations = [
        *(
            migrations.RunSQL(
                f"ALTER FUNCTION {function} SECURITY DEFINER", f"ALTER FUNCTION {function} SECURITY INVOKER"
            )
            for function in FUNCTIONS
        ),
        migrations.RunSQL(
            "REVOKE ALL ON FUNCTION ledger.append(text, text, text, text, text, text[], jsonb, jsonb) FROM PUBLIC;"
            "GRANT USAGE ON SCHEMA ledger TO PUBLIC;",
            migrations.RunSQL.noop,
        ),
    ]
