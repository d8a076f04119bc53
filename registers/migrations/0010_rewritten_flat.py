"""The rule against rewriting a charge, its condition written so that it prints the same after a restore."""

from django.db import migrations

FLAT = """
DROP TRIGGER registers_charge_rewritten ON registers_charge;
CREATE TRIGGER registers_charge_rewritten BEFORE UPDATE ON registers_charge FOR EACH ROW
    WHEN (NEW.number IS DISTINCT FROM OLD.number OR NEW.kind IS DISTINCT FROM OLD.kind
          OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.charged_at IS DISTINCT FROM OLD.charged_at
          OR NEW.charged_in IS DISTINCT FROM OLD.charged_in
          OR (OLD.customer_id IS NOT NULL AND NEW.customer_id IS DISTINCT FROM OLD.customer_id)
          OR (OLD.state <> 'OPEN' AND NEW.state = 'OPEN'))
    EXECUTE FUNCTION registers_posted();
ALTER TABLE registers_charge ENABLE ALWAYS TRIGGER registers_charge_rewritten;
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0009_fields_apart")]
    operations = [migrations.RunSQL(FLAT, migrations.RunSQL.noop)]
