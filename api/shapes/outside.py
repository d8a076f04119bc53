"""Shapes of what goes outside and comes in: external tasks, credentials, notifications, the outbox."""

from __future__ import annotations

from rest_framework import serializers as s

from api.shapes.user_tasks import DELIVERIES
from engine.outside.external_tasks import MOST_LOCK_SECONDS


class FetchAndLock(s.Serializer):
    topics = s.ListField(child=s.CharField(max_length=100), min_length=1, max_length=50)
    worker_id = s.CharField(max_length=100, help_text="a name for the logs")
    lock_seconds = s.IntegerField(min_value=1, max_value=MOST_LOCK_SECONDS, default=60)
    max_tasks = s.IntegerField(min_value=1, max_value=100, default=10)
    wait_seconds = s.IntegerField(
        min_value=0, max_value=30, default=0, help_text="how long to wait for a task when there is none"
    )


class ExternalTask(s.Serializer):
    id = s.CharField()
    topic = s.CharField()
    worker_id = s.CharField()
    lock_token = s.CharField(help_text="shows that the lock is still yours; a new one at each fetch")
    locked_until = s.DateTimeField()
    attempt = s.IntegerField()
    retries_left = s.IntegerField()
    priority = s.IntegerField()
    idempotency_key = s.CharField(help_text="the same at every attempt: pass it on to whatever you call")
    variables = s.DictField(help_text="the inputs that the task's mapping names")
    headers = s.DictField(child=s.CharField(allow_blank=True))
    instance = s.CharField()
    business_key = s.CharField(allow_blank=True)
    definition = s.CharField()
    element_id = s.CharField()
    created_at = s.DateTimeField()


class ExternalTasks(s.Serializer):
    tasks = ExternalTask(many=True)


class _Locked(s.Serializer):
    lock_token = s.CharField(max_length=64)
    worker_id = s.CharField(max_length=100, required=False, default="")


class CompleteExternalTask(_Locked):
    variables = s.DictField(required=False, default=dict)


class FailExternalTask(_Locked):
    message = s.CharField(max_length=2_000)
    retries = s.IntegerField(min_value=0, max_value=100, required=False, help_text="attempts left; 0 asks an operator")
    retry_after_seconds = s.IntegerField(min_value=0, max_value=86_400, required=False)


class ThrowBpmnError(_Locked):
    code = s.CharField(max_length=200)
    message = s.CharField(max_length=2_000, required=False, allow_blank=True, default="")
    variables = s.DictField(required=False, default=dict)


class ExtendLock(_Locked):
    lock_seconds = s.IntegerField(min_value=1, max_value=MOST_LOCK_SECONDS)


class ExternalTaskDone(s.Serializer):
    instance = s.CharField()
    state = s.CharField()


class ExternalTaskFailed(s.Serializer):
    state = s.ChoiceField(choices=["offered", "incident"])
    run_at = s.DateTimeField(allow_null=True)


class LockExtended(s.Serializer):
    locked_until = s.DateTimeField()


class MakeCredential(s.Serializer):
    name = s.RegexField("^[a-z][a-z0-9_.-]{1,60}$", max_length=61)
    topics = s.ListField(
        child=s.RegexField(r"^external\.[a-z][a-z0-9_.-]{0,80}\*?$", max_length=100), min_length=1, max_length=50
    )
    days = s.IntegerField(min_value=1, max_value=3_650, required=False, allow_null=True)
    reason = s.CharField(max_length=500, required=False, allow_blank=True, default="")


class Credential(s.Serializer):
    id = s.CharField()
    name = s.CharField()
    topics = s.ListField(child=s.CharField())
    created_at = s.DateTimeField()
    created_by = s.CharField()
    expires_at = s.DateTimeField(allow_null=True)
    revoked_at = s.DateTimeField(allow_null=True)
    revoked_by = s.CharField(allow_blank=True)
    last_used_at = s.DateTimeField(allow_null=True)


class MadeCredential(Credential):
    token = s.CharField(help_text="shown this once")


class Notification(s.Serializer):
    id = s.CharField()
    title = s.CharField(allow_blank=True)
    text = s.CharField(allow_blank=True)
    link = s.CharField(allow_blank=True)
    created_at = s.DateTimeField()
    read_at = s.DateTimeField(allow_null=True)


class UnreadNotifications(s.Serializer):
    count = s.IntegerField()
    count_capped = s.BooleanField()


class ReadNotifications(s.Serializer):
    ids = s.ListField(child=s.RegexField("^[0-9]{1,18}$"), max_length=200, required=False)


class Dispatch(s.Serializer):
    key = s.CharField()
    channel = s.ChoiceField(choices=["email", "sms", "wecom", "http"])
    recipient = s.CharField()
    subject = s.CharField(allow_blank=True)
    text = s.CharField(allow_blank=True, help_text="only while KEPT")
    state = s.ChoiceField(choices=["TRYING", "SENT", "KEPT"])
    far_id = s.CharField(allow_blank=True)
    instance = s.CharField(allow_null=True)
    business_key = s.CharField(allow_blank=True)
    element_id = s.CharField(allow_blank=True)
    tries = s.IntegerField()
    begun_at = s.DateTimeField()
    done_at = s.DateTimeField(allow_null=True)


MESSAGE_STATES = ["delivered", "started", "buffered", "expired"]


class ReceivedMessage(s.Serializer):
    id = s.CharField()
    name = s.CharField()
    correlation_key = s.CharField(allow_blank=True)
    status = s.ChoiceField(choices=MESSAGE_STATES)
    instance = s.CharField(allow_null=True)
    received_at = s.DateTimeField()
    received_by = s.CharField(allow_blank=True)
    expires_at = s.DateTimeField(allow_null=True)


class WebhookTaken(s.Serializer):
    status = s.ChoiceField(choices=DELIVERIES)
