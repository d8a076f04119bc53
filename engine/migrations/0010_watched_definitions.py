"""What is deployed is watched like a register: a definition, or a file of one, changed by hand shows in the ledger."""

from django.db import migrations

from ledger.triggers import watch

DERIVED = ("elements", "findings", "start_events", "message_names")


class Migration(migrations.Migration):
    dependencies = [("engine", "0009_superseded"), ("ledger", "0005_streams")]
    operations = [
        watch("process_definition", ignore=DERIVED),
        watch("definition_file", secret=("content",)),
    ]
