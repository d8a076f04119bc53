"""Shapes of refusals."""

from __future__ import annotations

from rest_framework import serializers as s


class FieldProblem(s.Serializer):
    field = s.CharField(help_text="JSON pointer into the body, '' for the whole")
    code = s.CharField()
    message = s.CharField()


class Finding(s.Serializer):
    code = s.CharField()
    severity = s.ChoiceField(choices=["error", "warning", "info"])
    element_id = s.CharField(allow_null=True)
    line = s.IntegerField(allow_null=True)
    file = s.CharField(allow_blank=True)
    message = s.CharField()
    mend = s.CharField(allow_blank=True, help_text="how to mend it")


class Problem(s.Serializer):
    type = s.CharField()
    title = s.CharField()
    status = s.IntegerField()
    code = s.CharField()
    detail = s.CharField()
    errors = FieldProblem(many=True, required=False)
    findings = Finding(many=True, required=False)
    extra = s.DictField(required=False)
