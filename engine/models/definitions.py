"""Deployed definitions: immutable versions with their files."""

from __future__ import annotations

from django.db import models


class ProcessDefinition(models.Model):
    """One version of one BPMN process."""

    key = models.TextField()
    version = models.IntegerField()
    digest = models.TextField()
    program_digest = models.TextField()
    version_tag = models.TextField(db_default="")
    name = models.TextField()
    name_en = models.TextField(db_default="")
    description = models.TextField(db_default="")
    category = models.TextField(db_default="")
    comment = models.TextField(db_default="")
    starters = models.TextField(db_default="[]")
    start_form_key = models.TextField(db_default="")
    properties = models.TextField(db_default="{}")
    start_events = models.TextField(db_default="[]")
    message_names = models.TextField(db_default="[]")
    elements = models.TextField(db_default="[]")
    findings = models.TextField(db_default="[]")
    deployed_at = models.DateTimeField()
    deployed_by_id = models.BigIntegerField(null=True)
    deployed_by = models.TextField(db_default="")
    deployed_by_name = models.TextField(db_default="")
    latest = models.BooleanField(db_default=True)
    suspended_at = models.DateTimeField(null=True)
    suspended_by = models.TextField(db_default="")
    suspended_reason = models.TextField(db_default="")

    class Meta:
        db_table = "process_definition"
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="process_definition_version"),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(latest=True), name="process_definition_one_latest"
            ),
        ]
        indexes = [
            models.Index(fields=["digest"], name="process_definition_digest"),
            models.Index(fields=["program_digest"], name="process_definition_program"),
        ]


class DefinitionFile(models.Model):
    """One file of a definition, as it was deployed."""

    definition = models.ForeignKey(ProcessDefinition, models.PROTECT, related_name="files")
    name = models.TextField()
    content = models.BinaryField()

    class Meta:
        db_table = "definition_file"
        constraints = [models.UniqueConstraint(fields=["definition", "name"], name="definition_file_name")]
