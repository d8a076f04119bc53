-- How many different people must approve a request for access: two for bank data and for long lists, else one.
CREATE FUNCTION registers_access_needs(asked registers_accessgrant) RETURNS integer
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN asked.kind = 'fields' AND asked.table_name = 'registers_paymentaccount' THEN 2
                WHEN asked.kind = 'export' AND (asked.row_count > 1000
                     OR asked.table_name = 'registers_paymentaccount' AND asked.fields <> '{}') THEN 2
                ELSE 1 END
$$;

-- Whether the person may decide on it: an authority over the register at the record's unit or above it, and for a list
-- at the asker's own unit or above it; never the asker nor whoever stands on the asker's side.
CREATE FUNCTION registers_access_authority(asked registers_accessgrant, who bigint, behalf bigint, at timestamptz)
RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM people_position p
          JOIN people_unit u ON u.id = p.unit_id
          JOIN people_user w ON w.id = p.user_id AND w.is_active
          JOIN registers_authority a ON a.role = p.role_id AND a.table_name IN ('*', asked.table_name)
         WHERE p.user_id = coalesce(behalf, who)
           AND (at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN p.valid_from AND coalesce(p.valid_until, 'infinity')
           AND (at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN a.valid_from AND coalesce(a.valid_until, 'infinity')
           AND starts_with(coalesce(
                CASE WHEN asked.records <> '{}' THEN registers_unit_path(asked.table_name, asked.records[1])
                     ELSE (SELECT unit.path FROM people_user one JOIN people_unit unit ON unit.id = one.unit_id
                            WHERE one.id = asked.user_id) END,
                (SELECT path FROM people_unit WHERE parent_id IS NULL ORDER BY path LIMIT 1)), u.path)
           AND (behalf IS NULL OR EXISTS (
                SELECT FROM people_substitute s
                 WHERE s.substitute_id = who AND s.absent_id = behalf
                   AND (at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN s.valid_from AND s.valid_until
                   AND (s.roles = '{}' OR p.role_id = ANY (s.roles)))))
$$;

CREATE FUNCTION registers_access_rules() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    context jsonb := coalesce(nullif(current_setting('app.context', true), ''), '{}')::jsonb;
    today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
    given bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a request for access is not removed' USING ERRCODE = 'RG021';
    END IF;
    IF context ->> 'instance' IS DISTINCT FROM NEW.instance THEN
        RAISE EXCEPTION 'access is given and ended only inside its own process instance' USING ERRCODE = 'RG021';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF context ->> 'actor_id' IS DISTINCT FROM NEW.user_id::text OR NEW.state <> 'REQUESTED' THEN
            RAISE EXCEPTION 'access is asked for in one''s own name' USING ERRCODE = 'RG011';
        END IF;
        IF NEW.valid_until NOT BETWEEN today AND today + 92 THEN
            RAISE EXCEPTION 'access is given for 92 days at most' USING ERRCODE = 'RG022';
        END IF;
        NEW.asked_at := now();
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - '{state,decided_at,ended_at}'::text[] <> to_jsonb(OLD) - '{state,decided_at,ended_at}'::text[] THEN
        RAISE EXCEPTION 'what was asked for is not rewritten' USING ERRCODE = 'RG021';
    END IF;
    IF (OLD.state, NEW.state) NOT IN (('REQUESTED', 'GRANTED'), ('REQUESTED', 'REFUSED'), ('GRANTED', 'ENDED')) THEN
        RAISE EXCEPTION 'the request is already %', OLD.state USING ERRCODE = 'RG013';
    END IF;
    IF NEW.state = 'GRANTED' THEN
        SELECT CASE WHEN bool_or(NOT a.approved) THEN -1
                    ELSE least(count(DISTINCT a.approver_id), count(DISTINCT coalesce(a.on_behalf_of_id, a.approver_id))) END
          INTO given FROM registers_accessapproval a
         WHERE a.grant_id = OLD.id
           AND NOT registers_same_side(a.approver_id, OLD.user_id, OLD.asked_at, a.decided_at)
           AND registers_same_side(a.on_behalf_of_id, OLD.user_id, OLD.asked_at, a.decided_at) IS NOT TRUE
           AND registers_access_authority(OLD, a.approver_id, a.on_behalf_of_id, a.decided_at);
        IF given < registers_access_needs(OLD) THEN
            RAISE EXCEPTION 'not enough approvals' USING ERRCODE = 'RG016';
        END IF;
        NEW.decided_at := now();
    ELSIF NEW.state = 'REFUSED' THEN
        NEW.decided_at := now();
    ELSE
        NEW.ended_at := now();
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registers_access_rules BEFORE INSERT OR UPDATE OR DELETE ON registers_accessgrant
    FOR EACH ROW EXECUTE FUNCTION registers_access_rules();

CREATE FUNCTION registers_access_approval_rules() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    context jsonb := coalesce(nullif(current_setting('app.context', true), ''), '{}')::jsonb;
    asked registers_accessgrant;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a decision is not rewritten' USING ERRCODE = 'RG011';
    END IF;
    NEW.decided_at := now();
    SELECT * INTO asked FROM registers_accessgrant WHERE id = NEW.grant_id FOR UPDATE;
    IF context ->> 'actor_id' IS DISTINCT FROM NEW.approver_id::text
       OR context ->> 'behalf_id' IS DISTINCT FROM NEW.on_behalf_of_id::text THEN
        RAISE EXCEPTION 'access is approved in one''s own name' USING ERRCODE = 'RG011';
    END IF;
    IF asked.state <> 'REQUESTED' THEN
        RAISE EXCEPTION 'the request is already %', asked.state USING ERRCODE = 'RG013';
    END IF;
    IF registers_same_side(NEW.approver_id, asked.user_id, asked.asked_at, NEW.decided_at)
       OR registers_same_side(NEW.on_behalf_of_id, asked.user_id, asked.asked_at, NEW.decided_at) THEN
        RAISE EXCEPTION 'whoever asks never approves' USING ERRCODE = 'RG014';
    END IF;
    IF NOT registers_access_authority(asked, NEW.approver_id, NEW.on_behalf_of_id, NEW.decided_at) THEN
        RAISE EXCEPTION 'no authority to decide on this access' USING ERRCODE = 'RG020';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registers_access_approval_rules BEFORE INSERT OR UPDATE OR DELETE ON registers_accessapproval
    FOR EACH ROW EXECUTE FUNCTION registers_access_approval_rules();
