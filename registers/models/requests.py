"""Change requests: the only road to a governed field."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models import User


class ChangeRequest(models.Model):
    """A proposed overlay of one record: what each field was when proposed, and what it shall become."""

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", "待审批"
        APPLIED = "APPLIED", "已生效"
        CONFLICT = "CONFLICT", "有冲突"
        REFUSED = "REFUSED", "未批准"
        WITHDRAWN = "WITHDRAWN", "已撤回"

    table_name = models.CharField("档案", max_length=64)
    record = models.BigIntegerField("记录")
    changes = models.JSONField("变更内容")
    """{field: {"old": …, "new": …}}"""
    reason = models.TextField("变更理由")
    requester = models.ForeignKey(User, verbose_name="申请人", on_delete=models.PROTECT, related_name="+")
    effective_on = models.DateField("生效日期")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.PROPOSED)
    conflict = models.JSONField("冲突", null=True, blank=True)
    instance = models.CharField("流程实例", max_length=64, blank=True)
    proposed_at = models.DateTimeField("申请时间", default=timezone.now)
    decided_at = models.DateTimeField("办结时间", null=True, blank=True)

    class Meta:
        verbose_name = "资料变更申请"
        indexes = [models.Index(fields=["table_name", "record"], name="registers_request_record")]
        constraints = [
            models.CheckConstraint(condition=~Q(changes={}), name="registers_request_changes_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="registers_request_has_a_reason"),
        ]


class ChangeApproval(models.Model):
    """One person's decision on (some fields of) a change request."""

    request = models.ForeignKey(
        ChangeRequest, verbose_name="变更申请", on_delete=models.PROTECT, related_name="approvals"
    )
    approver = models.ForeignKey(User, verbose_name="审批人", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        User, verbose_name="代办", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    fields = ArrayField(models.CharField(max_length=64), verbose_name="字段")
    approved = models.BooleanField("同意")
    comment = models.TextField("意见", blank=True)
    decided_at = models.DateTimeField("审批时间", default=timezone.now)

    class Meta:
        verbose_name = "变更审批"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "approver", "approved"], name="registers_approval_once_a_person"
            ),
        ]
