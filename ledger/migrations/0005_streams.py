"""Numbers every session's events without gaps, and keeps what proofs, witnesses and detached months need."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "0005_streams.sql"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_partitions_by_anyone")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
