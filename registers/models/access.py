"""Access requests: looking at masked fields, taking a list out, borrowing a volume; approved, for a time."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models import User


class AccessGrant(models.Model):
    """What somebody asked to see, until when; it counts while it is GRANTED and its last day has not passed."""

    class Kind(models.TextChoices):
        FIELDS = "fields", "查看遮盖内容"
        EXPORT = "export", "导出清单"
        BORROW = "borrow", "借阅案卷"

    class State(models.TextChoices):
        REQUESTED = "REQUESTED", "待审批"
        GRANTED = "GRANTED", "有效"
        REFUSED = "REFUSED", "未批准"
        ENDED = "ENDED", "已失效"

    kind = models.CharField("类别", max_length=8, choices=Kind.choices)
    user = models.ForeignKey(User, verbose_name="申请人", on_delete=models.PROTECT, related_name="+")
    register = models.CharField("档案", max_length=32)
    table_name = models.CharField("表", max_length=64)
    records = ArrayField(models.BigIntegerField(), verbose_name="记录", default=list, blank=True)
    fields = ArrayField(models.CharField(max_length=64), verbose_name="字段", default=list, blank=True)
    list_filter = models.TextField("筛选条件", blank=True)
    row_count = models.IntegerField("行数", default=1)
    purpose = models.TextField("用途")
    valid_until = models.DateField("有效期至")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.REQUESTED)
    instance = models.CharField("流程实例", max_length=64)
    asked_at = models.DateTimeField("申请时间", default=timezone.now)
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    ended_at = models.DateTimeField("失效时间", null=True, blank=True)

    class Meta:
        verbose_name = "查阅授权"
        indexes = [models.Index(fields=["user", "state"], name="registers_access_of_user")]
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="registers_access_has_a_purpose"),
            models.CheckConstraint(condition=~Q(instance=""), name="registers_access_in_an_instance"),
        ]


class AccessApproval(models.Model):
    """One person's decision on an access request."""

    grant = models.ForeignKey(AccessGrant, verbose_name="查阅授权", on_delete=models.PROTECT, related_name="approvals")
    approver = models.ForeignKey(User, verbose_name="审批人", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        User, verbose_name="代办", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved = models.BooleanField("同意")
    comment = models.TextField("意见", blank=True)
    decided_at = models.DateTimeField("审批时间", default=timezone.now)

    class Meta:
        verbose_name = "查阅审批"
        constraints = [
            models.UniqueConstraint(fields=["grant", "approver"], name="registers_access_approval_once"),
        ]
