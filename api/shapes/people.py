"""Shapes of people, units and the session (documentation of answers; requests are checked by them)."""

from __future__ import annotations

from rest_framework import serializers as s


class PersonRef(s.Serializer):
    username = s.CharField()
    full_name = s.CharField()


class UnitRef(s.Serializer):
    id = s.CharField()
    code = s.CharField()
    name = s.CharField()


class Unit(UnitRef):
    kind = s.CharField()
    parent = s.CharField(allow_null=True)


class Group(s.Serializer):
    key = s.CharField()
    name = s.CharField()


class HeldRole(Group):
    unit = UnitRef()


class Permissions(s.Serializer):
    design = s.BooleanField()
    deploy = s.BooleanField()
    audit = s.BooleanField()
    administer = s.BooleanField()
    send_messages = s.BooleanField()
    see_customers = s.BooleanField()
    cancel_instances = s.BooleanField()
    retry_incidents = s.BooleanField()
    move_instances = s.BooleanField()
    assign_tasks = s.BooleanField()
    see_contacts = s.BooleanField()
    see_bank = s.BooleanField()
    see_instances = s.BooleanField()
    propose_changes = s.BooleanField()
    import_settlement = s.BooleanField()
    import_readings = s.BooleanField()
    import_meters = s.BooleanField()


class InboxCounts(s.Serializer):
    mine = s.IntegerField()
    group = s.IntegerField()
    done = s.IntegerField(required=False)
    overdue = s.IntegerField()


class Emergency(s.Serializer):
    id = s.CharField()
    user = PersonRef()
    role = s.CharField()
    ends_at = s.DateTimeField()


class Me(s.Serializer):
    username = s.CharField()
    full_name = s.CharField()
    language = s.ChoiceField(choices=["zh-CN", "en"])
    unit = UnitRef(allow_null=True)
    roles = HeldRole(many=True)
    may = Permissions()
    demo_mode = s.BooleanField()
    counts = InboxCounts()
    stands_in = PersonRef(many=True)
    emergencies = Emergency(many=True)
    unfinished = s.ChoiceField(choices=["", "password", "second_factor"])


class Language(s.Serializer):
    language = s.ChoiceField(choices=["zh-CN", "en"])


class LogIn(s.Serializer):
    username = s.CharField(max_length=150)
    password = s.CharField(max_length=1000, trim_whitespace=False)
    code = s.CharField(max_length=20, required=False, allow_blank=True, default="")


class DemoUser(PersonRef):
    role_name = s.CharField()
    unit_name = s.CharField()


class SessionState(s.Serializer):
    csrf_token = s.CharField()
    authenticated = s.BooleanField()
    demo_mode = s.BooleanField()
    single_sign_on = s.BooleanField()
    demo_users = DemoUser(many=True, required=False)
