-- The table is watched: the release says who fills it.
SELECT set_config('app.context', '{"actor": "system", "full_name": "系统", "system": true, "reason": "release"}', true);
-- Finance shares the decision on what stands on the bill.
INSERT INTO registers_authority (table_name, field, role, valid_from, citation)
SELECT 'registers_customer', f, 'finance_officer', '2026-01-01', '客户资料管理办法：计费资料由财务会签'
  FROM unnest(ARRAY['name', 'number', 'category', 'licence_no']) AS f;
SELECT set_config('app.context', '', true);

-- Fields that are not governed, and may stand in a request beside governed ones without anybody's approval.
CREATE FUNCTION registers_free_field(in_table text, in_field text) RETURNS integer
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT 0 WHERE (in_table, in_field) IN
        (('registers_customer', 'address'), ('registers_customer', 'contact_name'), ('registers_customer', 'grade'))
$$;

-- How many people must approve the field; none when no request may name it.
CREATE FUNCTION registers_field_needs(in_table text, in_field text) RETURNS integer
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(registers_approvals_needed(in_table, in_field), registers_free_field(in_table, in_field))
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
            IF registers_field_needs(NEW.table_name, field) IS NULL THEN
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
       OR (OLD.instance <> '' AND NEW.instance <> OLD.instance)
       OR (NEW.state <> OLD.state AND (OLD.state <> 'PROPOSED' OR NEW.state NOT IN ('REFUSED', 'WITHDRAWN'))) THEN
        RAISE EXCEPTION 'a proposed change is not rewritten: withdraw it and propose another' USING ERRCODE = 'RG011';
    END IF;
    RETURN NEW;
END $$;

-- Applies an approved request and returns its state: APPLIED, or CONFLICT when the record is not as proposed against.
-- A field that an approver refused is left out; when nothing is left, too few have approved.
CREATE OR REPLACE FUNCTION registers_apply_change(request_id bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    request registers_changerequest;
    field text;
    given bigint;
    agreed text[] := '{}';
    present jsonb;
    differing jsonb;
    patch jsonb;
    assignments text;
BEGIN
    SELECT * INTO request FROM registers_changerequest WHERE id = request_id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no change request %', request_id USING ERRCODE = 'RG013';
    END IF;
    IF request.state <> 'PROPOSED' THEN
        RETURN request.state;
    END IF;
    IF request.effective_on > (now() AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION 'the change takes effect on %', request.effective_on USING ERRCODE = 'RG015';
    END IF;
    FOR field IN SELECT jsonb_object_keys(request.changes) LOOP
        IF registers_field_needs(request.table_name, field) IS NULL THEN
            RAISE EXCEPTION '% of % is not a governed field', field, request.table_name USING ERRCODE = 'RG012';
        END IF;
        given := coalesce(registers_approvals_given(request_id, field), 0);
        CONTINUE WHEN given = -1;
        IF given < registers_field_needs(request.table_name, field) THEN
            RAISE EXCEPTION 'not enough people have approved %', field USING ERRCODE = 'RG016', COLUMN = field;
        END IF;
        agreed := agreed || field;
    END LOOP;
    IF agreed = '{}' THEN
        RAISE EXCEPTION 'every field was refused' USING ERRCODE = 'RG016';
    END IF;
    EXECUTE format('SELECT to_jsonb(t) FROM public.%I AS t WHERE id = $1 FOR UPDATE', request.table_name)
       INTO present USING request.record;
    SELECT jsonb_object_agg(k, jsonb_build_object('expected', request.changes -> k -> 'old', 'found', present -> k))
      INTO differing FROM unnest(agreed) AS k
     WHERE present IS NULL OR present -> k IS DISTINCT FROM request.changes -> k -> 'old';
    IF differing IS NOT NULL THEN
        UPDATE registers_changerequest SET state = 'CONFLICT', conflict = differing, decided_at = now()
         WHERE id = request_id;
        RETURN 'CONFLICT';
    END IF;
    SELECT jsonb_object_agg(k, request.changes -> k -> 'new'), string_agg(format('%I = n.%I', k, k), ', ')
      INTO patch, assignments FROM unnest(agreed) AS k;
    EXECUTE format('UPDATE public.%1$I AS t SET %2$s FROM jsonb_populate_record(NULL::public.%1$I, $1) AS n '
                   'WHERE t.id = $2', request.table_name, assignments) USING patch, request.record;
    UPDATE registers_changerequest SET state = 'APPLIED', decided_at = now() WHERE id = request_id;
    RETURN 'APPLIED';
END $$;
