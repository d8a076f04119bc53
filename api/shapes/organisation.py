"""Shapes of the organisation tree as administrators keep it."""

from __future__ import annotations

from rest_framework import serializers as s

UNIT_KINDS = ["company", "branch", "station", "community"]


class UnitLine(s.Serializer):
    code = s.CharField()
    name = s.CharField()
    kind = s.ChoiceField(choices=UNIT_KINDS)
    parent = s.CharField(allow_null=True)
    is_open = s.BooleanField()
    staff = s.IntegerField()
    positions = s.IntegerField()


class OpenUnit(s.Serializer):
    code = s.CharField(max_length=32)
    name = s.CharField(max_length=120)
    kind = s.ChoiceField(choices=UNIT_KINDS)
    parent = s.CharField(max_length=32)
    reason = s.CharField(max_length=500)


class RenameUnit(s.Serializer):
    name = s.CharField(max_length=120)
    reason = s.CharField(max_length=500)
