-- Appends one event and returns its id. Each database session is a stream of its own: "s" names it (the id of its first
-- event), "n" counts from 1 without gaps, since a rolled back transaction takes the session's setting back with it.
-- No row is locked and none is written for it. Both stand first in the body: the sealer and the verifier read them there.
CREATE OR REPLACE FUNCTION ledger.append(
    kind text, action text, table_name text, record text, instance text, fields text[], details jsonb, context jsonb
) RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog, ledger AS $$
DECLARE
    event_id bigint := nextval('ledger.event_id');
    moment timestamptz := clock_timestamp();
    told text := current_setting('ledger.stream', true);
    stream bigint := coalesce(nullif(split_part(told, ':', 1), '')::bigint, event_id);
    number bigint := coalesce(nullif(split_part(told, ':', 2), '')::bigint, 0) + 1;
    whole jsonb;
BEGIN
    PERFORM set_config('ledger.stream', stream || ':' || number, false);
    whole := jsonb_build_object(
        'n', number, 's', stream, 'v', 2,
        'id', event_id, 'at', to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
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

-- How far each stream is sealed: the sealer's own notebook, the only table here that is rewritten.
CREATE TABLE ledger.stream (
    stream    bigint      PRIMARY KEY,
    last      bigint      NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- A number that did not come: an event removed before it was sealed, or written past the functions.
CREATE TABLE ledger.gap (
    event_id bigint      PRIMARY KEY,
    stream   bigint      NOT NULL,
    expected bigint      NOT NULL,
    found    bigint      NOT NULL,
    found_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- The roots of full subtrees of 2^level leaves, for level 8, 16, 24 …: so that a proof reads hundreds of hashes, not all.
CREATE TABLE ledger.node (
    level smallint NOT NULL,
    index bigint   NOT NULL,
    hash  bytea    NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (level, index)
);
-- A witness's answer to a checkpoint: it had seen the log before, and this continues it.
CREATE TABLE ledger.cosignature (
    witness text        NOT NULL,
    size    bigint      NOT NULL,
    line    text        NOT NULL,
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (witness, size)
);
-- A month that was taken out, and the bundle that holds its events from `start` to `size`.
CREATE TABLE ledger.detached (
    partition   text        PRIMARY KEY,
    start       bigint      NOT NULL,
    size        bigint      NOT NULL,
    bundle      text        NOT NULL,
    sha256      text        NOT NULL,
    detached_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

DO $$
DECLARE
    grows text;
BEGIN
    FOREACH grows IN ARRAY ARRAY['gap', 'node', 'cosignature', 'detached'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON ledger.%I FOR EACH ROW '
                       'EXECUTE FUNCTION ledger.deny_seal()', grows || '_deny', grows);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON ledger.%I EXECUTE FUNCTION ledger.deny_seal()',
                       grows || '_deny_truncate', grows);
        EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER %I', grows, grows || '_deny');
        EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER %I', grows, grows || '_deny_truncate');
    END LOOP;
END $$;
