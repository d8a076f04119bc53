-- Requests of four kinds: a change of a record, its handing over (过户), the opening and the closing of a customer.
-- How many people must approve a field of a request of this kind; none when such a request may not name it.
CREATE FUNCTION registers_request_needs(in_kind text, in_table text, in_field text) RETURNS integer
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE in_kind
        WHEN 'open' THEN (SELECT n FROM (VALUES
            ('name', 2), ('category', 2), ('licence_no', 1), ('billing_title', 1), ('phone', 1), ('unit_id', 1),
            ('grade', 0), ('contact_name', 0), ('address', 0)) AS known (f, n)
            WHERE in_table = 'registers_customer' AND f = in_field)
        WHEN 'close' THEN (SELECT 2 WHERE in_table = 'registers_customer' AND in_field = 'state')
        ELSE registers_field_needs(in_table, in_field) END
$$;

-- The finance officer decides on closings and contracts beside the steward, as the table of routes asks.
SELECT set_config('app.context', '{"actor": "system", "full_name": "系统", "system": true, "reason": "release"}', true);
INSERT INTO registers_authority (table_name, field, role, valid_from, citation)
VALUES ('registers_customer', 'state', 'finance_officer', '2026-01-01', '客户资料管理办法：销户由财务会签'),
       ('registers_contract', '', 'finance_officer', '2026-01-01', '客户资料管理办法：合同由财务会签');
SELECT set_config('app.context', '', true);

-- The path of the unit a request is decided at: the record's, or of a customer to be opened its own.
CREATE FUNCTION registers_request_path(in_kind text, in_table text, in_record bigint, in_changes jsonb) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(
        CASE WHEN in_kind = 'open' THEN (SELECT path FROM people_unit
                                          WHERE id = (in_changes -> 'unit_id' ->> 'new')::bigint)
             ELSE registers_unit_path(in_table, in_record) END,
        (SELECT path FROM people_unit WHERE parent_id IS NULL ORDER BY path LIMIT 1))
$$;

CREATE FUNCTION registers_has_authority_at(
    who bigint, behalf bigint, in_table text, in_path text, in_field text, day date
) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM people_position p
          JOIN people_unit u ON u.id = p.unit_id
          JOIN people_user w ON w.id = p.user_id AND w.is_active
          JOIN registers_authority a ON a.role = p.role_id
         WHERE p.user_id = coalesce(behalf, who)
           AND day BETWEEN p.valid_from AND coalesce(p.valid_until, 'infinity')
           AND day BETWEEN a.valid_from AND coalesce(a.valid_until, 'infinity')
           AND a.table_name IN ('*', in_table) AND a.field IN ('', in_field)
           AND starts_with(in_path, u.path)
           AND (behalf IS NULL OR EXISTS (
                SELECT FROM people_substitute s
                 WHERE s.substitute_id = who AND s.absent_id = behalf AND day BETWEEN s.valid_from AND s.valid_until
                   AND (s.roles = '{}' OR p.role_id = ANY (s.roles)))))
$$;

