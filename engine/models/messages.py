"""Who waits for what, and what came before anybody waited."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Subscription(models.Model):
    """An open wait of one instance for a message or a signal."""

    root_id = models.BigIntegerField()
    work_id = models.TextField()
    kind = models.TextField()
    name = models.TextField()
    correlation_key = models.TextField(null=True)
    element_id = models.TextField()

    class Meta:
        db_table = "subscription"
        constraints = [models.UniqueConstraint(fields=["root_id", "work_id"], name="subscription_work")]
        indexes = [models.Index(fields=["kind", "name", "correlation_key"], name="subscription_match")]


class Message(models.Model):
    """A message that was received: delivered, started an instance, or waits until `expires_at`."""

    message_id = models.TextField(null=True, unique=True)
    name = models.TextField()
    correlation_key = models.TextField(db_default="")
    variables = models.TextField(db_default="{}")
    status = models.TextField()
    instance_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField()
    received_by_id = models.BigIntegerField(null=True)
    received_by = models.TextField(db_default="")
    expires_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "message"
        indexes = [
            models.Index(fields=["name", "correlation_key"], condition=Q(status="buffered"), name="message_buffered")
        ]
