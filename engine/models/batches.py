"""One act on many targets: what was ordered by whom and why, and a result per target."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Batch(models.Model):
    """An act on many instances or incidents, carried out by the workers in the name of who ordered it."""

    kind = models.TextField()
    parameters = models.TextField(db_default="{}")
    reason = models.TextField()
    state = models.TextField(db_default="RUNNING")
    total = models.IntegerField()
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    created_by = models.TextField()
    created_by_name = models.TextField(db_default="")
    behalf_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "batch"


class BatchRow(models.Model):
    """One target of a batch: WAITING, DONE, REFUSED, FAILED or STOPPED, with what came of it."""

    batch_id = models.BigIntegerField()
    position = models.IntegerField()
    target = models.BigIntegerField()
    state = models.TextField(db_default="WAITING")
    code = models.TextField(db_default="")
    message = models.TextField(db_default="")
    message_zh = models.TextField(db_default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "batch_row"
        constraints = [
            models.UniqueConstraint(fields=["batch_id", "position"], name="batch_row_position"),
            models.UniqueConstraint(fields=["batch_id", "target"], name="batch_row_target"),
        ]
        indexes = [
            models.Index(fields=["batch_id", "position"], condition=Q(state="WAITING"), name="batch_row_waiting"),
        ]
