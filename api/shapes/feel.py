"""Shapes of trying an expression."""

from __future__ import annotations

from rest_framework import serializers as s

from bpmn.feel.expressions import DIALECTS

LONGEST = 10_000


class Trial(s.Serializer):
    expression = s.CharField(max_length=LONGEST, trim_whitespace=False, help_text="a leading = is taken off")
    dialect = s.ChoiceField(choices=list(DIALECTS), required=False, default="camunda")
    variables = s.DictField(required=False, default=dict, help_text="name -> JSON value")
    now = s.DateTimeField(required=False, help_text="what now() and today() answer; the present when absent")


class TrialProblem(s.Serializer):
    code = s.CharField()
    position = s.IntegerField(help_text="characters from 0 in the expression as sent")
    message = s.CharField()


class Tried(s.Serializer):
    value = s.JSONField(help_text="temporal values, ranges and functions as their FEEL text")
    text = s.CharField(help_text="the value as FEEL writes it, every digit kept")
    kind = s.CharField()
    problems = TrialProblem(many=True, help_text="why parts became null, and what can never work")
    reads = s.ListField(child=s.CharField(), help_text="the variables that the expression reads")
