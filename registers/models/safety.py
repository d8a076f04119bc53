"""Hazards and theft cases."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models import Unit, User
from registers.models.customers import Customer, Site


class Hazard(models.Model):
    """隐患."""

    class Grade(models.TextChoices):
        MAJOR = "major", "重大隐患"
        SERIOUS = "serious", "较大隐患"
        ORDINARY = "ordinary", "一般隐患"

    class State(models.TextChoices):
        OPEN = "OPEN", "待整改"
        CLOSED = "CLOSED", "已销号"

    number = models.CharField("隐患编号", max_length=48, unique=True)
    customer = models.ForeignKey(
        Customer, verbose_name="客户", null=True, blank=True, on_delete=models.PROTECT, related_name="hazards"
    )
    site = models.ForeignKey(
        Site, verbose_name="用气地址", null=True, blank=True, on_delete=models.PROTECT, related_name="hazards"
    )
    unit = models.ForeignKey(Unit, verbose_name="所属单位", on_delete=models.PROTECT, related_name="+")
    grade = models.CharField("隐患等级", max_length=12, choices=Grade.choices)
    place = models.CharField("隐患部位", max_length=200)
    clause = models.CharField("违反条款", max_length=200, blank=True)
    description = models.TextField("隐患描述")
    found_at = models.DateTimeField("发现时间", default=timezone.now)
    due_on = models.DateField("整改期限", null=True, blank=True)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField("销号时间", null=True, blank=True)
    closing_note = models.TextField("销号说明", blank=True)
    recorded_in = models.CharField("流程实例", max_length=64, blank=True)

    class Meta:
        verbose_name = "隐患"
        indexes = [
            models.Index(fields=["found_at", "id"], name="registers_hazard_found"),
            models.Index(fields=["due_on", "id"], name="registers_hazard_due"),
            models.Index(fields=["grade", "found_at", "id"], name="registers_hazard_grade"),
            models.Index(
                fields=["state", "found_at", "id"], name="registers_hazard_state", condition=~Q(state="CLOSED")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="OPEN", closed_at=None) | Q(state="CLOSED", closed_at__isnull=False),
                name="registers_hazard_closed_has_a_time",
            )
        ]


class TheftCase(models.Model):
    """违章案件."""

    class State(models.TextChoices):
        OPEN = "OPEN", "办理中"
        CLOSED = "CLOSED", "结案"

    class Outcome(models.TextChoices):
        RECOVERED = "recovered", "已追缴"
        UNFOUNDED = "unfounded", "未发现违章"
        WITHDRAWN = "withdrawn", "撤案"
        HANDED_OVER = "handed_over", "移送司法"

    number = models.CharField("案件编号", max_length=48, unique=True)
    customer = models.ForeignKey(Customer, verbose_name="客户", on_delete=models.PROTECT, related_name="theft_cases")
    site = models.ForeignKey(
        Site, verbose_name="用气地址", null=True, blank=True, on_delete=models.PROTECT, related_name="theft_cases"
    )
    unit = models.ForeignKey(Unit, verbose_name="所属单位", on_delete=models.PROTECT, related_name="+")
    source = models.CharField("线索来源", max_length=64)
    reason = models.TextField("立案理由")
    score = models.DecimalField("线索评分", max_digits=6, decimal_places=2, null=True, blank=True)
    recovered_volume = models.DecimalField("补缴气量 m³", max_digits=14, decimal_places=2, null=True, blank=True)
    recovered_amount = models.DecimalField("补缴金额 元", max_digits=14, decimal_places=2, null=True, blank=True)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField("立案时间", default=timezone.now)
    opened_in = models.CharField("流程实例", max_length=64, blank=True)
    outcome = models.CharField("处理结果", max_length=12, choices=Outcome.choices, blank=True)
    root_cause = models.CharField("根本原因", max_length=200, blank=True)
    closed_at = models.DateTimeField("结案时间", null=True, blank=True)
    closing_note = models.TextField("结案说明", blank=True)

    class Meta:
        verbose_name = "违章案件"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="OPEN", closed_at=None, outcome="")
                | (Q(state="CLOSED", closed_at__isnull=False) & ~Q(outcome="")),
                name="registers_theft_case_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=(Q(recovered_volume=None) | Q(recovered_volume__gte=0))
                & (Q(recovered_amount=None) | Q(recovered_amount__gte=0)),
                name="registers_theft_case_recovered",
            ),
        ]


class TheftEvidence(models.Model):
    """证据: one piece of a theft case's evidence list, with the file's digest."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "照片"
        VIDEO = "video", "视频"
        AUDIO = "audio", "录音"
        RECORD = "record", "笔录"
        THING = "thing", "物证"

    case = models.ForeignKey(TheftCase, verbose_name="违章案件", on_delete=models.PROTECT, related_name="evidence")
    position = models.PositiveIntegerField("序号")
    kind = models.CharField("证据种类", max_length=12, choices=Kind.choices)
    title = models.CharField("证据名称", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    taken_at = models.DateTimeField("取证时间")
    taken_by = models.ForeignKey(User, verbose_name="取证人", on_delete=models.PROTECT, related_name="+")
    place = models.CharField("取证地点", max_length=200, blank=True)
    kept_at = models.CharField("保管处", max_length=120, blank=True)
    taken_in = models.CharField("流程实例", max_length=64, blank=True)

    class Meta:
        verbose_name = "案件证据"
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="registers_evidence_position"),
            models.CheckConstraint(
                condition=Q(kind="thing", sha256="") | Q(sha256__regex="^[0-9a-f]{64}$"),
                name="registers_evidence_sha256",
            ),
        ]
