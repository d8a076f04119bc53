-- Whether the person administers the unit of that path today: by a position, or by an emergency that lasts.
CREATE FUNCTION people_administers(person bigint, unit_path text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM people_position p JOIN people_unit u ON u.id = p.unit_id
         WHERE p.user_id = person AND p.role_id = 'administrator' AND starts_with(unit_path, u.path)
           AND (now() AT TIME ZONE 'Asia/Shanghai')::date BETWEEN p.valid_from AND coalesce(p.valid_until, 'infinity'))
        OR EXISTS (
        SELECT FROM people_rightschange c JOIN people_unit u ON u.id = c.unit_id
         WHERE c.user_id = person AND c.role_id = 'administrator' AND starts_with(unit_path, u.path)
           AND c.kind = 'emergency' AND c.state = 'APPROVED' AND c.ends_at > now())
$$;

-- Whether the person administers somebody: the unit they belong to (the company's top without one), or one where they
-- hold a position.
CREATE FUNCTION people_administers_person(person bigint, other bigint, unit bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT people_administers(person, coalesce(
        (SELECT path FROM people_unit WHERE id = unit),
        (SELECT path FROM people_unit WHERE parent_id IS NULL ORDER BY path LIMIT 1), ''))
        OR EXISTS (SELECT FROM people_position p JOIN people_unit u ON u.id = p.unit_id
                    WHERE p.user_id = other AND people_administers(person, u.path))
$$;

-- The application's roles write who is who only in the name of a person who is there, and rights only by a change that
-- two administrators decided. In the name of the system the owner alone does (a new installation, the yearly review).
CREATE FUNCTION people_wall() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    context jsonb := coalesce(nullif(current_setting('app.context', true), ''), '{}')::jsonb;
    actor bigint := (context ->> 'actor_id')::bigint;
    before jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) - people_free(TG_TABLE_NAME) END;
    after jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) - people_free(TG_TABLE_NAME) END;
    held jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    broken text;
BEGIN
    IF session_user NOT IN ('gas_web', 'gas_worker') OR before = after THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    IF context ->> 'system' = 'true' OR NOT EXISTS (
        SELECT FROM people_user WHERE id = actor AND is_active AND username = context ->> 'actor') THEN
        broken := 'is written in the name of a person who is there';
    ELSIF TG_TABLE_NAME = 'people_position' THEN
        broken := people_position_broken(TG_OP, held, context ->> 'change_request', actor);
    ELSIF TG_TABLE_NAME = 'people_rightschange' THEN
        broken := people_change_broken(TG_OP, before, after, actor);
    ELSIF TG_TABLE_NAME = 'people_user' THEN
        broken := people_user_broken(TG_OP, before, after, context ->> 'change_request', actor);
    ELSIF TG_TABLE_NAME = 'people_substitute' THEN
        IF (held ->> 'absent_id')::bigint <> actor AND NOT people_administers_person(actor,
            (held ->> 'absent_id')::bigint, (SELECT unit_id FROM people_user WHERE id = (held ->> 'absent_id')::bigint))
        THEN
            broken := 'is one''s own to appoint, or an administrator''s of the unit';
        END IF;
    ELSIF TG_TABLE_NAME = 'people_unit' THEN
        IF NOT people_administers(actor, held ->> 'path') THEN
            broken := 'is kept by its administrators';
        END IF;
    ELSE
        broken := 'is filled by the release';
    END IF;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION '% %', TG_TABLE_NAME, broken USING ERRCODE = 'PE001', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

