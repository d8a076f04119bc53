"""Technical failures that wait for an operator."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Incident(models.Model):
    """What stopped, where and how often; `job_id` when a job ran out of attempts."""

    root_id = models.BigIntegerField(null=True)
    work_id = models.TextField(db_default="")
    job_id = models.BigIntegerField(null=True)
    element_id = models.TextField(db_default="")
    element_name = models.TextField(db_default="")
    code = models.TextField()
    message = models.TextField(db_default="")
    message_zh = models.TextField(db_default="")
    stack = models.TextField(db_default="")
    attempts = models.IntegerField(db_default=1)
    created_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.TextField(db_default="")
    resolution = models.TextField(db_default="")

    class Meta:
        db_table = "incident"
        indexes = [
            models.Index(fields=["-id"], condition=Q(resolved_at=None), name="incident_open"),
            models.Index(fields=["root_id"], name="incident_of_instance"),
        ]