CREATE OR REPLACE FUNCTION registers_request_rules() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    actor text := coalesce(nullif(current_setting('app.context', true), ''), '{}')::jsonb ->> 'actor_id';
    field text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF actor IS DISTINCT FROM NEW.requester_id::text OR NEW.state <> 'PROPOSED' THEN
            RAISE EXCEPTION 'a change is proposed in one''s own name' USING ERRCODE = 'RG011';
        END IF;
        IF NEW.bulk_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM registers_bulkchange b
             WHERE b.id = NEW.bulk_id AND b.instance = '' AND b.requester_id = NEW.requester_id
               AND b.table_name = NEW.table_name AND b.effective_on = NEW.effective_on) THEN
            RAISE EXCEPTION 'nothing is added to a bulk change that is being decided' USING ERRCODE = 'RG011';
        END IF;
        FOR field IN SELECT jsonb_object_keys(NEW.changes) LOOP
            IF registers_request_needs(NEW.kind, NEW.table_name, field) IS NULL THEN
                RAISE EXCEPTION '% of % is not a governed field', field, NEW.table_name USING ERRCODE = 'RG012';
            END IF;
        END LOOP;
        NEW.proposed_at := now();
        RETURN NEW;
    END IF;
    IF current_user = 'register_keeper' THEN
        RETURN NEW;
    END IF;
    IF (NEW.table_name, NEW.record, NEW.changes, NEW.requester_id, NEW.effective_on, NEW.proposed_at, NEW.kind)
       IS DISTINCT FROM
       (OLD.table_name, OLD.record, OLD.changes, OLD.requester_id, OLD.effective_on, OLD.proposed_at, OLD.kind)
       OR NEW.bulk_id IS DISTINCT FROM OLD.bulk_id
       OR (OLD.instance <> '' AND NEW.instance <> OLD.instance)
       OR (NEW.state <> OLD.state AND (OLD.state <> 'PROPOSED' OR NEW.state NOT IN ('REFUSED', 'WITHDRAWN'))) THEN
        RAISE EXCEPTION 'a proposed change is not rewritten: withdraw it and propose another' USING ERRCODE = 'RG011';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION registers_bulk_rules() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    actor text := coalesce(nullif(current_setting('app.context', true), ''), '{}')::jsonb ->> 'actor_id';
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF actor IS DISTINCT FROM NEW.requester_id::text OR NEW.instance <> '' THEN
            RAISE EXCEPTION 'a change is proposed in one''s own name' USING ERRCODE = 'RG011';
        END IF;
        NEW.proposed_at := now();
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.instance <> '' OR actor IS DISTINCT FROM OLD.requester_id::text
       OR to_jsonb(NEW) - 'instance' <> to_jsonb(OLD) - 'instance' THEN
        RAISE EXCEPTION 'a proposed change is not rewritten: withdraw it and propose another' USING ERRCODE = 'RG011';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registers_bulk_rules BEFORE INSERT OR UPDATE OR DELETE ON registers_bulkchange
    FOR EACH ROW EXECUTE FUNCTION registers_bulk_rules();

