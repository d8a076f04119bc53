"""Change requests: the only road to a governed field."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models import User


class BulkChange(models.Model):
    """One proposal for many records of a register: each of them is a request of its own that names this."""

    class Source(models.TextChoices):
        SHEET = "sheet", "表格导入"
        LIST = "list", "清单勾选"

    table_name = models.CharField("档案", max_length=64)
    register = models.CharField("清单", max_length=32)
    source = models.CharField("来源", max_length=8, choices=Source.choices)
    attachment = models.CharField("文件", max_length=64, blank=True)
    file_sha256 = models.CharField("文件校验值", max_length=64, blank=True)
    row_count = models.IntegerField("行数")
    fields = ArrayField(models.CharField(max_length=64), verbose_name="字段")
    reason = models.TextField("变更理由")
    requester = models.ForeignKey(User, verbose_name="申请人", on_delete=models.PROTECT, related_name="+")
    effective_on = models.DateField("生效日期")
    instance = models.CharField("流程实例", max_length=64, blank=True)
    proposed_at = models.DateTimeField("申请时间", default=timezone.now)

    class Meta:
        verbose_name = "批量变更"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="registers_bulk_has_a_reason"),
            models.CheckConstraint(condition=Q(row_count__gt=0), name="registers_bulk_has_rows"),
        ]


class ChangeRequest(models.Model):
    """A proposed overlay of one record: what each field was when proposed, and what it shall become."""

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", "待审批"
        APPLIED = "APPLIED", "已生效"
        CONFLICT = "CONFLICT", "有冲突"
        REFUSED = "REFUSED", "未批准"
        WITHDRAWN = "WITHDRAWN", "已撤回"

    class Kind(models.TextChoices):
        UPDATE = "update", "变更"
        TRANSFER = "transfer", "过户"
        OPEN = "open", "新增客户"
        CLOSE = "close", "销户"

    kind = models.CharField("类型", max_length=8, choices=Kind.choices, default=Kind.UPDATE)
    bulk = models.ForeignKey(
        BulkChange, verbose_name="批量变更", null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    table_name = models.CharField("档案", max_length=64)
    record = models.BigIntegerField("记录")
    """0 while a customer is to be opened."""
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
            models.CheckConstraint(
                condition=Q(record__gt=0) | Q(kind="open", bulk=None), name="registers_request_of_a_record"
            ),
            models.UniqueConstraint(fields=["bulk", "record"], name="registers_request_once_in_a_bulk"),
        ]


class ChangeApproval(models.Model):
    """One person's decision on (some fields of) a change request, or of all rows of a bulk change."""

    request = models.ForeignKey(
        ChangeRequest,
        verbose_name="变更申请",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="approvals",
    )
    bulk = models.ForeignKey(
        BulkChange, verbose_name="批量变更", null=True, blank=True, on_delete=models.PROTECT, related_name="approvals"
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
            models.UniqueConstraint(fields=["bulk", "approver", "approved"], name="registers_approval_once_a_bulk"),
            models.CheckConstraint(
                condition=Q(request=None, bulk__isnull=False) | Q(request__isnull=False, bulk=None),
                name="registers_approval_of_one_thing",
            ),
        ]
