"""The leaves and checkpoints of the sealed log."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "0003_sealing.sql"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_definer")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
