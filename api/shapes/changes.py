"""Shapes of proposed changes of register data."""

from __future__ import annotations

from rest_framework import serializers as s

KINDS = ("correction",)

FIELD_RIGHTS = ["read", "masked", "hidden", "edit"]


class ChangedField(s.Serializer):
    name = s.CharField()
    label = s.CharField()
    old = s.JSONField(help_text="masked as the record is; null where the reader may not see it")
    new = s.JSONField()
    right = s.ChoiceField(choices=FIELD_RIGHTS)
    needed = s.IntegerField(help_text="how many people must approve it")
    approved = s.IntegerField()
    refused = s.IntegerField()
    others = s.IntegerField(help_text="other open proposals for the same field")
    to_decide = s.BooleanField(help_text="whether the reader may decide on it")


class ChangeRequestShape(s.Serializer):
    id = s.IntegerField()
    kind = s.ChoiceField(choices=["update", "transfer", "open", "close"])
    kind_label = s.CharField()
    bulk_id = s.IntegerField(allow_null=True)
    table = s.CharField()
    register = s.CharField(allow_blank=True, help_text="the list that the record is on")
    record_id = s.IntegerField()
    record_label = s.CharField()
    state = s.CharField()
    state_label = s.CharField()
    reason = s.CharField()
    requester = s.CharField()
    effective_on = s.DateField()
    proposed_at = s.DateTimeField()
    instance_id = s.CharField(allow_blank=True)
    fields = ChangedField(many=True)


class FieldChoice(s.Serializer):
    value = s.CharField()
    label = s.CharField()


class ProposableFieldShape(s.Serializer):
    name = s.CharField()
    label = s.CharField()
    value = s.JSONField()
    right = s.ChoiceField(choices=FIELD_RIGHTS)
    needed = s.IntegerField()
    kind = s.ChoiceField(choices=["text", "date", "datetime", "number", "boolean"])
    choices = FieldChoice(many=True)


class OverlayShape(s.Serializer):
    table = s.CharField(max_length=64)
    record_id = s.IntegerField(min_value=1)
    changes = s.DictField(child=s.JSONField(allow_null=True), allow_empty=False, help_text="field → new value")


class Proposal(s.Serializer):
    overlays = s.ListField(child=OverlayShape(), min_length=1, max_length=2000)
    kind = s.ChoiceField(choices=KINDS, default="correction")
    reason = s.CharField(max_length=500)
    effective_on = s.DateField(required=False, allow_null=True)
    papers = s.ListField(child=s.CharField(max_length=64), required=False, max_length=20)


class ProposedShape(s.Serializer):
    request_ids = s.ListField(child=s.IntegerField())
    instance_id = s.CharField()
    business_key = s.CharField()


class _Asking(s.Serializer):
    reason = s.CharField(max_length=500)
    effective_on = s.DateField(required=False, allow_null=True)
    papers = s.ListField(child=s.CharField(max_length=64), required=False, max_length=20)


class NewCustomer(_Asking):
    unit = s.CharField(max_length=32)
    name = s.CharField(max_length=200, allow_blank=True)
    category = s.CharField(max_length=16, allow_blank=True)
    grade = s.CharField(max_length=16, required=False, allow_blank=True)
    licence_no = s.CharField(max_length=64, required=False, allow_blank=True)
    billing_title = s.CharField(max_length=200, required=False, allow_blank=True)
    contact_name = s.CharField(max_length=64, required=False, allow_blank=True)
    phone = s.CharField(max_length=32, allow_blank=True)
    address = s.CharField(max_length=300, allow_blank=True)


class Closing(_Asking):
    customer_id = s.IntegerField(min_value=1)


class Transfer(_Asking):
    customer_id = s.IntegerField(min_value=1)
    balance = s.ChoiceField(choices=["settled", "taken_over"])
    name = s.CharField(max_length=200, allow_blank=True)
    licence_no = s.CharField(max_length=64, required=False, allow_blank=True)
    billing_title = s.CharField(max_length=200, required=False, allow_blank=True)
    contact_name = s.CharField(max_length=64, required=False, allow_blank=True)
    phone = s.CharField(max_length=32, required=False, allow_blank=True)


class Reversal(s.Serializer):
    reason = s.CharField(max_length=500)


class Obstacles(s.Serializer):
    obstacles = s.ListField(child=s.CharField(), help_text="what stands in the way of closing; empty when nothing does")


class SimilarCustomer(s.Serializer):
    id = s.CharField()
    number = s.CharField()
    name = s.CharField()
    unit = s.CharField()


class ImpactShape(s.Serializer):
    impact = s.CharField(help_text="customers, meters in use, open charges and their sum, open instances")
