"""Shapes of requests for access."""

from __future__ import annotations

from rest_framework import serializers as s


class AccessAsked(s.Serializer):
    kind = s.ChoiceField(choices=["fields", "export", "borrow"])
    register = s.CharField(max_length=32)
    records = s.ListField(child=s.IntegerField(min_value=1, max_value=2**63 - 1), required=False, max_length=2000)
    names = s.ListField(child=s.CharField(max_length=64), required=False, max_length=40)
    list_filter = s.CharField(required=False, allow_blank=True, max_length=1000)
    purpose = s.CharField(min_length=2, max_length=500)
    valid_until = s.DateField()


class AccessAskedAnswer(s.Serializer):
    instance_id = s.CharField()
    business_key = s.CharField()


class AccessGrantShape(s.Serializer):
    id = s.IntegerField()
    holder = s.CharField(help_text="whose access it is")
    may_end = s.BooleanField(help_text="whether the reader may end it before its last day")
    kind = s.CharField()
    kind_label = s.CharField()
    register = s.CharField()
    register_title = s.CharField()
    records = s.ListField(child=s.CharField())
    record_names = s.ListField(child=s.CharField())
    field_labels = s.ListField(child=s.CharField())
    list_filter = s.CharField(allow_blank=True)
    purpose = s.CharField()
    valid_until = s.DateField()
    state = s.ChoiceField(choices=["REQUESTED", "GRANTED", "REFUSED", "ENDED"])
    instance_id = s.CharField()
    asked_at = s.DateTimeField()


class AccessEnding(s.Serializer):
    reason = s.CharField(min_length=2, max_length=500)
