"""Every change of a person's rights gives that user a version never used before; people's tables are watched."""

from django.db import migrations

from ledger.triggers import watch

BUMP = """
CREATE SEQUENCE people_user_rights AS bigint START 2;

CREATE FUNCTION people_new_rights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE people_user SET version = nextval('people_user_rights') WHERE id = OLD.user_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE people_user SET version = nextval('people_user_rights') WHERE id = NEW.user_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER people_new_rights AFTER INSERT OR UPDATE OR DELETE ON people_position
    FOR EACH ROW EXECUTE FUNCTION people_new_rights();

CREATE FUNCTION people_new_user_rights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.is_active, NEW.username, NEW.full_name) IS DISTINCT FROM (OLD.is_active, OLD.username, OLD.full_name)
       AND NEW.version = OLD.version THEN
        NEW.version := nextval('people_user_rights');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER people_new_user_rights BEFORE UPDATE ON people_user
    FOR EACH ROW EXECUTE FUNCTION people_new_user_rights();

CREATE FUNCTION people_moved_unit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.path IS DISTINCT FROM OLD.path THEN
        UPDATE people_user SET version = nextval('people_user_rights')
         WHERE id IN (SELECT user_id FROM people_position WHERE unit_id = NEW.id);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER people_moved_unit AFTER UPDATE ON people_unit FOR EACH ROW EXECUTE FUNCTION people_moved_unit();
"""
UNDO = """
DROP TRIGGER people_new_rights ON people_position;
DROP TRIGGER people_new_user_rights ON people_user;
DROP TRIGGER people_moved_unit ON people_unit;
DROP FUNCTION people_new_rights(), people_new_user_rights(), people_moved_unit();
DROP SEQUENCE people_user_rights;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_first"), ("ledger", "0001_event")]
    operations = [
        migrations.RunSQL(BUMP, UNDO),
        watch(
            "people_user",
            ignore=("last_seen_at", "last_login", "version", "failed_log_ins", "locked_until"),
            secret=("password",),
        ),
        watch("people_unit"),
        watch("people_role", key="key"),
        watch("people_position"),
        watch("people_substitute"),
        watch("people_workingcalendar"),
        watch("people_calendarday"),
    ]
