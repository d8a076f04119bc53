"""Instances that nobody may move out or remove until the hold is lifted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class LegalHold(models.Model):
    """Who put a root instance under legal hold and why, and who lifted it."""

    root_id = models.BigIntegerField()
    reason = models.TextField()
    placed_at = models.DateTimeField()
    placed_by = models.TextField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.TextField(db_default="")
    lifted_reason = models.TextField(db_default="")

    class Meta:
        db_table = "legal_hold"
        constraints = [
            models.UniqueConstraint(fields=["root_id"], condition=Q(lifted_at=None), name="legal_hold_one"),
        ]
