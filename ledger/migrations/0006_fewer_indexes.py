"""The primary key serves "newest first" too; a narrow window of time is found by block ranges."""

from django.db import migrations

SQL = """
ALTER TABLE ledger.event DROP CONSTRAINT event_pkey;
ALTER TABLE ledger.event ADD PRIMARY KEY (id, at);
DROP INDEX ledger.event_newest;
CREATE INDEX event_time ON ledger.event USING brin (at) WITH (pages_per_range = 32, autosummarize = on);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_streams")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
