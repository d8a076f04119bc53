"""Shapes of substitutes, accounts, log-ins, changes of rights, the matrix and the calendars."""

from __future__ import annotations

from rest_framework import serializers as s

from api.shapes.people import Group, PersonRef, UnitRef

PERIODS = ["coming", "now", "over"]
CHANGE_KINDS = ["give", "end", "enable", "disable", "emergency"]
CHANGE_STATES = ["PROPOSED", "APPROVED", "REFUSED", "ENDED"]
THING_KINDS = ["register", "form"]


class Substitute(s.Serializer):
    id = s.CharField()
    absent = PersonRef()
    substitute = PersonRef()
    definitions = s.ListField(child=s.CharField())
    roles = Group(many=True)
    valid_from = s.DateField()
    valid_until = s.DateField()
    state = s.ChoiceField(choices=PERIODS)
    may_end = s.BooleanField()


class AppointSubstitute(s.Serializer):
    absent = s.CharField(required=False, allow_blank=True, default="", max_length=64)
    substitute = s.CharField(max_length=64)
    definitions = s.ListField(child=s.CharField(max_length=64), required=False, default=list, max_length=50)
    roles = s.ListField(child=s.CharField(max_length=48), required=False, default=list, max_length=50)
    valid_from = s.DateField()
    valid_until = s.DateField()
    reason = s.CharField(required=False, allow_blank=True, default="", max_length=500)


class Person(PersonRef):
    unit = UnitRef(allow_null=True)


class ChangePassword(s.Serializer):
    old = s.CharField(max_length=1000, trim_whitespace=False)
    new = s.CharField(max_length=1000, trim_whitespace=False)


class OpenSession(s.Serializer):
    id = s.CharField()
    ip = s.CharField(allow_blank=True)
    agent = s.CharField(allow_blank=True)
    created_at = s.DateTimeField()
    seen_at = s.DateTimeField()
    current = s.BooleanField()


class SecondFactorState(s.Serializer):
    confirmed = s.BooleanField()
    needed = s.BooleanField()
    recovery_codes_left = s.IntegerField()


class Enrolment(s.Serializer):
    secret = s.CharField()
    uri = s.CharField()
    svg = s.CharField()


class Code(s.Serializer):
    code = s.CharField(max_length=20)


class RecoveryCodes(s.Serializer):
    codes = s.ListField(child=s.CharField())


class LogInEvent(s.Serializer):
    id = s.CharField()
    at = s.DateTimeField()
    action = s.CharField()
    person = PersonRef(allow_null=True)
    by = PersonRef(allow_null=True)
    why = s.CharField(allow_blank=True)
    ip = s.CharField(allow_blank=True)


class Account(PersonRef):
    unit = UnitRef(allow_null=True)
    roles = Group(many=True)
    is_active = s.BooleanField()
    is_locked = s.BooleanField()
    second_factor = s.BooleanField()
    seen_at = s.DateTimeField(allow_null=True)
    created_at = s.DateTimeField()
    unused = s.BooleanField()


class Position(s.Serializer):
    id = s.CharField()
    role = Group()
    unit = UnitRef()
    valid_from = s.DateField()
    valid_until = s.DateField(allow_null=True)
    state = s.ChoiceField(choices=PERIODS)


class AccountDetail(Account):
    phone = s.CharField(allow_blank=True)
    positions = Position(many=True)
    sessions = OpenSession(many=True)


class OpenAccount(s.Serializer):
    username = s.RegexField(r"^[a-z0-9][a-z0-9_.-]{0,63}$")
    full_name = s.CharField(max_length=64)
    unit = s.CharField(required=False, allow_blank=True, default="", max_length=32)
    phone = s.CharField(required=False, allow_blank=True, default="", max_length=32)


class OncePassword(s.Serializer):
    username = s.CharField()
    password = s.CharField()


class GivenReason(s.Serializer):
    reason = s.CharField(max_length=500)


class RightsChange(s.Serializer):
    id = s.CharField()
    kind = s.ChoiceField(choices=CHANGE_KINDS)
    state = s.ChoiceField(choices=CHANGE_STATES)
    user = PersonRef()
    role = Group(allow_null=True)
    unit = UnitRef(allow_null=True)
    valid_from = s.DateField(allow_null=True)
    valid_until = s.DateField(allow_null=True)
    minutes = s.IntegerField(allow_null=True)
    ends_at = s.DateTimeField(allow_null=True)
    reason = s.CharField()
    proposed_by = PersonRef()
    proposed_at = s.DateTimeField()
    decided_by = PersonRef(allow_null=True)
    decided_at = s.DateTimeField(allow_null=True)
    comment = s.CharField(allow_blank=True)
    may_decide = s.BooleanField()
    may_end = s.BooleanField()


class ProposeRightsChange(s.Serializer):
    kind = s.ChoiceField(choices=CHANGE_KINDS)
    username = s.CharField(max_length=64)
    reason = s.CharField(max_length=500)
    role = s.CharField(required=False, allow_blank=True, default="", max_length=48)
    unit = s.CharField(required=False, allow_blank=True, default="", max_length=32)
    position = s.RegexField(r"^[0-9]{1,18}$", required=False, allow_blank=True, default="")
    valid_from = s.DateField(required=False, allow_null=True, default=None)
    valid_until = s.DateField(required=False, allow_null=True, default=None)
    minutes = s.IntegerField(required=False, allow_null=True, default=None, min_value=1, max_value=480)


class DecideRightsChange(s.Serializer):
    approve = s.BooleanField()
    comment = s.CharField(required=False, allow_blank=True, default="", max_length=500)


class MatrixRow(s.Serializer):
    kind = s.ChoiceField(choices=THING_KINDS)
    thing = s.CharField()
    thing_name = s.CharField()
    task = s.CharField(allow_blank=True)
    task_name = s.CharField(allow_blank=True)
    field = s.CharField()
    field_name = s.CharField()
    role = s.CharField()
    role_name = s.CharField()
    right = s.ChoiceField(choices=["hidden", "masked", "read", "edit", "required"])


class Explanation(s.Serializer):
    allowed = s.BooleanField()
    because = s.CharField()
    fields = s.DictField(child=s.CharField())


class CalendarDay(s.Serializer):
    day = s.DateField()
    is_working = s.BooleanField()
    name = s.CharField()


class Calendar(s.Serializer):
    name = s.CharField(allow_blank=True)
    title = s.CharField()
    hours = s.ListField(child=s.ListField(child=s.CharField()))
    source = s.CharField(allow_blank=True)
    years = s.ListField(child=s.IntegerField())
    year = s.IntegerField()
    days = CalendarDay(many=True)
    working_days = s.IntegerField()


class ImportCalendar(s.Serializer):
    file = s.FileField()
    dry_run = s.BooleanField(required=False, default=True)
    source = s.CharField(required=False, allow_blank=True, default="", max_length=500)


class ImportProblem(s.Serializer):
    row = s.IntegerField()
    column = s.CharField(allow_blank=True)
    message = s.CharField()


class CalendarImported(s.Serializer):
    dry_run = s.BooleanField()
    year = s.IntegerField(allow_null=True)
    added = s.IntegerField()
    changed = s.IntegerField()
    removed = s.IntegerField()
    problems = ImportProblem(many=True)
