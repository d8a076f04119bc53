"""Shapes of process definitions and forms."""

from __future__ import annotations

from rest_framework import serializers as s

from api.shapes.people import PersonRef
from api.shapes.problems import Finding


class DefinitionRef(s.Serializer):
    key = s.CharField()
    name = s.CharField()
    version = s.IntegerField()


class DefinitionRights(s.Serializer):
    suspend = s.BooleanField()
    resume = s.BooleanField()


class ProcessDefinition(DefinitionRef):
    digest = s.CharField()
    deployed_at = s.DateTimeField()
    deployed_by = PersonRef(allow_null=True)
    description = s.CharField(allow_blank=True)
    category = s.CharField(allow_blank=True)
    may_start = s.BooleanField()
    start_form = s.BooleanField()
    running = s.IntegerField()
    suspended_at = s.DateTimeField(allow_null=True, help_text="since when it starts nothing")
    suspended_reason = s.CharField(allow_blank=True)
    may = DefinitionRights()


class ElementRef(s.Serializer):
    id = s.CharField()
    type = s.CharField()
    name = s.CharField(allow_blank=True)
    lane = s.CharField(allow_null=True)


class ProcessDefinitionDetail(ProcessDefinition):
    start_form_key = s.CharField(allow_null=True)
    elements = ElementRef(many=True)
    findings = Finding(many=True)
    versions = s.IntegerField()


class DefinitionVersion(s.Serializer):
    version = s.IntegerField()
    digest = s.CharField()
    deployed_at = s.DateTimeField()
    deployed_by = PersonRef(allow_null=True)
    comment = s.CharField(allow_blank=True)
    running = s.IntegerField()


class Files(s.Serializer):
    files = s.DictField(child=s.CharField())


class Deployment(s.Serializer):
    files = s.DictField(
        child=s.CharField(trim_whitespace=False),
        allow_empty=False,
        help_text="file name -> its text; one .bpmn at least",
    )
    comment = s.CharField(required=False, allow_blank=True, default="", max_length=2000)
    dry_run = s.BooleanField(required=False, default=False)


class Deployed(s.Serializer):
    key = s.CharField()
    version = s.IntegerField()
    digest = s.CharField()
    findings = Finding(many=True)
    unchanged = s.BooleanField()


class Outcome(s.Serializer):
    value = s.JSONField()
    label = s.CharField()
    style = s.ChoiceField(choices=["primary", "default", "danger"], required=False)


class DraftState(s.Serializer):
    saved_at = s.DateTimeField()


class Form(s.Serializer):
    key = s.CharField(allow_null=True)
    version = s.IntegerField(allow_null=True)
    title = s.CharField(allow_blank=True)
    schema = s.DictField(help_text="JSON Schema draft-07 in the reader's language")
    ui_schema = s.DictField()
    data = s.DictField()
    rights = s.DictField(child=s.ChoiceField(choices=["hidden", "masked", "read", "edit", "required"]))
    outcomes = Outcome(many=True, allow_null=True)
    outcome_field = s.CharField(allow_null=True)
    draft = DraftState(allow_null=True)
    submit_label = s.CharField(allow_null=True, required=False)
    documents = s.ListField(child=s.CharField(), required=False)


class FormRef(s.Serializer):
    key = s.CharField()
    title = s.CharField()
    definition = s.CharField()
    version = s.IntegerField()


class ServiceTask(s.Serializer):
    type = s.CharField()
    title = s.CharField()
    description = s.CharField(allow_blank=True)
    kind = s.ChoiceField(choices=["transactional", "external"])
    input_schema = s.DictField()
    output_schema = s.DictField()
