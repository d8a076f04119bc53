"""The open tasks of a role in the order of their due dates, for those who hold it at many units."""

from django.db import migrations

SQL = """
CREATE INDEX user_task_role ON user_task (role, due_sort, id) INCLUDE (unit_id) WHERE state = 'CREATED';
"""


class Migration(migrations.Migration):
    dependencies = [("engine", "0010_watched_definitions")]
    operations = [migrations.RunSQL(SQL, "DROP INDEX user_task_role")]
