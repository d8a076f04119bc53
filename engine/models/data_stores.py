"""Data stores: named values outside every instance; the ledger keeps their history."""

from __future__ import annotations

from django.db import models


class DataStore(models.Model):
    """What a BPMN data store of that name holds, as exact text."""

    name = models.TextField(primary_key=True)
    content = models.TextField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "data_store"
