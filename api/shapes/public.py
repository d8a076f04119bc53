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
    papers = s.ListField(
        child=s.RegexField(r"^att-[0-9a-f]{32}$"), max_length=10, required=False, help_text="ids of public uploads"
    )
    website = s.CharField(max_length=200, allow_blank=True, default="", help_text="leave it empty")


class PublicUpload(s.Serializer):
    id = s.CharField()
    name = s.CharField()
    size = s.IntegerField()
    sha256 = s.CharField()


class RectifiedReport(s.Serializer):
    number = s.CharField(max_length=40, help_text="of the notice or of the hazard")
    phone_digits = s.RegexField(r"^[0-9]{4}$", help_text="the last four of the phone that the company knows")
    rectified_on = s.DateField()
    rectified_by = s.CharField(max_length=60)
    measures = s.CharField(min_length=2, max_length=2000)
    photos = s.ListField(child=s.RegexField(r"^att-[0-9a-f]{32}$"), min_length=1, max_length=10)
    website = s.CharField(max_length=200, allow_blank=True, default="", help_text="leave it empty")


class RectifiedReceipt(s.Serializer):
    hazard_no = s.CharField()


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
