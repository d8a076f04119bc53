"""Shapes of migration between versions."""

from __future__ import annotations

from rest_framework import serializers as s

from api.shapes.instances import Reason


class MigrationElement(s.Serializer):
    id = s.CharField()
    name = s.CharField(allow_blank=True)
    type = s.CharField(allow_blank=True)
    suggested = s.CharField(allow_blank=True, help_text="the element of the other version, blank when nothing fits")
    why = s.CharField(allow_blank=True, help_text="id, name, position, or blank")
    waiting = s.IntegerField(help_text="how much open work is there now")


class MigrationTarget(s.Serializer):
    id = s.CharField()
    name = s.CharField(allow_blank=True)
    type = s.CharField()


class MigrationBetween(s.Serializer):
    to = s.IntegerField()
    running = s.IntegerField()
    elements = MigrationElement(many=True)
    targets = MigrationTarget(many=True)
    changed_forms = s.ListField(child=s.CharField())

    def get_fields(self) -> dict[str, s.Field]:
        """`from` is a word of Python, so it cannot be an attribute."""
        return {"from": s.IntegerField(), **super().get_fields()}


class MigrateInstance(Reason):
    to = s.IntegerField(help_text="a version number")
    mapping = s.DictField(child=s.CharField(), required=False, help_text="old element id -> new element id")
    dry_run = s.BooleanField(required=False, default=False)


class Obstacle(s.Serializer):
    element_id = s.CharField()
    kind = s.CharField(help_text="mapping: name where it is; blocked: this version cannot take it")
    message = s.CharField()


class Verdict(s.Serializer):
    state = s.CharField(help_text="safe, needs_mapping or blocked")
    obstacles = Obstacle(many=True)
    forms = s.ListField(child=s.CharField())
