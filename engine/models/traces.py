"""What happened (append-only), which requests were answered, and what to tell the browsers."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Trace(models.Model):
    """One command's part of the trace: entries `first_seq`..`last_seq` of a root, with who and what changed."""

    pk = models.CompositePrimaryKey("root_id", "first_seq", "at")
    root_id = models.BigIntegerField()
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    at = models.DateTimeField()
    command = models.TextField()
    actor_id = models.BigIntegerField(null=True)
    actor = models.TextField()
    actor_name = models.TextField()
    behalf_id = models.BigIntegerField(null=True)
    behalf_name = models.TextField()
    user_task_id = models.BigIntegerField(null=True)
    element_id = models.TextField()
    reason = models.TextField()
    entries = models.TextField()
    changes = models.TextField()

    class Meta:
        db_table = "trace"
        managed = False


class IdempotencyKey(models.Model):
    """An answered request: the same key and body give the same answer again."""

    pk = models.CompositePrimaryKey("actor_id", "key")
    actor_id = models.BigIntegerField()
    key = models.TextField()
    command = models.TextField()
    body_hash = models.TextField()
    answer = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "idempotency_key"


class PushEvent(models.Model):
    """Topics that changed, parted by spaces; browsers refetch through the API."""

    topic = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "push_event"
