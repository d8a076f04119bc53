"""Whoever runs the worker may have the next months' partitions made: with the owner's rights, and nothing else."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("engine", "0005_data_store")]
    operations = [
        migrations.RunSQL(
            "ALTER FUNCTION trace_partition(date) SECURITY DEFINER SET search_path = public, pg_temp",
            "ALTER FUNCTION trace_partition(date) SECURITY INVOKER RESET search_path",
        )
    ]
