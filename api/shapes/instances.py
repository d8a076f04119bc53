"""Shapes of process instances: state, trace, variables, papers."""

from __future__ import annotations

from rest_framework import serializers as s

from api.shapes.definitions import DefinitionRef
from api.shapes.people import Group, PersonRef, UnitRef

STATES = ["ACTIVE", "COMPLETED", "TERMINATED", "CANCELED", "FAILED", "SUSPENDED"]


class StartInstance(s.Serializer):
    definition = s.CharField(max_length=200)
    business_key = s.CharField(required=False, allow_blank=True, allow_null=True, max_length=200)
    variables = s.DictField(required=False, default=dict)
    unit = s.CharField(required=False, allow_null=True, help_text="code or id of a unit; the starter's own when absent")


class CustomerRef(s.Serializer):
    id = s.CharField()
    name = s.CharField()


class InstanceRef(s.Serializer):
    id = s.CharField()
    business_key = s.CharField(allow_blank=True)
    title = s.CharField(required=False, allow_blank=True)
    definition = DefinitionRef(required=False)
    state = s.ChoiceField(choices=STATES, required=False)
    element_id = s.CharField(required=False, allow_null=True)


class OpenWork(s.Serializer):
    work_id = s.CharField()
    kind = s.CharField()
    element_id = s.CharField()
    name = s.CharField(allow_blank=True)
    since = s.DateTimeField(allow_null=True)
    due_at = s.DateTimeField(allow_null=True)
    assignee = PersonRef(allow_null=True)
    candidate_groups = Group(many=True)
    user_task_id = s.CharField(allow_null=True)


class Passed(s.Serializer):
    element_id = s.CharField()
    times = s.IntegerField()


class Taken(s.Serializer):
    flow_id = s.CharField()
    times = s.IntegerField()


class Incident(s.Serializer):
    id = s.CharField()
    instance = InstanceRef(required=False)
    element_id = s.CharField()
    element_name = s.CharField(required=False, allow_blank=True)
    code = s.CharField()
    message = s.CharField()
    created_at = s.DateTimeField()
    attempts = s.IntegerField()
    resolved_at = s.DateTimeField(allow_null=True, required=False)


class ClockSegment(s.Serializer):
    kind = s.ChoiceField(choices=["net", "stopped"])
    reason = s.CharField(allow_null=True)
    department = s.CharField(allow_null=True, required=False)
    element_id = s.CharField(allow_null=True, required=False)
    start = s.DateTimeField()
    end = s.DateTimeField(allow_null=True)
    seconds = s.IntegerField()


class Clock(s.Serializer):
    key = s.CharField()
    name = s.CharField()
    limit_seconds = s.IntegerField(allow_null=True)
    used_seconds = s.IntegerField()
    working_day_seconds = s.IntegerField(
        allow_null=True, help_text="how long a working day is, null for a clock that counts every hour"
    )
    paused = s.BooleanField()
    basis = s.CharField(allow_blank=True, allow_null=True)
    due_at = s.DateTimeField(allow_null=True)
    segments = ClockSegment(many=True)


class InstanceRights(s.Serializer):
    cancel = s.BooleanField()
    suspend = s.BooleanField()
    resume = s.BooleanField()
    prioritize = s.BooleanField()
    hold = s.BooleanField()
    lift_hold = s.BooleanField()
    move = s.BooleanField()
    send_message = s.BooleanField()
    see_incidents = s.BooleanField()


class ProcessInstanceLine(s.Serializer):
    id = s.CharField()
    definition = DefinitionRef()
    business_key = s.CharField(allow_blank=True)
    title = s.CharField(allow_blank=True)
    state = s.ChoiceField(choices=STATES)
    started_at = s.DateTimeField()
    started_by = PersonRef(allow_null=True)
    ended_at = s.DateTimeField(allow_null=True)
    unit = UnitRef(allow_null=True)
    priority = s.IntegerField(allow_null=True, help_text="0 to 100, 50 is normal; null leaves it to the diagram")


class LegalHold(s.Serializer):
    reason = s.CharField()
    placed_at = s.DateTimeField()
    placed_by = PersonRef()


class ProcessInstance(ProcessInstanceLine):
    suspended_reason = s.CharField(allow_blank=True)
    hold = LegalHold(allow_null=True, help_text="told only to who may place or audit holds")
    customer = CustomerRef(allow_null=True)
    parent = InstanceRef(allow_null=True)
    called = InstanceRef(many=True)
    open = OpenWork(many=True)
    passed = Passed(many=True)
    taken = Taken(many=True)
    incidents = Incident(many=True)
    clocks = Clock(many=True)
    may = InstanceRights()


class ValueChange(s.Serializer):
    name = s.CharField()
    label = s.CharField(allow_blank=True)
    old = s.JSONField()
    new = s.JSONField()
    old_text = s.CharField(allow_null=True, help_text="as people read it, null for nothing")
    new_text = s.CharField(allow_null=True)
    scope_id = s.CharField(required=False)


class TraceLine(s.Serializer):
    id = s.CharField(help_text="of this line alone; `seq` repeats")
    seq = s.IntegerField()
    at = s.DateTimeField()
    action = s.CharField()
    element_id = s.CharField()
    element_name = s.CharField(allow_blank=True)
    element_type = s.CharField(allow_blank=True)
    actor = PersonRef(allow_null=True)
    on_behalf_of = PersonRef(allow_null=True)
    user_task_id = s.CharField(allow_null=True)
    text = s.CharField(allow_blank=True)
    details = s.DictField()
    changes = ValueChange(many=True)


class Variable(s.Serializer):
    name = s.CharField()
    label = s.CharField(allow_blank=True)
    value = s.JSONField()
    text = s.CharField(allow_null=True, help_text="the value as people read it, null for nothing")
    scope_id = s.CharField()
    changed_at = s.DateTimeField(allow_null=True)
    changed_by = PersonRef(allow_null=True)
    changed_in = s.CharField(allow_null=True)
    changed_in_name = s.CharField(allow_null=True)


class VariableList(s.Serializer):
    variables = Variable(many=True)


class VariableVersion(s.Serializer):
    old = s.JSONField()
    new = s.JSONField()
    old_text = s.CharField(allow_null=True)
    new_text = s.CharField(allow_null=True)
    at = s.DateTimeField()
    by = PersonRef(allow_null=True)
    element_id = s.CharField(allow_null=True)
    element_name = s.CharField(allow_null=True)


class Document(s.Serializer):
    id = s.CharField()
    number = s.CharField()
    kind = s.CharField()
    title = s.CharField()
    created_at = s.DateTimeField()
    created_by = PersonRef(allow_null=True)
    size = s.IntegerField()
    sha256 = s.CharField()
    url = s.CharField()


class Attachment(s.Serializer):
    id = s.CharField()
    name = s.CharField()
    size = s.IntegerField()
    content_type = s.CharField()
    sha256 = s.CharField()
    uploaded_at = s.DateTimeField()
    uploaded_by = PersonRef(allow_null=True)
    url = s.CharField()


class AttachmentLimits(s.Serializer):
    max_bytes = s.IntegerField()
    content_types = s.ListField(child=s.CharField())


class Reason(s.Serializer):
    reason = s.CharField(max_length=2000, allow_blank=False)


class RetryIncident(Reason):
    variables = s.DictField(required=False, allow_null=True)


class Prioritize(Reason):
    priority = s.IntegerField(min_value=0, max_value=100)
