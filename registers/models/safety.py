"""Hazards and theft cases."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models import Unit
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

    number = models.CharField("案件编号", max_length=48, unique=True)
    customer = models.ForeignKey(Customer, verbose_name="客户", on_delete=models.PROTECT, related_name="theft_cases")
    unit = models.ForeignKey(Unit, verbose_name="所属单位", on_delete=models.PROTECT, related_name="+")
    source = models.CharField("线索来源", max_length=64)
    reason = models.TextField("立案理由")
    recovered_volume = models.DecimalField("补缴气量 m³", max_digits=14, decimal_places=2, null=True, blank=True)
    recovered_amount = models.DecimalField("补缴金额 元", max_digits=14, decimal_places=2, null=True, blank=True)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField("立案时间", default=timezone.now)
    opened_in = models.CharField("流程实例", max_length=64, blank=True)

    class Meta:
        verbose_name = "违章案件"
