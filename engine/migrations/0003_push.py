"""One expression that writes topics and wakes the listeners at the commit."""

from django.db import migrations

SQL = """
ALTER TABLE push_event SET (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX push_event_at ON push_event (at);
CREATE FUNCTION engine_push(topics text[], jobs boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO push_event (topic) SELECT unnest(topics);
    PERFORM pg_notify('engine_push', '');
    IF jobs THEN
        PERFORM pg_notify('engine_job', '');
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("engine", "0002_trace")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION engine_push; DROP INDEX push_event_at")]
