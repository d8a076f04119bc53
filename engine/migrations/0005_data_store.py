"""Data stores, under the ledger's watch."""

from django.db import migrations, models

from ledger.triggers import watch


class Migration(migrations.Migration):
    dependencies = [("engine", "0004_offered"), ("ledger", "0001_event")]
    operations = [
        migrations.CreateModel(
            name="DataStore",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("content", models.TextField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={"db_table": "data_store"},
        ),
        watch("data_store", key="name", ignore=("updated_at",)),
    ]
