"""The trace: append-only, a partition per month; and the storage of the hot tables."""

import datetime as dt

from django.db import migrations

TABLE = """
CREATE TABLE trace (
    root_id bigint NOT NULL,
    first_seq bigint NOT NULL,
    last_seq bigint NOT NULL,
    at timestamptz NOT NULL,
    command text NOT NULL,
    actor_id bigint,
    actor text NOT NULL DEFAULT '',
    actor_name text NOT NULL DEFAULT '',
    behalf_id bigint,
    behalf_name text NOT NULL DEFAULT '',
    user_task_id bigint,
    element_id text NOT NULL DEFAULT '',
    reason text NOT NULL DEFAULT '',
    entries text NOT NULL DEFAULT '[]',
    changes text NOT NULL DEFAULT '[]'
) PARTITION BY RANGE (at);
CREATE INDEX trace_of_instance ON trace (root_id, first_seq);
CREATE TABLE trace_rest PARTITION OF trace DEFAULT;

CREATE FUNCTION trace_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trace is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER trace_append_only BEFORE UPDATE OR DELETE ON trace
    FOR EACH ROW EXECUTE FUNCTION trace_is_append_only();
ALTER TABLE trace ENABLE ALWAYS TRIGGER trace_append_only;

CREATE FUNCTION trace_partition(month date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TABLE IF NOT EXISTS trace_%s PARTITION OF trace FOR VALUES FROM (%L) TO (%L)',
        to_char(month, 'YYYY_MM'), date_trunc('month', month)::date,
        (date_trunc('month', month) + interval '1 month')::date);
END $$;
"""

STORAGE = """
ALTER TABLE process_instance SET (fillfactor = 70);
ALTER TABLE user_task SET (fillfactor = 80);
ALTER TABLE process_instance SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE user_task SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE job SET (autovacuum_vacuum_scale_factor = 0.02);
CREATE SEQUENCE worker_number;
"""


def partitions(apps, schema_editor):
    first = dt.date.today().replace(day=1)
    for ahead in range(-1, 4):
        month = (first + dt.timedelta(days=31 * ahead)).replace(day=1) if ahead >= 0 else (first - dt.timedelta(days=1)).replace(day=1)
        schema_editor.execute("SELECT trace_partition(%s)", [month])


class Migration(migrations.Migration):
    dependencies = [("engine", "0001_initial")]
    operations = [
        migrations.RunSQL(TABLE, "DROP TABLE trace; DROP FUNCTION trace_is_append_only; DROP FUNCTION trace_partition"),
        migrations.RunSQL(STORAGE, "DROP SEQUENCE worker_number"),
        migrations.RunPython(partitions, migrations.RunPython.noop),
    ]
