"""Documents, attachments and the numbers that documents carry; the bytes lie in `storage` under their digest."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Document(models.Model):
    """A PDF that a process instance printed; never changed, a new print is a new document."""

    instance_id = models.BigIntegerField()
    job_id = models.TextField(unique=True)
    element_id = models.TextField()
    kind = models.TextField()
    number = models.TextField(unique=True)
    title = models.TextField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    created_at = models.DateTimeField()
    created_by = models.TextField()
    created_by_name = models.TextField()
    needs = ArrayField(models.TextField(), null=True, default=None)
    """The permissions that it takes to see the paper whole; None for one printed before this was noted."""
    starred_sha256 = models.CharField(max_length=64, default="", db_default="")
    """The page as others see it, printed when they ask."""

    class Meta:
        db_table = "document"
        indexes = [models.Index(fields=["instance_id", "id"], name="document_by_instance")]


class Attachment(models.Model):
    """A file that a person added; it belongs to an instance once a form that names it was completed."""

    id = models.TextField(primary_key=True)
    instance_id = models.BigIntegerField(null=True)
    name = models.TextField()
    purpose = models.TextField(db_default="")
    content_type = models.TextField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    uploaded_at = models.DateTimeField()
    uploaded_by_id = models.BigIntegerField(null=True)
    uploaded_by = models.TextField()
    uploaded_by_name = models.TextField()

    class Meta:
        db_table = "attachment"
        indexes = [models.Index(fields=["instance_id", "uploaded_at"], name="attachment_by_instance")]


class NumberSeries(models.Model):
    """How far a series has been counted at a unit in a year."""

    series = models.TextField()
    unit_code = models.TextField()
    year = models.IntegerField()
    last = models.IntegerField()

    class Meta:
        db_table = "number_series"
        constraints = [models.UniqueConstraint(fields=["series", "unit_code", "year"], name="number_series_key")]


class DocumentNumber(models.Model):
    """A number that was given out; the same key (a job's id) gets the same number again."""

    key = models.TextField(unique=True)
    number = models.TextField(unique=True)
    given_at = models.DateTimeField()

    class Meta:
        db_table = "document_number"
