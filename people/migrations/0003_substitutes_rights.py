"""A substitution, and every change of an absent person's rights, gives the substitutes a new version of theirs too.

One level and no further: nobody stands in for the person for whom a substitute stands in.
"""

from django.db import migrations

SQL = """
CREATE FUNCTION people_bump(persons bigint[]) RETURNS void LANGUAGE sql AS $$
    UPDATE people_user SET version = nextval('people_user_rights')
     WHERE id = ANY (persons)
        OR id IN (SELECT substitute_id FROM people_substitute
                   WHERE absent_id = ANY (persons) AND valid_until >= current_date - 1)
$$;

CREATE OR REPLACE FUNCTION people_new_rights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM people_bump(ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN OLD.user_id END,
                              CASE WHEN TG_OP <> 'DELETE' THEN NEW.user_id END]);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION people_moved_unit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.path IS DISTINCT FROM OLD.path THEN
        PERFORM people_bump(ARRAY(SELECT DISTINCT user_id FROM people_position WHERE unit_id = NEW.id));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION people_new_substitution() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE people_user SET version = nextval('people_user_rights')
     WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.substitute_id END,
                  CASE WHEN TG_OP <> 'DELETE' THEN NEW.substitute_id END);
    RETURN NULL;
END $$;

CREATE TRIGGER people_new_substitution AFTER INSERT OR UPDATE OR DELETE ON people_substitute
    FOR EACH ROW EXECUTE FUNCTION people_new_substitution();

CREATE FUNCTION people_new_name_of_absent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM people_bump(ARRAY[NEW.id]);
    RETURN NULL;
END $$;

CREATE TRIGGER people_new_name_of_absent AFTER UPDATE OF is_active, username, full_name ON people_user
    FOR EACH ROW EXECUTE FUNCTION people_new_name_of_absent();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_rights")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
