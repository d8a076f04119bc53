-- Who may approve what, from when to when and by which rule; field '' is every field, table '*' every register.
CREATE TABLE registers_authority (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    table_name  text NOT NULL,
    field       text NOT NULL DEFAULT '',
    role        text NOT NULL,
    valid_from  date NOT NULL,
    valid_until date,
    citation    text NOT NULL
);
INSERT INTO registers_authority (table_name, field, role, valid_from, citation)
SELECT t, f, r, '2026-01-01', '客户资料管理办法：受控资料的审批权限' FROM (VALUES
    ('*', '', 'data_steward'), ('*', '', 'branch_manager'),
    ('registers_paymentaccount', '', 'finance_officer'), ('registers_tariff', '', 'finance_officer'),
    ('registers_customer', 'billing_title', 'finance_officer'), ('registers_customer', 'credit_rating', 'finance_officer'),
    ('registers_meter', '', 'metering_officer'), ('registers_metertest', '', 'metering_officer'), ('registers_meterinstallation', '', 'metering_officer'),
    ('registers_reading', '', 'metering_officer'), ('registers_supplypoint', '', 'chief_engineer'),
    ('registers_riser', '', 'chief_engineer'), ('registers_regulator', '', 'chief_engineer')
) AS known (t, f, r);

-- The path of the unit that a record belongs to: its own, else that of what it hangs on; none for the company's own.
CREATE FUNCTION registers_unit_path(in_table text, in_record bigint) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    held jsonb;
    above text;
BEGIN
    EXECUTE format('SELECT to_jsonb(t) FROM public.%I AS t WHERE id = $1', in_table) INTO held USING in_record;
    IF held ->> 'unit_id' IS NOT NULL THEN
        RETURN (SELECT path FROM people_unit WHERE id = (held ->> 'unit_id')::bigint);
    END IF;
    FOREACH above IN ARRAY ARRAY['customer', 'site', 'supply_point', 'installation', 'meter'] LOOP
        IF held ->> (above || '_id') IS NOT NULL THEN
            RETURN registers_unit_path('registers_' || CASE above
                WHEN 'supply_point' THEN 'supplypoint' WHEN 'installation' THEN 'meterinstallation' ELSE above END,
                (held ->> (above || '_id'))::bigint);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- Whether `who` acts for `other` on some day of the span: as substitute, through a chain of them, or by another account
