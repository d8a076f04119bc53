"""Closed instances: monthly partitions beside the hot tables, views over both, and legal hold."""

from django.db import migrations, models

SQL = """
CREATE FUNCTION closed_tables() RETURNS text[] LANGUAGE sql IMMUTABLE AS
    $$ SELECT ARRAY['process_instance', 'user_task', 'stored_variable', 'instance_subject', 'incident'] $$;

CREATE FUNCTION closed_tables_follow() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    hot text;
    missing record;
    columns text;
BEGIN
    FOREACH hot IN ARRAY closed_tables() LOOP
        EXECUTE format('DROP VIEW IF EXISTS every_%s', hot);
        IF to_regclass('closed_' || hot) IS NULL THEN
            EXECUTE format('CREATE TABLE closed_%1$s (LIKE %1$s, closed_on date NOT NULL)'
                           ' PARTITION BY RANGE (closed_on)', hot);
            EXECUTE format('CREATE INDEX ON closed_%1$s (%2$s)', hot, 'root_id');
        END IF;
        FOR missing IN SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS kind FROM pg_attribute a
            WHERE a.attrelid = hot::regclass AND a.attnum > 0 AND NOT a.attisdropped AND NOT EXISTS (
                SELECT 1 FROM pg_attribute b WHERE b.attrelid = ('closed_' || hot)::regclass
                   AND b.attname = a.attname AND NOT b.attisdropped) LOOP
            EXECUTE format('ALTER TABLE closed_%s ADD COLUMN %I %s', hot, missing.attname, missing.kind);
        END LOOP;
        SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO columns FROM pg_attribute a
            WHERE a.attrelid = hot::regclass AND a.attnum > 0 AND NOT a.attisdropped;
        EXECUTE format('CREATE VIEW every_%1$s AS SELECT %2$s FROM %1$s UNION ALL SELECT %2$s FROM closed_%1$s',
                       hot, columns);
    END LOOP;
END $$;
SELECT closed_tables_follow();
CREATE INDEX ON closed_process_instance (id);
CREATE INDEX ON closed_process_instance (definition_key, id DESC);
CREATE INDEX ON closed_process_instance (business_key);
CREATE INDEX ON closed_process_instance (unit_id, id DESC);
CREATE INDEX ON closed_user_task (completed_by_id, completed_at DESC, id DESC);
CREATE INDEX ON closed_instance_subject (name, value);
CREATE INDEX ON closed_user_task (id);
CREATE INDEX ON closed_user_task (instance_id);
CREATE INDEX ON closed_stored_variable (root_id, key);

CREATE FUNCTION closed_partition(month date) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    hot text;
BEGIN
    FOREACH hot IN ARRAY closed_tables() LOOP
        EXECUTE format('CREATE TABLE IF NOT EXISTS closed_%1$s_%2$s PARTITION OF closed_%1$s'
            ' FOR VALUES FROM (%3$L) TO (%4$L)', hot, to_char(month, 'YYYY_MM'), date_trunc('month', month)::date,
            (date_trunc('month', month) + interval '1 month')::date);
    END LOOP;
END $$;
"""
UNDO = """
DROP VIEW every_process_instance, every_user_task, every_stored_variable, every_instance_subject, every_incident;
DROP TABLE closed_process_instance, closed_user_task, closed_stored_variable, closed_instance_subject, closed_incident;
DROP FUNCTION closed_partition(date); DROP FUNCTION closed_tables_follow(); DROP FUNCTION closed_tables();
"""


class Migration(migrations.Migration):
    dependencies = [("engine", "0011_inbox_of_many_units")]
    operations = [
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("root_id", models.BigIntegerField()),
                ("reason", models.TextField()),
                ("placed_at", models.DateTimeField()),
                ("placed_by", models.TextField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.TextField(db_default="")),
                ("lifted_reason", models.TextField(db_default="")),
            ],
            options={
                "db_table": "legal_hold",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("root_id",), condition=models.Q(("lifted_at", None)), name="legal_hold_one"
                    )
                ],
            },
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
