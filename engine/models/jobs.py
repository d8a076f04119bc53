"""The one queue: service tasks, timers, messages and signals on their way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Job(models.Model):
    """One durable piece of work for a worker. Finished jobs are deleted: the trace tells their tale."""

    kind = models.TextField()
    type = models.TextField(db_default="")
    root_id = models.BigIntegerField(null=True)
    work_id = models.TextField(db_default="")
    element_id = models.TextField(db_default="")
    payload = models.TextField(db_default="{}")
    priority = models.IntegerField(db_default=0)
    run_at = models.DateTimeField()
    state = models.TextField(db_default="READY")
    attempts = models.IntegerField(db_default=0)
    max_attempts = models.IntegerField(db_default=5)
    worker = models.BigIntegerField(null=True)
    lease_until = models.DateTimeField(null=True)
    last_error = models.TextField(db_default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "job"
        indexes = [
            models.Index(fields=["run_at", "id"], condition=Q(state="READY"), name="job_ready"),
            models.Index(fields=["worker"], condition=Q(state="RUNNING"), name="job_running"),
            models.Index(fields=["root_id", "work_id"], name="job_of_work"),
        ]
