"""Notifications to our people, and what was sent to anybody else."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Notification(models.Model):
    """A line that a process wrote for one person; `key` (the job and the element) makes it come once."""

    key = models.TextField()
    user_id = models.BigIntegerField()
    title = models.TextField()
    text = models.TextField(db_default="")
    link = models.TextField(db_default="")
    instance_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notification"
        constraints = [models.UniqueConstraint(fields=["user_id", "key"], name="notification_once")]
        indexes = [
            models.Index(fields=["user_id", "-id"], name="notification_of_user"),
            models.Index(fields=["user_id"], condition=Q(read_at=None), name="notification_unread"),
        ]


class Dispatch(models.Model):
    """One effect outside, by the key that makes it happen once: TRYING, SENT, or KEPT where nothing is configured.

    The text itself stays here only while KEPT; of what was sent a digest remains.
    """

    key = models.TextField(unique=True)
    channel = models.TextField()
    recipient = models.TextField()
    subject = models.TextField(db_default="")
    text = models.TextField(db_default="")
    sha256 = models.CharField(max_length=64, db_default="")
    state = models.TextField()
    far_id = models.TextField(db_default="")
    instance_id = models.BigIntegerField(null=True)
    element_id = models.TextField(db_default="")
    tries = models.IntegerField(db_default=1)
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "dispatch"
        indexes = [
            models.Index(fields=["instance_id"], name="dispatch_of_instance"),
        ]


class MachineCredential(models.Model):
    """A worker's own key: only the token's digest is kept; it opens the external tasks of its topics."""

    name = models.TextField(unique=True)
    sha256 = models.CharField(max_length=64, unique=True)
    topics = ArrayField(models.TextField())
    permission = models.TextField(db_default="work_jobs")
    created_at = models.DateTimeField()
    created_by = models.TextField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.TextField(db_default="")
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "machine_credential"
