"""Shapes of the processes' monthly tables."""

from __future__ import annotations

from rest_framework import serializers as s


class ReportLine(s.Serializer):
    key = s.CharField()
    definition = s.CharField()
    title = s.CharField()
    about = s.CharField()


class ReportColumn(s.Serializer):
    key = s.CharField()
    title = s.CharField()
    number = s.BooleanField()
    charted = s.BooleanField()
    alarming = s.BooleanField()


class MonthlyReport(ReportLine):
    month = s.CharField()
    columns = ReportColumn(many=True)
    rows = s.ListField(child=s.DictField(child=s.CharField(allow_blank=True)))
    sums = s.DictField(child=s.CharField())
