"""Indexes for the few open tasks with further roles or named candidates."""

from django.db import migrations

SQL = """
CREATE INDEX user_task_more_roles ON user_task USING gin (more_roles)
    WHERE state = 'CREATED' AND more_roles IS NOT NULL;
CREATE INDEX user_task_named ON user_task USING gin (candidate_users)
    WHERE state = 'CREATED' AND candidate_users IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("engine", "0003_push")]
    operations = [migrations.RunSQL(SQL, "DROP INDEX user_task_more_roles; DROP INDEX user_task_named")]
