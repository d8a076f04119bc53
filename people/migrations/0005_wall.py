"""Who is who and who may what is written by the application in a person's name, rights by two people's decision."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "wall.sql"
TABLES = ("user", "position", "rightschange", "substitute", "unit", "role")


def wall(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER people_wall BEFORE INSERT OR UPDATE OR DELETE ON people_{table} FOR EACH ROW "
        "EXECUTE FUNCTION people_wall();"
        f"ALTER TABLE people_{table} ENABLE ALWAYS TRIGGER people_wall;",
        f"DROP TRIGGER people_wall ON people_{table};",
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0004_rights_changes")]
    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop),
        *(wall(table) for table in TABLES),
    ]
