"""Process instances: a root holds the snapshot, the instances it calls hang on it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class ProcessInstance(models.Model):
    """One run of a definition. Only roots (`root_id = id`) carry a snapshot; locking one locks its family."""

    root_id = models.BigIntegerField()
    parent_id = models.BigIntegerField(null=True)
    work_id = models.TextField(db_default="0")
    scope_id = models.TextField(db_default="0")
    element_id = models.TextField(db_default="")
    definition_id = models.BigIntegerField()
    definition_key = models.TextField()
    digest = models.TextField()
    state = models.TextField(db_default="ACTIVE")
    suspended_with = models.TextField(db_default="")
    suspended_reason = models.TextField(db_default="")
    business_key = models.TextField(db_default="")
    title = models.TextField(db_default="")
    unit_id = models.BigIntegerField(null=True)
    unit_path = models.TextField(db_default="")
    started_at = models.DateTimeField()
    started_by_id = models.BigIntegerField(null=True)
    started_by = models.TextField(db_default="")
    started_by_name = models.TextField(db_default="")
    ended_at = models.DateTimeField(null=True)
    version = models.IntegerField(db_default=1)
    trace_seq = models.BigIntegerField(db_default=0)
    priority = models.IntegerField(null=True)
    """Of a root: what all its tasks get, 0 to 100; None leaves it to the diagram."""
    outcome = models.TextField(db_default="")
    snapshot = models.BinaryField(null=True)

    class Meta:
        db_table = "process_instance"
        indexes = [
            models.Index(fields=["definition_key", "-id"], name="instance_by_definition"),
            models.Index(fields=["business_key"], name="instance_by_business_key"),
            models.Index(fields=["started_by_id", "-id"], name="instance_by_starter"),
            models.Index(fields=["unit_id", "-id"], name="instance_by_unit"),
            models.Index(fields=["root_id"], condition=~Q(root_id=F("id")), name="instance_called"),
            models.Index(fields=["definition_id"], condition=Q(state="ACTIVE"), name="instance_running"),
        ]


class StoredVariable(models.Model):
    """A variable too large for the snapshot; written only when it changed."""

    root_id = models.BigIntegerField()
    key = models.TextField()
    content = models.BinaryField()

    class Meta:
        db_table = "stored_variable"
        constraints = [models.UniqueConstraint(fields=["root_id", "key"], name="stored_variable_key")]


class InstanceSubject(models.Model):
    """Which business record an instance is about: the variables that the property `subjects` names."""

    root_id = models.BigIntegerField()
    name = models.TextField()
    value = models.TextField()

    class Meta:
        db_table = "instance_subject"
        constraints = [models.UniqueConstraint(fields=["root_id", "name", "value"], name="instance_subject_once")]
        indexes = [models.Index(fields=["name", "value"], name="instance_subject_of")]
