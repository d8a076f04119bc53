"""Shapes of the evidence: proofs, the state of the seal, records as of a moment."""

from __future__ import annotations

from rest_framework import serializers as s


class Proof(s.Serializer):
    id = s.CharField()
    index = s.IntegerField(help_text="the event's place in the log, from 0")
    size = s.IntegerField(help_text="how many events the checkpoint covers")
    leaf = s.CharField(help_text="SHA-256 of 0x00 and the body, base64")
    proof = s.ListField(child=s.CharField(), help_text="hashes from the leaf to the root, base64, lowest first")
    root = s.CharField(help_text="base64")
    checkpoint = s.CharField(help_text="the signed note")
    body = s.CharField(allow_null=True, help_text="the event as stored; null when its month was detached")
    holds = s.BooleanField(help_text="what this server found; check it yourself")


class Consistency(s.Serializer):
    old = s.IntegerField()
    size = s.IntegerField()
    proof = s.ListField(child=s.CharField(), help_text="base64")
    checkpoint = s.CharField()


class Gap(s.Serializer):
    event_id = s.CharField(help_text="the event before which others are missing")
    stream = s.CharField()
    expected = s.IntegerField()
    found = s.IntegerField()
    found_at = s.DateTimeField()


class WitnessSeen(s.Serializer):
    witness = s.CharField()
    size = s.IntegerField()
    at = s.DateTimeField()


class DetachedMonth(s.Serializer):
    partition = s.CharField()
    start = s.IntegerField()
    size = s.IntegerField()
    bundle = s.CharField()
    sha256 = s.CharField()
    detached_at = s.DateTimeField()


class Evidence(s.Serializer):
    size = s.IntegerField(help_text="how many events are sealed")
    note = s.CharField(allow_blank=True, help_text="the newest checkpoint")
    root = s.CharField(allow_blank=True, help_text="its root in hex, as papers carry it")
    sealed_at = s.DateTimeField(allow_null=True)
    lag_seconds = s.IntegerField(help_text="how long the oldest unsealed event has waited")
    gaps = Gap(many=True)
    witnesses = WitnessSeen(many=True)
    detached = DetachedMonth(many=True)
    findings = s.ListField(child=s.CharField(), help_text="triggers, functions and grants that are not as released")
    alarms = s.ListField(child=s.ChoiceField(choices=["seal_late", "events_missing", "walls_changed"]))


class PastField(s.Serializer):
    field = s.CharField()
    label = s.CharField()
    value = s.JSONField()
    text = s.CharField(allow_null=True)
    scope_id = s.CharField(required=False)


class PastRecord(s.Serializer):
    table = s.CharField()
    table_label = s.CharField()
    record = s.CharField()
    record_label = s.CharField(allow_blank=True)
    at = s.DateTimeField()
    existed = s.BooleanField()
    fields = PastField(many=True)


class PastInstance(s.Serializer):
    id = s.CharField()
    business_key = s.CharField(allow_blank=True)
    at = s.DateTimeField()
    existed = s.BooleanField()
    last_action = s.CharField(allow_blank=True)
    last_actor = s.CharField(allow_blank=True)
    last_at = s.DateTimeField(allow_null=True)
    variables = PastField(many=True)