-- of the same person (accounts with the same mobile number are one person's).
CREATE FUNCTION registers_acts_for(who bigint, other bigint, since date, till date) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE reached (id) AS (
        SELECT who
        UNION
        SELECT further.id FROM reached, LATERAL (
            SELECT s.absent_id FROM people_substitute s
             WHERE s.substitute_id = reached.id
               AND daterange(s.valid_from, s.valid_until, '[]') && daterange(since, till, '[]')
            UNION ALL
            SELECT twin.id FROM people_user one JOIN people_user twin ON twin.phone = one.phone
             WHERE one.id = reached.id AND one.phone ~ '^1[3-9][0-9]{9}$'
        ) AS further (id)
    )
    SELECT other IN (SELECT id FROM reached)
$$;

CREATE FUNCTION registers_same_side(one bigint, other bigint, since timestamptz, till timestamptz) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT registers_acts_for(one, other, (since AT TIME ZONE 'Asia/Shanghai')::date, (till AT TIME ZONE 'Asia/Shanghai')::date)
        OR registers_acts_for(other, one, (since AT TIME ZONE 'Asia/Shanghai')::date, (till AT TIME ZONE 'Asia/Shanghai')::date)
$$;
DROP FUNCTION registers_same_side(bigint, bigint, timestamptz);

-- Whether the person holds, at the record's unit or above it, a role that may approve the field; for somebody absent the
-- roles are that one's, as far as the appointment of the substitute goes.
CREATE FUNCTION registers_has_authority(
    who bigint, behalf bigint, in_table text, in_record bigint, in_field text, day date
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
           AND starts_with(coalesce(registers_unit_path(in_table, in_record),
                                    (SELECT path FROM people_unit WHERE parent_id IS NULL ORDER BY path LIMIT 1)), u.path)
           AND (behalf IS NULL OR EXISTS (
                SELECT FROM people_substitute s
                 WHERE s.substitute_id = who AND s.absent_id = behalf AND day BETWEEN s.valid_from AND s.valid_until
                   AND (s.roles = '{}' OR p.role_id = ANY (s.roles)))))
$$;

CREATE OR REPLACE FUNCTION registers_approval_rules() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    context jsonb := coalesce(nullif(current_setting('app.context', true), ''), '{}')::jsonb;
    request registers_changerequest;
    field text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a decision is not rewritten' USING ERRCODE = 'RG011';
    END IF;
    NEW.decided_at := now();
    SELECT * INTO request FROM registers_changerequest WHERE id = NEW.request_id FOR UPDATE;
    IF context ->> 'actor_id' IS DISTINCT FROM NEW.approver_id::text
       OR context ->> 'behalf_id' IS DISTINCT FROM NEW.on_behalf_of_id::text THEN
        RAISE EXCEPTION 'a change is approved in one''s own name' USING ERRCODE = 'RG011';
    END IF;
    IF request.state <> 'PROPOSED' THEN
        RAISE EXCEPTION 'the request is already %', request.state USING ERRCODE = 'RG013';
    END IF;
    IF registers_same_side(NEW.approver_id, request.requester_id, request.proposed_at, NEW.decided_at)
       OR registers_same_side(NEW.on_behalf_of_id, request.requester_id, request.proposed_at, NEW.decided_at) THEN
        RAISE EXCEPTION 'whoever asks never approves' USING ERRCODE = 'RG014';
    END IF;
    FOREACH field IN ARRAY NEW.fields LOOP
        IF NOT registers_has_authority(NEW.approver_id, NEW.on_behalf_of_id, request.table_name, request.record, field,
                                       (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date) THEN
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
      FROM registers_changeapproval a JOIN registers_changerequest r ON r.id = a.request_id
     WHERE a.request_id = request AND field = ANY (a.fields)
       AND NOT registers_same_side(a.approver_id, r.requester_id, r.proposed_at, a.decided_at)
       AND registers_same_side(a.on_behalf_of_id, r.requester_id, r.proposed_at, a.decided_at) IS NOT TRUE
       AND registers_has_authority(a.approver_id, a.on_behalf_of_id, r.table_name, r.record, field,
                                   (a.decided_at AT TIME ZONE 'Asia/Shanghai')::date)
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
        FOR field IN SELECT jsonb_object_keys(NEW.changes) LOOP
            IF registers_approvals_needed(NEW.table_name, field) IS NULL THEN
                RAISE EXCEPTION '% of % is not a governed field', field, NEW.table_name USING ERRCODE = 'RG012';
            END IF;
        END LOOP;
        NEW.proposed_at := now();
        RETURN NEW;
    END IF;
    IF current_user = 'register_keeper' THEN
        RETURN NEW;
    END IF;
    IF (NEW.table_name, NEW.record, NEW.changes, NEW.requester_id, NEW.effective_on, NEW.proposed_at)
       IS DISTINCT FROM (OLD.table_name, OLD.record, OLD.changes, OLD.requester_id, OLD.effective_on, OLD.proposed_at)
       OR (NEW.state <> OLD.state AND (OLD.state <> 'PROPOSED' OR NEW.state NOT IN ('REFUSED', 'WITHDRAWN'))) THEN
        RAISE EXCEPTION 'a proposed change is not rewritten: withdraw it and propose another' USING ERRCODE = 'RG011';
    END IF;
    RETURN NEW;
END $$;
-- Without pg_temp at the end a table of that name in the caller's temporary schema would be read first.
ALTER FUNCTION registers_apply_change(bigint) SET search_path = pg_catalog, public, pg_temp;
