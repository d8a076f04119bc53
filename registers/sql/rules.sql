-- One contract in force at a supply point, one account of a customer, on any day (the last day belongs to the next).
ALTER TABLE registers_contract ADD CONSTRAINT registers_contract_one_in_force EXCLUDE USING gist (
    int8range(supply_point_id, supply_point_id, '[]') WITH &&, daterange(valid_from, valid_until) WITH &&)
    WHERE (supply_point_id IS NOT NULL);
ALTER TABLE registers_paymentaccount ADD CONSTRAINT registers_account_one_at_a_time EXCLUDE USING gist (
    int8range(customer_id, customer_id, '[]') WITH &&, daterange(valid_from, valid_until) WITH &&);

-- Readings never fall, of either register; the installation's row is locked so that two readers see each other.
CREATE OR REPLACE FUNCTION registers_reading_monotone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place registers_meterinstallation;
    earlier record;
    later record;
BEGIN
    SELECT * INTO place FROM registers_meterinstallation WHERE id = NEW.installation_id FOR UPDATE;
    IF NEW.taken_at < place.installed_at OR NEW.taken_at > coalesce(place.removed_at, 'infinity') THEN
        RAISE EXCEPTION 'the meter was not installed there at %', NEW.taken_at
            USING ERRCODE = 'RG002', CONSTRAINT = 'registers_reading_while_installed';
    END IF;
    SELECT greatest(max(mechanical), place.reading_in) AS mechanical,
           greatest(max(electronic), place.electronic_in) AS electronic INTO earlier
      FROM registers_reading
     WHERE installation_id = NEW.installation_id AND taken_at < NEW.taken_at AND id <> NEW.id;
    IF NEW.mechanical < earlier.mechanical OR NEW.electronic < earlier.electronic THEN
        RAISE EXCEPTION 'the reading % (electronic %) is less than the earlier % (%)',
            NEW.mechanical, NEW.electronic, earlier.mechanical, earlier.electronic
            USING ERRCODE = 'RG001', CONSTRAINT = 'registers_reading_monotone';
    END IF;
    SELECT least(min(mechanical), place.reading_out) AS mechanical,
           least(min(electronic), place.electronic_out) AS electronic INTO later
      FROM registers_reading
     WHERE installation_id = NEW.installation_id AND taken_at > NEW.taken_at AND id <> NEW.id;
    IF NEW.mechanical > later.mechanical OR NEW.electronic > later.electronic THEN
        RAISE EXCEPTION 'the reading % (electronic %) is more than the later % (%)',
            NEW.mechanical, NEW.electronic, later.mechanical, later.electronic
            USING ERRCODE = 'RG001', CONSTRAINT = 'registers_reading_monotone';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER registers_reading_monotone ON registers_reading;
CREATE TRIGGER registers_reading_monotone BEFORE INSERT OR UPDATE OF taken_at, mechanical, electronic, installation_id
    ON registers_reading FOR EACH ROW EXECUTE FUNCTION registers_reading_monotone();

CREATE OR REPLACE FUNCTION registers_removal_monotone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    highest record;
BEGIN
    SELECT max(mechanical) AS mechanical, max(electronic) AS electronic INTO highest
      FROM registers_reading WHERE installation_id = NEW.id;
    IF NEW.reading_out < highest.mechanical
       OR NEW.electronic_out < greatest(highest.electronic, NEW.electronic_in) THEN
        RAISE EXCEPTION 'the last reading % (electronic %) is less than one taken before',
            NEW.reading_out, NEW.electronic_out
            USING ERRCODE = 'RG001', CONSTRAINT = 'registers_reading_monotone';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER registers_removal_monotone ON registers_meterinstallation;
CREATE TRIGGER registers_removal_monotone BEFORE UPDATE OF reading_out, electronic_out
    ON registers_meterinstallation FOR EACH ROW EXECUTE FUNCTION registers_removal_monotone();

