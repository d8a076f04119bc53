"""Whoever runs the sealer may have the next months' partitions made: with the owner's rights, and nothing else."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_sealing")]
    operations = [
        migrations.RunSQL(
            "ALTER FUNCTION ledger.ensure_partitions(integer) SECURITY DEFINER",
            "ALTER FUNCTION ledger.ensure_partitions(integer) SECURITY INVOKER",
        )
    ]