-- Columns that are no identity and no right: when somebody was seen, wrong passwords counted, a version for caches.
CREATE FUNCTION people_free(of_table text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE of_table WHEN 'people_user' THEN
        ARRAY['last_seen_at', 'last_login', 'version', 'failed_log_ins', 'locked_until'] ELSE ARRAY[]::text[] END
$$;

CREATE FUNCTION people_decided(change_request text, kinds text[], actor bigint) RETURNS people_rightschange
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c FROM people_rightschange c
     WHERE 'rights:' || c.id = change_request AND c.kind = ANY (kinds) AND c.state = 'APPROVED'
       AND c.decided_by_id = actor AND c.proposed_by_id <> actor AND c.user_id <> actor
$$;

CREATE FUNCTION people_position_broken(act text, held jsonb, change_request text, actor bigint) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    change people_rightschange := people_decided(
        change_request, ARRAY[CASE WHEN act = 'INSERT' THEN 'give' ELSE 'end' END], actor);
BEGIN
    IF change.id IS NULL OR (change.user_id, change.role_id, change.unit_id) IS DISTINCT FROM
       ((held ->> 'user_id')::bigint, held ->> 'role_id', (held ->> 'unit_id')::bigint) THEN
        RETURN 'takes a change of rights that two people decided';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION people_change_broken(act text, before jsonb, after jsonb, actor bigint) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    moving text[] := ARRAY['state', 'decided_by_id', 'decided_at', 'comment', 'position_id', 'ends_at'];
    place text := coalesce((SELECT path FROM people_unit WHERE id = (after ->> 'unit_id')::bigint),
        (SELECT n.path FROM people_user u JOIN people_unit n ON n.id = u.unit_id
          WHERE u.id = (after ->> 'user_id')::bigint), '');
BEGIN
    IF act = 'DELETE' THEN
        RETURN 'is never removed';
    ELSIF act = 'INSERT' THEN
        RETURN CASE WHEN (after ->> 'proposed_by_id')::bigint <> actor OR after ->> 'state' <> 'PROPOSED'
                    THEN 'is proposed in one''s own name' END;
    ELSIF before - moving <> after - moving THEN
        RETURN 'is not rewritten';
    ELSIF before -> 'state' = after -> 'state' THEN
        RETURN CASE WHEN before - 'position_id' - 'ends_at' <> after - 'position_id' - 'ends_at' THEN 'is not rewritten' END;
    ELSIF before ->> 'state' = 'PROPOSED' AND after ->> 'state' IN ('APPROVED', 'REFUSED') THEN
        RETURN CASE WHEN (after ->> 'decided_by_id')::bigint IS DISTINCT FROM actor OR NOT people_administers(actor, place)
                    THEN 'is decided in one''s own name, by an administrator of the unit' END;
    ELSIF before ->> 'state' = 'APPROVED' AND after ->> 'state' = 'ENDED' THEN
        RETURN CASE WHEN (after ->> 'user_id')::bigint <> actor AND NOT people_administers(actor, place)
                    THEN 'is ended by whoever has it or an administrator of the unit' END;
    END IF;
    RETURN 'does not go from ' || (before ->> 'state') || ' to ' || (after ->> 'state');
END $$;

CREATE FUNCTION people_user_broken(act text, before jsonb, after jsonb, change_request text, actor bigint) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    change people_rightschange;
BEGIN
    IF act = 'DELETE' THEN
        RETURN 'is never removed';
    ELSIF act = 'UPDATE' AND before -> 'is_active' <> after -> 'is_active' THEN
        change := people_decided(change_request, ARRAY['enable', 'disable'], actor);
        IF change.user_id IS DISTINCT FROM (after ->> 'id')::bigint
           OR (change.kind = 'enable') <> (after ->> 'is_active')::boolean
           OR before - 'is_active' <> after - 'is_active' THEN
            RETURN 'is switched by a change of rights that two people decided';
        END IF;
    ELSIF NOT (act = 'UPDATE' AND (after ->> 'id')::bigint = actor
               AND before - ARRAY['password', 'language', 'must_change_password']
                 = after - ARRAY['password', 'language', 'must_change_password'])
          AND NOT people_administers_person(actor, (after ->> 'id')::bigint, (after ->> 'unit_id')::bigint) THEN
        RETURN 'is kept by an administrator of the unit';
    END IF;
    RETURN NULL;
END $$;
