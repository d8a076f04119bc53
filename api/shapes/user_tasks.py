"""Shapes of user tasks and what is done to them."""

from __future__ import annotations

from rest_framework import serializers as s

from api.shapes.instances import InstanceRef
from api.shapes.people import Group, InboxCounts, PersonRef, UnitRef

DELIVERIES = ["delivered", "buffered", "started", "duplicate"]
STATES = ["CREATED", "ASSIGNED", "COMPLETED", "CANCELED"]


class TaskDefinitionRef(s.Serializer):
    key = s.CharField()
    name = s.CharField()


class UserTaskRights(s.Serializer):
    claim = s.BooleanField()
    unclaim = s.BooleanField()
    complete = s.BooleanField()
    assign = s.BooleanField()
    add_signer = s.BooleanField()
    prioritize = s.BooleanField()
    locals()["return"] = s.BooleanField()
    withdraw = s.BooleanField()


class UserTask(s.Serializer):
    id = s.CharField()
    element_id = s.CharField()
    name = s.CharField()
    state = s.ChoiceField(choices=STATES)
    definition = TaskDefinitionRef()
    instance = InstanceRef()
    subject = s.CharField(allow_blank=True)
    assignee = PersonRef(allow_null=True)
    candidate_groups = Group(many=True)
    unit = UnitRef(allow_null=True)
    created_at = s.DateTimeField()
    due_at = s.DateTimeField(allow_null=True)
    due_state = s.ChoiceField(choices=["none", "due", "soon", "overdue"])
    department = s.CharField(allow_blank=True)
    priority = s.IntegerField()
    completed_at = s.DateTimeField(allow_null=True)
    completed_by = PersonRef(allow_null=True)
    outcome = s.CharField(allow_null=True, allow_blank=True)
    round = s.IntegerField()
    superseded_at = s.DateTimeField(allow_null=True, help_text="when a completed round was taken back")
    version = s.IntegerField()
    may = UserTaskRights()
    behalf = PersonRef(allow_null=True)
    acting_for = PersonRef(allow_null=True)
    suspended = s.BooleanField(required=False, help_text="in lists: its instance stands still")


class PreviousTask(s.Serializer):
    element_name = s.CharField()
    completed_by = PersonRef(allow_null=True)
    behalf = PersonRef(allow_null=True)
    completed_at = s.DateTimeField()
    comment = s.CharField(allow_blank=True, allow_null=True)
    round = s.IntegerField()
    superseded_at = s.DateTimeField(allow_null=True)


class UserTaskDetail(UserTask):
    description = s.CharField(allow_blank=True)
    candidates = PersonRef(many=True)
    previous = PreviousTask(many=True)
    instance_state = s.CharField()


class UserTaskPage(s.Serializer):
    results = UserTask(many=True)
    next = s.CharField(allow_null=True)
    previous = s.CharField(allow_null=True)
    count = s.IntegerField(allow_null=True)
    count_capped = s.BooleanField()
    counts = InboxCounts(required=False)


class Assign(s.Serializer):
    username = s.CharField(max_length=150)


class Complete(s.Serializer):
    variables = s.DictField(required=False, default=dict)


class CompletedInstance(s.Serializer):
    id = s.CharField()
    state = s.CharField()


class Completed(s.Serializer):
    user_task = UserTask()
    instance = CompletedInstance()
    next = UserTask(many=True)
    event_id = s.CharField(allow_null=True)


class Draft(s.Serializer):
    data = s.DictField()


class Message(s.Serializer):
    name = s.CharField(max_length=200)
    correlation_key = s.CharField(required=False, allow_blank=True, default="", max_length=500)
    variables = s.DictField(required=False, default=dict)
    message_id = s.CharField(required=False, allow_null=True, max_length=200)
    keep_seconds = s.IntegerField(
        required=False, min_value=0, max_value=31_536_000, help_text="how long it waits for somebody; a week without it"
    )


class Delivered(s.Serializer):
    status = s.ChoiceField(choices=DELIVERIES)
    instance = s.CharField(allow_null=True)


class Signal(s.Serializer):
    name = s.CharField(max_length=200)
    variables = s.DictField(required=False, default=dict)


class Queued(s.Serializer):
    queued = s.IntegerField()
