"""Shapes of what anybody may do without a log-in."""

from __future__ import annotations

from rest_framework import serializers as s


class Branch(s.Serializer):
    code = s.CharField()
    name = s.CharField()


class ApplicationForm(s.Serializer):
    form = s.DictField(help_text="schema, ui, title and submit_label in the reader's language")
    branches = Branch(many=True)


class Application(s.Serializer):
    branch = s.CharField(max_length=20)
    variables = s.DictField()
    website = s.CharField(max_length=200, allow_blank=True, default="", help_text="leave it empty")


class ApplicationReceipt(s.Serializer):
    application_no = s.CharField()
    code = s.CharField(help_text="asked for, with the number, when looking at the progress")


class ProgressQuery(s.Serializer):
    application_no = s.CharField(max_length=40)
    code = s.CharField(max_length=20)


class ProgressStage(s.Serializer):
    name = s.CharField()
    reached_on = s.DateField()


class Progress(s.Serializer):
    stages = ProgressStage(many=True)
