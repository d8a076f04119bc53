"""Shapes of going back: previews, and what is asked."""

from __future__ import annotations

from rest_framework import serializers as s

from api.shapes.people import PersonRef


class Passage(s.Serializer):
    id = s.CharField()
    element_id = s.CharField()
    element_name = s.CharField()
    element_type = s.CharField(allow_blank=True)
    index = s.IntegerField(allow_null=True, help_text="which instance of a loop")
    round = s.IntegerField(allow_null=True)
    by = PersonRef(allow_null=True)
    at = s.DateTimeField(allow_null=True)


class RestoredValue(s.Serializer):
    name = s.CharField()
    label = s.CharField()
    scope_id = s.CharField()
    old = s.JSONField(help_text="now")
    new = s.JSONField(help_text="afterwards; null also for a variable that is not there any more")
    old_text = s.CharField(allow_null=True)
    new_text = s.CharField(allow_null=True)


class OutsideEffect(Passage):
    kind = s.ChoiceField(choices=["job", "called_instance", "message", "signal", "data_store"])
    name = s.CharField()


class MovePreview(Passage):
    allowed = s.BooleanField(help_text="false: something in between has an effect outside that only operators pass")
    canceled = Passage(many=True)
    superseded = Passage(many=True, help_text="completed user tasks that become an earlier round")
    restored = RestoredValue(many=True)
    kept = RestoredValue(many=True, help_text="changed later by something that stays")
    effects = OutsideEffect(many=True, help_text="what needs a compensating act")


class MoveTargets(s.Serializer):
    targets = MovePreview(many=True)


class WithReason(s.Serializer):
    reason = s.CharField(max_length=2000)


class GoBack(WithReason):
    to = s.CharField(max_length=200, help_text="id of a target of the preview, or an element id")


class MoveRequest(WithReason):
    cancel = s.ListField(child=s.CharField(max_length=200), required=False, default=list)
    enter = s.ListField(child=s.CharField(max_length=200), required=False, default=list)
    variables = s.DictField(required=False, default=dict)
    preview = s.BooleanField(required=False, default=False, help_text="change nothing, tell what would be")
    reason = s.CharField(max_length=2000, required=False, allow_blank=True, default="")


class MovedWork(s.Serializer):
    kind = s.CharField()
    element_id = s.CharField()
    element_name = s.CharField()


class MovedTokens(s.Serializer):
    closed = MovedWork(many=True)
    opened = MovedWork(many=True)


class SkipRequest(WithReason):
    work_id = s.CharField(max_length=50)
    variables = s.DictField(required=False, default=dict)


class MovedInstance(s.Serializer):
    id = s.CharField()
    state = s.CharField()


class MovedAnswer(s.Serializer):
    instance = MovedInstance()
    event_id = s.CharField()


class MoveAnswer(s.Serializer):
    instance = MovedInstance(required=False)
    event_id = s.CharField(required=False)
    preview = MovedTokens(required=False)
