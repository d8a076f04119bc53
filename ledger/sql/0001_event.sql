CREATE SCHEMA IF NOT EXISTS ledger;
CREATE SEQUENCE ledger.event_id AS bigint;

-- The body is the only authority; every other column is an index derived from it.
CREATE TABLE ledger.event (
    id          bigint      NOT NULL DEFAULT nextval('ledger.event_id'),
    at          timestamptz NOT NULL,
    xid         xid8        NOT NULL DEFAULT pg_current_xact_id(),
    kind        text        NOT NULL CHECK (kind IN ('row', 'engine', 'auth', 'read', 'admin')),
    action      text        NOT NULL,
    table_name  text        NOT NULL DEFAULT '',
    record      text        NOT NULL DEFAULT '',
    instance    text        NOT NULL DEFAULT '',
    actor       text        NOT NULL DEFAULT '',
    fields      text[]      NOT NULL DEFAULT '{}',
    body        text        NOT NULL,
    PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);

CREATE INDEX event_newest   ON ledger.event (id DESC);
CREATE INDEX event_record   ON ledger.event (table_name, record, id DESC) WHERE table_name <> '';
CREATE INDEX event_instance ON ledger.event (instance, id DESC) WHERE instance <> '';
CREATE INDEX event_actor    ON ledger.event (actor, id DESC);
CREATE INDEX event_xid      ON ledger.event (xid);

CREATE FUNCTION ledger.deny() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger.event is append-only: % is refused', TG_OP USING ERRCODE = 'LG002';
END $$;

CREATE TRIGGER event_deny_change BEFORE UPDATE OR DELETE ON ledger.event FOR EACH ROW EXECUTE FUNCTION ledger.deny();
CREATE TRIGGER event_deny_truncate BEFORE TRUNCATE ON ledger.event FOR EACH STATEMENT EXECUTE FUNCTION ledger.deny();
ALTER TABLE ledger.event ENABLE ALWAYS TRIGGER event_deny_change;
ALTER TABLE ledger.event ENABLE ALWAYS TRIGGER event_deny_truncate;

