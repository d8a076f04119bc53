"""What browsers are to look at again needs no write-ahead log: after a crash every listener starts anew with "*"."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("engine", "0014_priority")]
    operations = [
        migrations.RunSQL("ALTER TABLE push_event SET UNLOGGED", "ALTER TABLE push_event SET LOGGED"),
    ]