-- What is closed takes no new meter, and nothing closes while a meter hangs there. Both sides lock the supply point.
CREATE FUNCTION registers_installed_where_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed date;
BEGIN
    SELECT least(p.valid_until, s.valid_until) INTO closed
      FROM registers_supplypoint p JOIN registers_site s ON s.id = p.site_id
     WHERE p.id = NEW.supply_point_id FOR SHARE;
    IF closed < (NEW.installed_at AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION 'the supply point was closed on %', closed
            USING ERRCODE = 'RG018', CONSTRAINT = 'registers_installed_where_open';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registers_installed_where_open BEFORE INSERT OR UPDATE OF supply_point_id, installed_at
    ON registers_meterinstallation FOR EACH ROW EXECUTE FUNCTION registers_installed_where_open();

CREATE FUNCTION registers_closed_when_empty() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hanging text;
BEGIN
    SELECT m.serial INTO hanging FROM registers_meterinstallation i
      JOIN registers_meter m ON m.id = i.meter_id
      JOIN registers_supplypoint p ON p.id = i.supply_point_id
      JOIN registers_site s ON s.id = p.site_id
     WHERE i.removed_at IS NULL
       AND CASE TG_TABLE_NAME WHEN 'registers_supplypoint' THEN p.id WHEN 'registers_site' THEN s.id
                              ELSE s.customer_id END = NEW.id
     LIMIT 1;
    IF hanging IS NOT NULL THEN
        RAISE EXCEPTION 'the meter % hangs there still', hanging
            USING ERRCODE = 'RG018', CONSTRAINT = 'registers_closed_when_empty';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registers_closed_when_empty BEFORE UPDATE OF valid_until ON registers_supplypoint
    FOR EACH ROW WHEN (NEW.valid_until IS NOT NULL) EXECUTE FUNCTION registers_closed_when_empty();
CREATE TRIGGER registers_closed_when_empty BEFORE UPDATE OF valid_until ON registers_site
    FOR EACH ROW WHEN (NEW.valid_until IS NOT NULL) EXECUTE FUNCTION registers_closed_when_empty();
CREATE TRIGGER registers_closed_when_empty BEFORE UPDATE OF state ON registers_customer
    FOR EACH ROW WHEN (NEW.state = 'CLOSED') EXECUTE FUNCTION registers_closed_when_empty();

-- What is posted is never rewritten: it is reversed by another entry of the same amount.
CREATE FUNCTION registers_posted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is posted: reverse it', TG_TABLE_NAME USING ERRCODE = 'RG017';
END $$;
CREATE TRIGGER registers_posted BEFORE UPDATE OR DELETE ON registers_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION registers_posted();
CREATE TRIGGER registers_posted BEFORE UPDATE OR DELETE ON registers_payment
    FOR EACH ROW EXECUTE FUNCTION registers_posted();
CREATE TRIGGER registers_posted BEFORE UPDATE OR DELETE ON registers_theftevidence
    FOR EACH ROW EXECUTE FUNCTION registers_posted();
CREATE TRIGGER registers_posted BEFORE UPDATE OR DELETE ON registers_meterhandover
    FOR EACH ROW EXECUTE FUNCTION registers_posted();
CREATE TRIGGER registers_charge_deleted BEFORE DELETE ON registers_charge
    FOR EACH ROW EXECUTE FUNCTION registers_posted();
CREATE TRIGGER registers_charge_rewritten BEFORE UPDATE ON registers_charge FOR EACH ROW
    WHEN ((NEW.number, NEW.kind, NEW.amount, NEW.charged_at, NEW.charged_in)
          IS DISTINCT FROM (OLD.number, OLD.kind, OLD.amount, OLD.charged_at, OLD.charged_in)
          OR (OLD.customer_id IS NOT NULL AND NEW.customer_id IS DISTINCT FROM OLD.customer_id)
          OR (OLD.state <> 'OPEN' AND NEW.state = 'OPEN'))
    EXECUTE FUNCTION registers_posted();

CREATE FUNCTION registers_reversal_of_all() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    first registers_ledgerentry;
BEGIN
    SELECT * INTO first FROM registers_ledgerentry WHERE id = NEW.reverses_id;
    IF first.amount <> -NEW.amount OR first.kind = 'reversal'
       OR (first.charge_id, first.customer_id) IS DISTINCT FROM (NEW.charge_id, NEW.customer_id) THEN
        RAISE EXCEPTION 'a reversal is of the whole entry' USING ERRCODE = 'RG017';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registers_reversal_of_all BEFORE INSERT ON registers_ledgerentry
    FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION registers_reversal_of_all();
