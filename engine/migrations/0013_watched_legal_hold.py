"""A legal hold is evidence: who placed it and who lifted it shows in the ledger, by hand or by command."""

from django.db import migrations

from ledger.triggers import watch


class Migration(migrations.Migration):
    dependencies = [("engine", "0012_retention"), ("ledger", "0005_streams")]
    operations = [watch("legal_hold")]
