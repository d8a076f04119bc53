"""Shapes of adding a signer to a countersign."""

from __future__ import annotations

from rest_framework import serializers as s

from api.shapes.people import Group, PersonRef


class Signer(s.Serializer):
    user_task_id = s.CharField()
    candidate_groups = Group(many=True)
    person = PersonRef(allow_null=True)
    state = s.ChoiceField(choices=["CREATED", "ASSIGNED", "COMPLETED"])
    outcome = s.CharField(allow_null=True)


class SignerChoice(s.Serializer):
    role = s.CharField()
    name = s.CharField()
    signs_already = s.BooleanField(help_text="a task of this round goes to the role: name another holder of it")
    people = PersonRef(many=True)


class Signers(s.Serializer):
    kind = s.ChoiceField(choices=["role", "person", "same"], help_text="what a signer is named by")
    in_turn = s.BooleanField(help_text="they sign one after the other, the new one last")
    signers = Signer(many=True)
    choices = SignerChoice(many=True)


class AddSigner(s.Serializer):
    role = s.CharField(max_length=100, required=False, allow_blank=True, default="")
    username = s.CharField(max_length=150, required=False, allow_blank=True, default="")
    reason = s.CharField(max_length=2000, required=False, allow_blank=True, default="")
    preview = s.BooleanField(required=False, default=False, help_text="change nothing, tell what would be")


class SignerTask(s.Serializer):
    name = s.CharField()
    candidate_groups = Group(many=True)
    assignee = PersonRef(allow_null=True)
    due_at = s.DateTimeField(allow_null=True)


class SignerPreview(s.Serializer):
    signers = s.IntegerField(help_text="how many they are then")
    in_turn = s.BooleanField()
    opened = SignerTask(many=True)


class SignerAnswer(s.Serializer):
    preview = SignerPreview(required=False)
    user_task_id = s.CharField(required=False, allow_null=True, help_text="null while it waits for its turn")
    event_id = s.CharField(required=False)
