-- A request is made in one's own name and never rewritten; only register_keeper applies it.
CREATE FUNCTION registers_request_rules() RETURNS trigger LANGUAGE plpgsql AS $$
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
        RETURN NEW;
    END IF;
    IF current_user = 'register_keeper' THEN
        RETURN NEW;
    END IF;
    IF (NEW.table_name, NEW.record, NEW.changes, NEW.requester_id, NEW.effective_on)
       IS DISTINCT FROM (OLD.table_name, OLD.record, OLD.changes, OLD.requester_id, OLD.effective_on)
       OR (NEW.state <> OLD.state AND (OLD.state <> 'PROPOSED' OR NEW.state NOT IN ('REFUSED', 'WITHDRAWN'))) THEN
        RAISE EXCEPTION 'a proposed change is not rewritten: withdraw it and propose another' USING ERRCODE = 'RG011';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registers_request_rules BEFORE INSERT OR UPDATE ON registers_changerequest
    FOR EACH ROW EXECUTE FUNCTION registers_request_rules();

-- Whether two people are one in this matter: the same, or one standing in for the other on that day.
CREATE FUNCTION registers_same_side(one bigint, other bigint, moment timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT one = other OR EXISTS (
        SELECT 1 FROM people_substitute s
         WHERE ((s.absent_id = other AND s.substitute_id = one) OR (s.absent_id = one AND s.substitute_id = other))
           AND (moment AT TIME ZONE 'Asia/Shanghai')::date BETWEEN s.valid_from AND s.valid_until)
$$;

CREATE FUNCTION registers_approval_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    context jsonb := coalesce(nullif(current_setting('app.context', true), ''), '{}')::jsonb;
    request registers_changerequest;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a decision is not rewritten' USING ERRCODE = 'RG011';
    END IF;
    SELECT * INTO request FROM registers_changerequest WHERE id = NEW.request_id FOR UPDATE;
    IF context ->> 'actor_id' IS DISTINCT FROM NEW.approver_id::text
       OR context ->> 'behalf_id' IS DISTINCT FROM NEW.on_behalf_of_id::text THEN
        RAISE EXCEPTION 'a change is approved in one''s own name' USING ERRCODE = 'RG011';
    END IF;
    IF request.state <> 'PROPOSED' THEN
        RAISE EXCEPTION 'the request is already %', request.state USING ERRCODE = 'RG013';
    END IF;
    IF registers_same_side(NEW.approver_id, request.requester_id, NEW.decided_at)
       OR NEW.on_behalf_of_id = request.requester_id THEN
        RAISE EXCEPTION 'whoever asks never approves' USING ERRCODE = 'RG014';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registers_approval_rules BEFORE INSERT OR UPDATE OR DELETE ON registers_changeapproval
    FOR EACH ROW EXECUTE FUNCTION registers_approval_rules();

-- Approvals of one field by different people who also stand for different people.
CREATE FUNCTION registers_approvals_given(request bigint, field text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN bool_or(NOT a.approved) THEN -1
                ELSE least(count(DISTINCT a.approver_id), count(DISTINCT coalesce(a.on_behalf_of_id, a.approver_id))) END
      FROM registers_changeapproval a JOIN registers_changerequest r ON r.id = a.request_id
     WHERE a.request_id = request AND field = ANY (a.fields)
       AND NOT registers_same_side(a.approver_id, r.requester_id, a.decided_at)
       AND a.on_behalf_of_id IS DISTINCT FROM r.requester_id
$$;

-- Applies an approved request and returns its state: APPLIED, or CONFLICT when the record is not as proposed against.
CREATE FUNCTION registers_apply_change(request_id bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    request registers_changerequest;
    field text;
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
        IF registers_approvals_needed(request.table_name, field) IS NULL THEN
            RAISE EXCEPTION '% of % is not a governed field', field, request.table_name USING ERRCODE = 'RG012';
        END IF;
        IF coalesce(registers_approvals_given(request_id, field), 0)
           < registers_approvals_needed(request.table_name, field) THEN
            RAISE EXCEPTION 'not enough people have approved %', field USING ERRCODE = 'RG016', COLUMN = field;
        END IF;
    END LOOP;
    EXECUTE format('SELECT to_jsonb(t) FROM public.%I AS t WHERE id = $1 FOR UPDATE', request.table_name)
       INTO present USING request.record;
    SELECT jsonb_object_agg(k, jsonb_build_object('expected', request.changes -> k -> 'old', 'found', present -> k))
      INTO differing FROM jsonb_object_keys(request.changes) AS k
     WHERE present IS NULL OR present -> k IS DISTINCT FROM request.changes -> k -> 'old';
    IF differing IS NOT NULL THEN
        UPDATE registers_changerequest SET state = 'CONFLICT', conflict = differing, decided_at = now()
         WHERE id = request_id;
        RETURN 'CONFLICT';
    END IF;
    SELECT jsonb_object_agg(k, request.changes -> k -> 'new'), string_agg(format('%I = n.%I', k, k), ', ')
      INTO patch, assignments FROM jsonb_object_keys(request.changes) AS k;
    EXECUTE format('UPDATE public.%1$I AS t SET %2$s FROM jsonb_populate_record(NULL::public.%1$I, $1) AS n '
                   'WHERE t.id = $2', request.table_name, assignments) USING patch, request.record;
    UPDATE registers_changerequest SET state = 'APPLIED', decided_at = now() WHERE id = request_id;
    RETURN 'APPLIED';
END $$;
