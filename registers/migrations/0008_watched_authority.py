"""Who may approve what is watched: the release fills it, and nobody else changes it in silence."""

from django.db import migrations

from ledger.triggers import watch


class Migration(migrations.Migration):
    dependencies = [("registers", "0007_search"), ("ledger", "0005_streams")]
    operations = [watch("registers_authority")]
