"""Shapes of what left the database as bundles."""

from __future__ import annotations

from rest_framework import serializers as s

from api.shapes.instances import ProcessInstance, ProcessInstanceLine, TraceLine, Variable


class ArchiveBundle(s.Serializer):
    name = s.CharField()
    month = s.CharField(allow_blank=True)
    instances = s.IntegerField()
    commands = s.IntegerField(help_text="entries of the trace")
    readable = s.BooleanField(help_text="whether it holds instances; a month of the trace alone does not")


class OpenedBundle(s.Serializer):
    bundle = ArchiveBundle()
    results = ProcessInstanceLine(many=True)
    next = s.CharField(allow_null=True)
    previous = s.CharField(allow_null=True)
    count = s.IntegerField(allow_null=True)
    count_capped = s.BooleanField()


class ArchivedInstance(s.Serializer):
    bundle = ArchiveBundle()
    instance = ProcessInstance()
    trace = TraceLine(many=True)
    variables = Variable(many=True)