-- Makes the partitions of last month, this month and the next `ahead` months; returns how many were new.
CREATE FUNCTION ledger.ensure_partitions(ahead integer DEFAULT 3) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, ledger AS $$
DECLARE
    month date := (date_trunc('month', now() AT TIME ZONE 'UTC') - interval '1 month')::date;
    made integer := 0;
    part text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('ledger.ensure_partitions'));
    FOR i IN 0 .. ahead + 1 LOOP
        part := 'event_' || to_char(month, 'YYYY_MM');
        IF to_regclass('ledger.' || part) IS NULL THEN
            EXECUTE format('CREATE TABLE ledger.%I PARTITION OF ledger.event FOR VALUES FROM (%L) TO (%L)',
                part, month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
            PERFORM ledger.guard_partition(part);
            made := made + 1;
        END IF;
        month := (month + interval '1 month')::date;
    END LOOP;
    RETURN made;
END $$;

-- A partition inherits the row trigger but neither its ALWAYS nor the statement trigger.
CREATE FUNCTION ledger.guard_partition(part text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, ledger AS $$
BEGIN
    EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER event_deny_change', part);
    EXECUTE format('CREATE TRIGGER event_deny_truncate BEFORE TRUNCATE ON ledger.%I '
                   'FOR EACH STATEMENT EXECUTE FUNCTION ledger.deny()', part);
    EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER event_deny_truncate', part);
END $$;

SELECT ledger.ensure_partitions(3);
CREATE TABLE ledger.event_other PARTITION OF ledger.event DEFAULT;
SELECT ledger.guard_partition('event_other');

-- The context that `ledger.context` set for this transaction, or a refusal.
CREATE FUNCTION ledger.context() RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    said text := current_setting('app.context', true);
BEGIN
    IF said IS NULL OR said = '' THEN
        RAISE EXCEPTION 'nobody said who acts: set app.context before a write that the ledger watches'
            USING ERRCODE = 'LG001', HINT = 'In the product: with ledger.context.audited(actor=…).';
    END IF;
    RETURN said::jsonb;
END $$;

-- Appends one event and returns its id. Only this function and the row trigger write the table.
CREATE FUNCTION ledger.append(
    kind text, action text, table_name text, record text, instance text, fields text[], details jsonb, context jsonb
) RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog, ledger AS $$
DECLARE
    event_id bigint := nextval('ledger.event_id');
    moment timestamptz := clock_timestamp();
    whole jsonb;
BEGIN
    whole := jsonb_build_object(
        'v', 1, 'id', event_id, 'at', to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'xid', pg_current_xact_id()::text, 'kind', kind, 'action', action, 'table', table_name, 'record', record,
        'instance', instance, 'context', context,
        'db', jsonb_build_object('user', session_user, 'address', coalesce(host(inet_client_addr()), 'local'),
                                 'application', current_setting('application_name'))
    ) || details;
    INSERT INTO ledger.event (id, at, kind, action, table_name, record, instance, actor, fields, body)
    VALUES (event_id, moment, kind, action, table_name, record, instance,
            coalesce(context ->> 'actor', ''), fields, whole::text);
    RETURN event_id;
END $$;

-- What the engine, the log-in, readers and administrators did.
CREATE FUNCTION ledger.record(
    kind text, action text, table_name text, record text, instance text, details jsonb
) RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog, ledger AS $$
DECLARE
    context jsonb := ledger.context();
BEGIN
    IF kind = 'row' THEN
        RAISE EXCEPTION 'only the row trigger records rows' USING ERRCODE = 'LG003';
    END IF;
    RETURN ledger.append(kind, action, table_name, record, coalesce(nullif(instance, ''), context ->> 'instance', ''),
                         ARRAY[]::text[], jsonb_build_object('details', details), context);
END $$;

-- Row trigger; arguments: key column, ignored columns, columns whose values are kept out of the ledger (comma lists).
CREATE FUNCTION ledger.watch_row() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, ledger AS $$
DECLARE
    ignored text[] := string_to_array(TG_ARGV[1], ',');
    secret text[] := string_to_array(TG_ARGV[2], ',');
    before jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
    after jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
    context jsonb;
    changes jsonb;
    names text[];
BEGIN
    SELECT jsonb_object_agg(k, CASE WHEN k = ANY (secret) THEN '["***", "***"]'::jsonb
                                    ELSE jsonb_build_array(before -> k, after -> k) END),
           array_agg(k ORDER BY k)
      INTO changes, names
      FROM jsonb_object_keys(before || after) AS k
     WHERE NOT k = ANY (ignored)
       AND coalesce(before -> k, 'null'::jsonb) IS DISTINCT FROM coalesce(after -> k, 'null'::jsonb);
    IF changes IS NULL AND TG_OP = 'UPDATE' THEN
        RETURN NULL;
    END IF;
    context := ledger.context();
    PERFORM ledger.append('row', lower(TG_OP), TG_TABLE_NAME::text,
        coalesce(after ->> TG_ARGV[0], before ->> TG_ARGV[0], ''), coalesce(context ->> 'instance', ''),
        coalesce(names, ARRAY[]::text[]), jsonb_build_object('changes', coalesce(changes, '{}'::jsonb)), context);
    RETURN NULL;
END $$;

-- TRUNCATE leaves no rows to tell of: refused, but for a superuser, whose act is recorded.
CREATE FUNCTION ledger.watch_truncate() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, ledger AS $$
BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = session_user) THEN
        RAISE EXCEPTION '% is watched by the ledger: TRUNCATE is refused', TG_TABLE_NAME USING ERRCODE = 'LG002';
    END IF;
    PERFORM ledger.append('row', 'truncate', TG_TABLE_NAME::text, '', '', ARRAY[]::text[], '{"changes": {}}'::jsonb,
        coalesce(nullif(current_setting('app.context', true), ''), '{}')::jsonb);
    RETURN NULL;
END $$;

-- Attaches (or attaches anew) the triggers to a table.
CREATE FUNCTION ledger.watch(target regclass, key text DEFAULT 'id', ignored text DEFAULT '', secret text DEFAULT '')
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, ledger AS $$
BEGIN
    EXECUTE format('DROP TRIGGER IF EXISTS ledger_watch ON %s', target);
    EXECUTE format('DROP TRIGGER IF EXISTS ledger_watch_truncate ON %s', target);
    EXECUTE format('CREATE TRIGGER ledger_watch AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW '
                   'EXECUTE FUNCTION ledger.watch_row(%L, %L, %L)', target, key, ignored, secret);
    EXECUTE format('CREATE TRIGGER ledger_watch_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT '
                   'EXECUTE FUNCTION ledger.watch_truncate()', target);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER ledger_watch', target);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER ledger_watch_truncate', target);
END $$;

CREATE FUNCTION ledger.unwatch(target regclass) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, ledger AS $$
BEGIN
    EXECUTE format('DROP TRIGGER IF EXISTS ledger_watch ON %s', target);
    EXECUTE format('DROP TRIGGER IF EXISTS ledger_watch_truncate ON %s', target);
END $$;
