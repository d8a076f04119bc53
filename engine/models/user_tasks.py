"""The inbox: one row carries all that a list shows and sorts by."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

OPEN = ("CREATED", "ASSIGNED")
MOVES: dict[str, frozenset[str]] = {
    "CREATED": frozenset({"ASSIGNED", "COMPLETED", "CANCELED"}),
    "ASSIGNED": frozenset({"CREATED", "ASSIGNED", "COMPLETED", "CANCELED"}),
    "COMPLETED": frozenset(),
    "CANCELED": frozenset(),
}


class UserTask(models.Model):
    """Work for a person. `role` is its first candidate group; further ones stand in `more_roles`."""

    root_id = models.BigIntegerField()
    instance_id = models.BigIntegerField()
    work_id = models.TextField()
    element_id = models.TextField()
    scope_id = models.TextField()
    process_scope = models.TextField()
    state = models.TextField()
    version = models.IntegerField(db_default=1)
    name = models.TextField()
    definition_key = models.TextField()
    definition_name = models.TextField()
    digest = models.TextField()
    business_key = models.TextField(db_default="")
    instance_title = models.TextField(db_default="")
    subject = models.TextField(db_default="")
    role = models.TextField(db_default="")
    more_roles = ArrayField(models.TextField(), null=True)
    candidate_users = ArrayField(models.TextField(), null=True)
    department = models.TextField(db_default="")
    unit_id = models.BigIntegerField(null=True)
    unit_path = models.TextField(db_default="")
    assignee_id = models.BigIntegerField(null=True)
    assignee = models.TextField(db_default="")
    assignee_name = models.TextField(db_default="")
    assigned_at = models.DateTimeField(null=True)
    behalf_id = models.BigIntegerField(null=True)
    """For whom the assignee holds it or the completer completed it, when they stood in for somebody."""
    behalf = models.TextField(db_default="")
    behalf_name = models.TextField(db_default="")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    due_sort = models.GeneratedField(
        expression=Coalesce("due_at", models.Value("9999-12-31 00:00:00+00", output_field=models.DateTimeField())),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    follow_up_at = models.DateTimeField(null=True)
    priority = models.IntegerField(db_default=50)
    form_id = models.TextField(db_default="")
    properties = models.TextField(db_default="{}")
    round = models.IntegerField(db_default=1)
    loop_index = models.IntegerField(null=True)
    completed_at = models.DateTimeField(null=True)
    completed_by_id = models.BigIntegerField(null=True)
    completed_by = models.TextField(db_default="")
    completed_by_name = models.TextField(db_default="")
    outcome = models.TextField(db_default="")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "user_task"
        constraints = [models.UniqueConstraint(fields=["root_id", "work_id"], name="user_task_work")]
        indexes = [
            models.Index(
                fields=["role", "unit_id", "due_sort", "id"],
                condition=Q(state="CREATED"),
                name="user_task_group",
            ),
            models.Index(
                fields=["assignee_id", "due_sort", "id"], condition=Q(state="ASSIGNED"), name="user_task_mine"
            ),
            models.Index(
                fields=["completed_by_id", "-completed_at", "-id"],
                condition=Q(state="COMPLETED"),
                name="user_task_done",
            ),
        ]


class Draft(models.Model):
    """What a person has filled in so far, kept without validation."""

    user_task_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    data = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "draft"
        constraints = [models.UniqueConstraint(fields=["user_task_id", "user_id"], name="draft_of_person")]
