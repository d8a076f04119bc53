"""Shapes of customers and of the audit's changes."""

from __future__ import annotations

from rest_framework import serializers as s

from api.shapes.instances import Document, InstanceRef
from api.shapes.people import PersonRef, UnitRef


class CustomerLine(s.Serializer):
    id = s.CharField()
    number = s.CharField()
    name = s.CharField()
    category = s.CharField()
    grade = s.CharField(allow_blank=True, allow_null=True)
    unit = UnitRef(allow_null=True)
    phone = s.CharField(allow_blank=True, allow_null=True, help_text="masked unless the reader may see it")
    address = s.CharField(allow_blank=True, allow_null=True)
    open_instances = s.IntegerField()


class RegisterField(s.Serializer):
    name = s.CharField()
    label = s.CharField()
    value = s.JSONField()
    text = s.CharField(allow_null=True, help_text="the value as people read it, null for nothing")
    right = s.ChoiceField(choices=["read", "masked", "edit"])
    governed = s.BooleanField()
    proposed = s.JSONField(required=False, help_text="the value that an open change request asks for")


class MeterLine(s.Serializer):
    id = s.CharField()
    installation_id = s.CharField()
    serial = s.CharField()
    type = s.CharField()
    size = s.CharField()
    state = s.CharField()
    supply_point = s.CharField()
    installed_at = s.DateTimeField()
    removed_at = s.DateTimeField(allow_null=True)
    reading_in = s.DecimalField(max_digits=14, decimal_places=3, allow_null=True, coerce_to_string=False)
    reading_out = s.DecimalField(max_digits=14, decimal_places=3, allow_null=True, coerce_to_string=False)
    seal_numbers = s.ListField(child=s.CharField())
    verified_until = s.DateField(allow_null=True)


class CustomerDetail(s.Serializer):
    id = s.CharField()
    number = s.CharField()
    name = s.CharField()
    unit = UnitRef(allow_null=True)
    fields = RegisterField(many=True)
    sites = s.ListField(child=s.DictField())
    supply_points = s.ListField(child=s.DictField())
    appliances = s.ListField(child=s.DictField())
    meters = MeterLine(many=True)
    contracts = s.ListField(child=s.DictField())
    accounts = s.ListField(child=s.DictField())
    charges = s.ListField(child=s.DictField())
    volumes = s.ListField(child=s.DictField())
    hazards = s.ListField(child=s.DictField())
    contacts = s.ListField(child=s.DictField())
    payments = s.ListField(child=s.DictField())
    theft_cases = s.ListField(child=s.DictField())
    instances = InstanceRef(many=True)
    documents = Document(many=True)


class Posting(s.Serializer):
    id = s.CharField()
    posted_at = s.DateTimeField()
    kind = s.ChoiceField(choices=["charge", "payment", "reversal", "credit", "refund"])
    kind_label = s.CharField()
    text = s.CharField(allow_blank=True)
    amount = s.DecimalField(max_digits=14, decimal_places=2, help_text="positive when owed")
    balance = s.DecimalField(
        max_digits=16, decimal_places=2, help_text="what the customer owes after it; negative when the company owes"
    )
    charge_id = s.CharField(allow_null=True)
    charge_number = s.CharField(allow_blank=True)
    instance_id = s.CharField(allow_blank=True)
    business_key = s.CharField(allow_blank=True, help_text="of the instance, empty where it is not known here")


class FieldChange(s.Serializer):
    field = s.CharField()
    label = s.CharField(allow_blank=True)
    old = s.JSONField()
    new = s.JSONField()
    old_text = s.CharField(allow_null=True, help_text="as people read it, null for nothing")
    new_text = s.CharField(allow_null=True)
    scope_id = s.CharField(required=False, help_text="of a variable: 0 for the process, else one activity")


class TaskRef(s.Serializer):
    id = s.CharField()
    name = s.CharField(allow_blank=True)


class Change(s.Serializer):
    id = s.CharField()
    at = s.DateTimeField()
    kind = s.ChoiceField(choices=["row", "engine", "auth", "read", "admin"])
    kind_label = s.CharField(help_text="the kind in the reader's language")
    action = s.CharField()
    action_label = s.CharField(help_text="the action in the reader's language")
    actor = PersonRef(allow_null=True)
    on_behalf_of = PersonRef(allow_null=True)
    instance = InstanceRef(allow_null=True)
    user_task = TaskRef(allow_null=True)
    table = s.CharField(allow_null=True, allow_blank=True)
    table_label = s.CharField(allow_null=True, allow_blank=True)
    record = s.CharField(allow_null=True, allow_blank=True)
    record_label = s.CharField(allow_null=True, allow_blank=True)
    changes = FieldChange(many=True)
    details = s.DictField(required=False)
    reason = s.CharField(allow_null=True, allow_blank=True)
    ip = s.CharField(allow_null=True, allow_blank=True)
    request_id = s.CharField(allow_null=True, allow_blank=True)
    change_request = s.CharField(required=False, allow_blank=True, help_text="the proposal that was applied")
