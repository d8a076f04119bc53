"""The push table lives fast."""

from django.db import migrations

SQL = """
ALTER TABLE push_event SET (autovacuum_vacuum_scale_factor = 0.02);
"""


class Migration(migrations.Migration):
    dependencies = [("engine", "0002_trace")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
