-- No meter at two places, and no place with two meters, at any moment (ranges need no extension for integers).
ALTER TABLE registers_meterinstallation ADD CONSTRAINT registers_installation_one_place EXCLUDE USING gist (
    int8range(meter_id, meter_id, '[]') WITH &&, tstzrange(installed_at, removed_at) WITH &&);
ALTER TABLE registers_meterinstallation ADD CONSTRAINT registers_installation_one_meter EXCLUDE USING gist (
    int8range(supply_point_id, supply_point_id, '[]') WITH &&, tstzrange(installed_at, removed_at) WITH &&);

-- One price for a category's step on any day.
ALTER TABLE registers_tariff ADD CONSTRAINT registers_tariff_one_price EXCLUDE USING gist (
    int8range(hashtext(category)::bigint, hashtext(category)::bigint, '[]') WITH &&,
    int4range(step::integer, step::integer, '[]') WITH &&,
    daterange(valid_from, valid_until, '[]') WITH &&);

CREATE TABLE registers_number (series text PRIMARY KEY, last bigint NOT NULL);

-- Readings never fall; the installation's row is locked so that two readers see each other.
CREATE FUNCTION registers_reading_monotone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place registers_meterinstallation;
    nearest numeric;
BEGIN
    SELECT * INTO place FROM registers_meterinstallation WHERE id = NEW.installation_id FOR UPDATE;
    IF NEW.taken_at < place.installed_at OR NEW.taken_at > coalesce(place.removed_at, 'infinity') THEN
        RAISE EXCEPTION 'the meter was not installed there at %', NEW.taken_at
            USING ERRCODE = 'RG002', CONSTRAINT = 'registers_reading_while_installed';
    END IF;
    SELECT max(mechanical) INTO nearest FROM registers_reading
     WHERE installation_id = NEW.installation_id AND taken_at < NEW.taken_at AND id <> NEW.id;
    IF NEW.mechanical < greatest(nearest, place.reading_in) THEN
        RAISE EXCEPTION 'the reading % is less than the earlier %', NEW.mechanical, greatest(nearest, place.reading_in)
            USING ERRCODE = 'RG001', CONSTRAINT = 'registers_reading_monotone';
    END IF;
    SELECT min(mechanical) INTO nearest FROM registers_reading
     WHERE installation_id = NEW.installation_id AND taken_at > NEW.taken_at AND id <> NEW.id;
    IF NEW.mechanical > least(nearest, place.reading_out) THEN
        RAISE EXCEPTION 'the reading % is more than the later %', NEW.mechanical, least(nearest, place.reading_out)
            USING ERRCODE = 'RG001', CONSTRAINT = 'registers_reading_monotone';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registers_reading_monotone BEFORE INSERT OR UPDATE OF taken_at, mechanical, installation_id
    ON registers_reading FOR EACH ROW EXECUTE FUNCTION registers_reading_monotone();

-- A removal may not end below what was read.
CREATE FUNCTION registers_removal_monotone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.reading_out < (SELECT max(mechanical) FROM registers_reading WHERE installation_id = NEW.id) THEN
        RAISE EXCEPTION 'the last reading % is less than one taken before', NEW.reading_out
            USING ERRCODE = 'RG001', CONSTRAINT = 'registers_reading_monotone';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registers_removal_monotone BEFORE UPDATE OF reading_out ON registers_meterinstallation
    FOR EACH ROW EXECUTE FUNCTION registers_removal_monotone();

-- Guard; arguments: governed columns, columns that an instance may fill while empty (comma lists).
-- Only the functions of register_keeper pass it: whoever else writes, as whatever role, is refused.
CREATE FUNCTION registers_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    governed text[] := string_to_array(TG_ARGV[0], ',');
    filled_once text[] := string_to_array(TG_ARGV[1], ',');
    before jsonb := to_jsonb(OLD);
    after jsonb;
    instance text := coalesce(nullif(current_setting('app.context', true), ''), '{}')::jsonb ->> 'instance';
    broken text;
BEGIN
    IF current_user = 'register_keeper' THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a record of % is closed, never deleted', TG_TABLE_NAME
            USING ERRCODE = 'RG010', TABLE = TG_TABLE_NAME;
    END IF;
    IF before -> 'billed' = 'false'::jsonb THEN  -- a reading that is not billed yet
        RETURN NEW;
    END IF;
    after := to_jsonb(NEW);
    SELECT string_agg(k, ', ' ORDER BY k) INTO broken FROM unnest(governed) AS k
     WHERE before -> k IS DISTINCT FROM after -> k
       AND NOT (k = ANY (filled_once) AND before -> k = 'null'::jsonb AND instance IS NOT NULL);
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION '% of % changes only by an approved change request', broken, TG_TABLE_NAME
            USING ERRCODE = 'RG010', TABLE = TG_TABLE_NAME, COLUMN = broken;
    END IF;
    RETURN NEW;
END $$;
