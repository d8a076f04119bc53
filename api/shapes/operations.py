"""Shapes of operators' repair: incidents in full, batches, suspension."""

from __future__ import annotations

from rest_framework import serializers as s

from api.shapes.instances import Incident, Reason
from api.shapes.people import PersonRef
from engine.commands.batches import KINDS

BATCH_KINDS = sorted(KINDS)
BATCH_STATES = ["RUNNING", "ENDED", "STOPPED"]


class IncidentLine(Incident):
    may_skip = s.BooleanField()
    resolved_by = s.CharField(allow_blank=True)
    resolution = s.CharField(allow_blank=True)


class IncidentDetail(IncidentLine):
    stack = s.CharField(allow_blank=True)


class SkipIncident(Reason):
    outputs = s.DictField(required=False, allow_null=True, help_text="what the element would have given")


class MoveIncident(Reason):
    to = s.CharField(max_length=200, help_text="the element at which its token goes on")


class StartBatch(Reason):
    kind = s.ChoiceField(choices=BATCH_KINDS)
    ids = s.ListField(child=s.RegexField(r"^[0-9]{1,18}$"), required=False, max_length=100_000)
    filter = s.DictField(
        child=s.CharField(allow_blank=True), required=False, help_text="instead of ids: all that this list would show"
    )
    parameters = s.DictField(
        required=False, help_text="retry, skip: variables; move: to; migrate: key, from, to, mapping, dry_run"
    )


class Batch(s.Serializer):
    id = s.CharField()
    kind = s.ChoiceField(choices=BATCH_KINDS)
    of = s.ChoiceField(choices=["instance", "incident"])
    reason = s.CharField()
    state = s.ChoiceField(choices=BATCH_STATES)
    total = s.IntegerField()
    waiting = s.IntegerField()
    done = s.IntegerField()
    refused = s.IntegerField()
    failed = s.IntegerField()
    stopped = s.IntegerField()
    created_at = s.DateTimeField()
    created_by = PersonRef(allow_null=True)
    ended_at = s.DateTimeField(allow_null=True)


class BatchResult(s.Serializer):
    state = s.CharField()
    code = s.CharField()
    count = s.IntegerField()


class BatchDetail(Batch):
    results = BatchResult(many=True)
    parameters = s.DictField()


class BatchRow(s.Serializer):
    position = s.IntegerField()
    target = s.CharField()
    instance_id = s.CharField(allow_null=True)
    business_key = s.CharField(allow_blank=True)
    title = s.CharField(allow_blank=True)
    state = s.ChoiceField(choices=["WAITING", "DONE", "REFUSED", "FAILED", "STOPPED"])
    code = s.CharField(allow_blank=True)
    message = s.CharField(allow_blank=True)
    done_at = s.DateTimeField(allow_null=True)


class SuspendDefinition(Reason):
    version = s.IntegerField(required=False, allow_null=True, help_text="one version; all when absent")


class DefinitionChanged(s.Serializer):
    versions = s.ListField(child=s.IntegerField())
    batch = s.CharField(allow_null=True, help_text="the batch over its running instances")