-- A decision is on one request, or at once on all rows of a bulk change; there it counts for the rows of those units
-- where whoever decided has the authority, and is refused when that is none.
CREATE OR REPLACE FUNCTION registers_approval_rules() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    context jsonb := coalesce(nullif(current_setting('app.context', true), ''), '{}')::jsonb;
    about text;
    standing text;
    requester bigint;
    since timestamptz;
    paths text[];
    field text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a decision is not rewritten' USING ERRCODE = 'RG011';
    END IF;
    NEW.decided_at := now();
    IF NEW.bulk_id IS NULL THEN
        SELECT r.table_name, r.state, r.requester_id, r.proposed_at,
               ARRAY[registers_request_path(r.kind, r.table_name, r.record, r.changes)]
          INTO about, standing, requester, since, paths
          FROM registers_changerequest r WHERE r.id = NEW.request_id FOR UPDATE;
    ELSE
        SELECT b.table_name, CASE WHEN b.instance = '' THEN 'NOT BOUND' ELSE 'PROPOSED' END, b.requester_id, b.proposed_at
          INTO about, standing, requester, since FROM registers_bulkchange b WHERE b.id = NEW.bulk_id FOR UPDATE;
        SELECT array_agg(DISTINCT registers_request_path(r.kind, r.table_name, r.record, r.changes))
          INTO paths FROM registers_changerequest r WHERE r.bulk_id = NEW.bulk_id AND r.state = 'PROPOSED';
    END IF;
    IF context ->> 'actor_id' IS DISTINCT FROM NEW.approver_id::text
       OR context ->> 'behalf_id' IS DISTINCT FROM NEW.on_behalf_of_id::text THEN
        RAISE EXCEPTION 'a change is approved in one''s own name' USING ERRCODE = 'RG011';
    END IF;
    IF standing <> 'PROPOSED' OR paths IS NULL THEN
        RAISE EXCEPTION 'the request is already %', standing USING ERRCODE = 'RG013';
    END IF;
    IF registers_same_side(NEW.approver_id, requester, since, NEW.decided_at)
       OR registers_same_side(NEW.on_behalf_of_id, requester, since, NEW.decided_at) THEN
        RAISE EXCEPTION 'whoever asks never approves' USING ERRCODE = 'RG014';
    END IF;
    FOREACH field IN ARRAY NEW.fields LOOP
        IF NOT EXISTS (SELECT FROM unnest(paths) AS p
                        WHERE registers_has_authority_at(NEW.approver_id, NEW.on_behalf_of_id, about, p, field,
                                                         (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date)) THEN
            RAISE EXCEPTION 'no authority to decide on %', field USING ERRCODE = 'RG020', COLUMN = field;
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

-- Approvals of one field by different people who also stand for different people, each with the authority on that day.
CREATE OR REPLACE FUNCTION registers_approvals_given(request bigint, field text) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN bool_or(NOT a.approved) THEN -1
                ELSE least(count(DISTINCT a.approver_id), count(DISTINCT coalesce(a.on_behalf_of_id, a.approver_id))) END
      FROM registers_changerequest r
      JOIN registers_changeapproval a ON a.request_id = r.id OR a.bulk_id = r.bulk_id
     WHERE r.id = request AND field = ANY (a.fields)
       AND NOT registers_same_side(a.approver_id, r.requester_id, r.proposed_at, a.decided_at)
       AND registers_same_side(a.on_behalf_of_id, r.requester_id, r.proposed_at, a.decided_at) IS NOT TRUE
       AND registers_has_authority_at(a.approver_id, a.on_behalf_of_id, r.table_name,
                                      registers_request_path(r.kind, r.table_name, r.record, r.changes), field,
                                      (a.decided_at AT TIME ZONE 'Asia/Shanghai')::date)
$$;

-- How an open row of a bulk change stands: the fields that are agreed, and those that too few have approved.
CREATE TYPE registers_standing AS (request_id bigint, record bigint, agreed text[], short text[]);
CREATE FUNCTION registers_bulk_standing(in_bulk bigint) RETURNS SETOF registers_standing
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    WITH bulk AS MATERIALIZED (SELECT * FROM registers_bulkchange WHERE id = in_bulk),
    asked AS MATERIALIZED (
        SELECT r.id, r.record, r.changes, registers_request_path(r.kind, r.table_name, r.record, r.changes) AS path
          FROM registers_changerequest r WHERE r.bulk_id = in_bulk AND r.state = 'PROPOSED'),
    named AS MATERIALIZED (SELECT a.id, a.record, a.path, k AS field FROM asked a, jsonb_object_keys(a.changes) AS k),
    needed AS MATERIALIZED (
        SELECT f.field, registers_field_needs((SELECT table_name FROM bulk), f.field) AS needs
          FROM (SELECT DISTINCT field FROM named) AS f),
    decided AS MATERIALIZED (
        SELECT a.request_id, a.approver_id, a.on_behalf_of_id, a.approved, a.fields,
               (a.decided_at AT TIME ZONE 'Asia/Shanghai')::date AS day
          FROM bulk b, registers_changeapproval a
         WHERE (a.bulk_id = in_bulk OR a.request_id IN (SELECT id FROM asked))
           AND NOT registers_same_side(a.approver_id, b.requester_id, b.proposed_at, a.decided_at)
           AND registers_same_side(a.on_behalf_of_id, b.requester_id, b.proposed_at, a.decided_at) IS NOT TRUE),
    applying AS MATERIALIZED (
        SELECT n.id, n.field, n.path, d.approver_id, d.on_behalf_of_id, d.approved, d.day
          FROM named n JOIN decided d ON n.field = ANY (d.fields) AND (d.request_id IS NULL OR d.request_id = n.id)),
    lawful AS MATERIALIZED (
        SELECT t.* FROM (SELECT DISTINCT approver_id, on_behalf_of_id, path, field, day FROM applying) AS t
         WHERE registers_has_authority_at(t.approver_id, t.on_behalf_of_id, (SELECT table_name FROM bulk), t.path,
                                          t.field, t.day)),
    given AS (
        SELECT a.id, a.field, CASE WHEN bool_or(NOT a.approved) THEN -1
               ELSE least(count(DISTINCT a.approver_id), count(DISTINCT coalesce(a.on_behalf_of_id, a.approver_id))) END AS n
          FROM applying a JOIN lawful l
            ON (l.approver_id, l.path, l.field, l.day) = (a.approver_id, a.path, a.field, a.day)
           AND l.on_behalf_of_id IS NOT DISTINCT FROM a.on_behalf_of_id
         GROUP BY a.id, a.field)
    SELECT (n.id, min(n.record),
            coalesce(array_agg(n.field) FILTER (WHERE coalesce(g.n, 0) <> -1 AND coalesce(g.n, 0) >= w.needs), '{}'),
            coalesce(array_agg(n.field) FILTER (WHERE coalesce(g.n, 0) <> -1 AND coalesce(g.n, 0) < w.needs), '{}')
           )::registers_standing
      FROM named n JOIN needed w USING (field) LEFT JOIN given g ON (g.id, g.field) = (n.id, n.field)
     GROUP BY n.id
$$;

-- Writes the agreed fields of these rows; one statement for all of them.
CREATE FUNCTION registers_write_rows(in_table text, held registers_standing[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    assignments text;
BEGIN
    SELECT string_agg(DISTINCT format('%I = n.%I', k, k), ', ') INTO assignments
      FROM unnest(held) AS s, unnest(s.agreed) AS k;
    EXECUTE format(
        'UPDATE public.%1$I AS t SET %2$s FROM ('
        '  SELECT s.record, jsonb_object_agg(k, r.changes -> k -> ''new'') AS patch'
        '    FROM unnest($1) AS s JOIN public.registers_changerequest r ON r.id = s.request_id, unnest(s.agreed) AS k'
        '   GROUP BY s.record) AS p'
        ' JOIN public.%1$I AS x ON x.id = p.record, jsonb_populate_record(x, p.patch) AS n'
        ' WHERE t.id = p.record', in_table, assignments) USING held;
    UPDATE registers_changerequest r SET state = 'APPLIED', decided_at = now()
      FROM unnest(held) AS s WHERE r.id = s.request_id;
END $$;

-- Applies a bulk change and returns how many rows were written. A row whose record is no longer as proposed against, or
-- that the register cannot hold, becomes CONFLICT; one of which every field was refused REFUSED; one that too few have
-- approved stays PROPOSED. Each row is written whole or not at all.
CREATE FUNCTION registers_apply_bulk(in_bulk bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    bulk registers_bulkchange;
    held registers_standing[];
    one registers_standing;
    told text;
    written bigint := 0;
BEGIN
    SELECT * INTO bulk FROM registers_bulkchange WHERE id = in_bulk FOR UPDATE;
    IF NOT FOUND OR bulk.instance = '' THEN
        RAISE EXCEPTION 'there is no bulk change %', in_bulk USING ERRCODE = 'RG013';
    END IF;
    IF bulk.effective_on > (now() AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION 'the change takes effect on %', bulk.effective_on USING ERRCODE = 'RG015';
    END IF;
    PERFORM FROM registers_changerequest WHERE bulk_id = in_bulk AND state = 'PROPOSED' ORDER BY id FOR UPDATE;
    SELECT array_agg(s) INTO held FROM registers_bulk_standing(in_bulk) AS s;
    UPDATE registers_changerequest r SET state = 'REFUSED', decided_at = now()
      FROM unnest(held) AS s WHERE r.id = s.request_id AND s.agreed = '{}' AND s.short = '{}';
    SELECT array_agg(s) INTO held FROM unnest(held) AS s WHERE s.short = '{}' AND s.agreed <> '{}';
    IF held IS NULL THEN
        RETURN 0;
    END IF;
    EXECUTE format('SELECT count(*) FROM (SELECT 1 FROM public.%I WHERE id IN (SELECT record FROM unnest($1)) '
                   'ORDER BY id FOR UPDATE) AS locked', bulk.table_name) INTO written USING held;
    EXECUTE format(
        'UPDATE public.registers_changerequest AS q SET state = ''CONFLICT'', conflict = d.differing, decided_at = now()'
        '  FROM (SELECT s.request_id, jsonb_object_agg(k, jsonb_build_object('
        '               ''expected'', r.changes -> k -> ''old'', ''found'', to_jsonb(t) -> k)) AS differing'
        '          FROM unnest($1) AS s JOIN public.registers_changerequest r ON r.id = s.request_id'
        '          LEFT JOIN public.%I AS t ON t.id = s.record, unnest(s.agreed) AS k'
        '         WHERE to_jsonb(t) -> k IS DISTINCT FROM r.changes -> k -> ''old'' GROUP BY s.request_id) AS d'
        ' WHERE q.id = d.request_id', bulk.table_name) USING held;
    SELECT array_agg(s), count(*) INTO held, written
      FROM unnest(held) AS s JOIN registers_changerequest r ON r.id = s.request_id AND r.state = 'PROPOSED';
    IF held IS NULL THEN
        RETURN 0;
    END IF;
    BEGIN
        PERFORM registers_write_rows(bulk.table_name, held);
        RETURN written;
    EXCEPTION WHEN integrity_constraint_violation OR data_exception OR SQLSTATE 'RG001' OR SQLSTATE 'RG002'
              OR SQLSTATE 'RG018' THEN
        written := 0;  -- one of them does not fit: each on its own
    END;
    FOREACH one IN ARRAY held LOOP
        BEGIN
            PERFORM registers_write_rows(bulk.table_name, ARRAY[one]);
            written := written + 1;
        EXCEPTION WHEN integrity_constraint_violation OR data_exception OR SQLSTATE 'RG001' OR SQLSTATE 'RG002'
                  OR SQLSTATE 'RG018' THEN
            GET STACKED DIAGNOSTICS told = MESSAGE_TEXT;
            UPDATE registers_changerequest
               SET state = 'CONFLICT', conflict = jsonb_build_object('', jsonb_build_object('found', told)), decided_at = now()
             WHERE id = one.request_id;
        END;
    END LOOP;
    RETURN written;
END $$;

-- Marks the opening or closing of a customer as applied, after checking what `registers_apply_change` checks and that
-- the record is what was approved. Whoever calls has just made it so, in the same transaction.
CREATE FUNCTION registers_finish_request(in_request bigint, made bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    request registers_changerequest;
    present jsonb;
    field text;
BEGIN
    SELECT * INTO request FROM registers_changerequest WHERE id = in_request FOR UPDATE;
    IF NOT FOUND OR request.kind NOT IN ('open', 'close') OR request.state <> 'PROPOSED' THEN
        RAISE EXCEPTION 'the request is already %', request.state USING ERRCODE = 'RG013';
    END IF;
    IF request.effective_on > (now() AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION 'the change takes effect on %', request.effective_on USING ERRCODE = 'RG015';
    END IF;
    EXECUTE format('SELECT to_jsonb(t) FROM public.%I AS t WHERE id = $1 FOR UPDATE', request.table_name)
       INTO present USING made;
    IF present IS NULL OR request.kind = 'close' AND made <> request.record
       OR request.kind = 'open' AND present ->> 'opened_in' IS DISTINCT FROM request.instance THEN
        RAISE EXCEPTION 'this is not the record of the request' USING ERRCODE = 'RG013';
    END IF;
    FOR field IN SELECT jsonb_object_keys(request.changes) LOOP
        IF coalesce(registers_approvals_given(in_request, field), 0)
           < registers_request_needs(request.kind, request.table_name, field) THEN
            RAISE EXCEPTION 'not enough people have approved %', field USING ERRCODE = 'RG016', COLUMN = field;
        END IF;
        IF present -> field IS DISTINCT FROM request.changes -> field -> 'new' THEN
            RAISE EXCEPTION '% is not as it was approved', field USING ERRCODE = 'RG013', COLUMN = field;
        END IF;
    END LOOP;
    UPDATE registers_changerequest SET state = 'APPLIED', record = made, decided_at = now() WHERE id = in_request;
END $$;
