"""An instance may have a priority of its own; the views over closed instances follow."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engine", "0013_watched_legal_hold")]
    operations = [
        migrations.AddField("processinstance", "priority", models.IntegerField(null=True)),
        migrations.RunSQL("SELECT closed_tables_follow()", migrations.RunSQL.noop),
    ]
