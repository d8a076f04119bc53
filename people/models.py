"""Users, the organisation tree, roles held at units, substitutes and working calendars."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


def today() -> dt.date:
    """The date now in the company's time zone."""
    return timezone.localdate()


class Unit(models.Model):
    """A node of the organisation tree; everything below it has a path that begins with its path."""

    class Kind(models.TextChoices):
        COMPANY = "company", "公司"
        BRANCH = "branch", "分公司"
        STATION = "station", "片区"
        COMMUNITY = "community", "社区/抄表册"

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=120, unique=True)
    """Ends with a dot, so that "0001." is never a prefix of "00010."."""
    is_open = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["path"], name="people_unit_path_prefix", opclasses=["varchar_pattern_ops"])]
        constraints = [
            models.CheckConstraint(condition=Q(path__regex=r"^([0-9]{4}\.)+$"), name="people_unit_path_shape"),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users; a user without a password cannot log in."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who may log in; `version` grows with every change of the person's rights."""

    username = models.CharField(max_length=64, unique=True)
    full_name = models.CharField(max_length=64)
    language = models.CharField(max_length=8, default="zh-CN", choices=[("zh-CN", "中文"), ("en", "English")])
    phone = models.CharField(max_length=32, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="staff")
    is_active = models.BooleanField(default=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    failed_log_ins = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    must_change_password = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    """Made by `people.demo`: may log in only while settings.DEMO is on."""
    version = models.PositiveBigIntegerField(default=1)

    USERNAME_FIELD = "username"

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(username__regex=r"^[a-z0-9][a-z0-9_.-]*$"), name="people_user_username_shape"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username


class Role(models.Model):
    """A candidate group, filled from `people.roles`."""

    key = models.CharField(max_length=48, primary_key=True)
    name_zh = models.CharField(max_length=64)
    name_en = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name_zh


class Position(models.Model):
    """A role held by a user at a unit (and below it) between two dates, both included."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="positions")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="positions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions")
    valid_from = models.DateField(default=today)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit", "valid_from"], name="people_position_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="people_position_dates"
            ),
        ]


class Substitute(models.Model):
    """Who acts for an absent person between two dates; empty scopes mean every process and every role."""

    absent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="substitutes")
    substitute = models.ForeignKey(User, on_delete=models.PROTECT, related_name="stands_in_for")
    definitions = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    roles = ArrayField(models.CharField(max_length=48), default=list, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(absent=F("substitute")), name="people_substitute_is_another"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="people_substitute_dates"),
        ]


class WorkingCalendar(models.Model):
    """A named calendar with its hours of a working day; the default one has the name ""."""

    name = models.CharField(max_length=48, unique=True, blank=True)
    title = models.CharField(max_length=120)
    hours = models.JSONField(default=list)
    """Pairs of local times: [["08:30", "12:00"], ["14:00", "17:30"]]."""
    source = models.TextField(blank=True)


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a weekend day that is worked."""

    calendar = models.ForeignKey(WorkingCalendar, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    is_working = models.BooleanField()
    name = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="people_calendar_day_once")]


class RightsChange(models.Model):
    """A change of somebody's rights as one administrator proposes it and another decides it; nothing else changes them.

    `emergency` gives the role at the unit for minutes only, and every act under it is marked.
    """

    class Kind(models.TextChoices):
        GIVE = "give", "授予岗位"
        END = "end", "结束岗位"
        ENABLE = "enable", "启用账号"
        DISABLE = "disable", "停用账号"
        EMERGENCY = "emergency", "紧急授权"

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", "待批准"
        APPROVED = "APPROVED", "已生效"
        REFUSED = "REFUSED", "已驳回"
        ENDED = "ENDED", "已终止"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="rights_changes")
    role = models.ForeignKey(Role, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, null=True, on_delete=models.SET_NULL, related_name="+")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    minutes = models.PositiveIntegerField(null=True)
    ends_at = models.DateTimeField(null=True)
    reason = models.TextField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-id"], name="people_rightschange_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="people_rights_two_people"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("user")), name="people_rights_not_ones_own"
            ),
            models.CheckConstraint(
                condition=Q(state="PROPOSED") | Q(decided_by__isnull=False), name="people_rights_decided_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(kind="emergency") | Q(minutes__gte=1, minutes__lte=480), name="people_rights_minutes"
            ),
        ]


class Session(AbstractBaseSession):
    """A browser that is logged in: whose, from where, since when."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    ip = models.CharField(max_length=64, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta(AbstractBaseSession.Meta):
        db_table = "log_in_session"

    @classmethod
    def get_session_store_class(cls) -> type[Any]:
        from people.session_store import SessionStore

        return SessionStore


class SecondFactor(models.Model):
    """A person's authenticator: its secret, encrypted, and the last step used, so that no code counts twice."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.TextField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)

    class Meta:
        db_table = "log_in_factor"


class RecoveryCode(models.Model):
    """One of the codes that open the door once when the authenticator is lost; kept as a digest."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "log_in_recovery_code"
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="log_in_recovery_code_once")]
