"""Archive volumes, their catalogue, and their loans."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from people.models import Unit, User, today
from registers.models.customers import Customer


class ArchiveVolume(models.Model):
    """档案卷."""

    number = models.CharField("档案号", max_length=48, unique=True)
    customer = models.ForeignKey(
        Customer, verbose_name="客户", null=True, blank=True, on_delete=models.PROTECT, related_name="volumes"
    )
    title = models.CharField("题名", max_length=200)
    shelf = models.CharField("库位", max_length=64, blank=True)
    unit = models.ForeignKey(Unit, verbose_name="所属单位", on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField("归档时间", default=timezone.now)
    filed_in = models.CharField("归档流程实例", max_length=64, blank=True)
    keep_until = models.DateField("保管期限", null=True, blank=True)

    class Meta:
        verbose_name = "档案卷"
        indexes = [
            models.Index(fields=["title"], name="registers_volume_title", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["filed_at", "id"], name="registers_volume_filed"),
            models.Index(fields=["keep_until", "id"], name="registers_volume_keep"),
        ]


class ArchiveItem(models.Model):
    """卷内目录: one paper of a volume."""

    volume = models.ForeignKey(ArchiveVolume, verbose_name="档案卷", on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField("序号")
    title = models.CharField("文件题名", max_length=200)
    document = models.CharField("文件编号", max_length=64, blank=True)
    pages = models.PositiveIntegerField("页数", default=1)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    class Meta:
        verbose_name = "卷内文件"
        indexes = [models.Index(fields=["title"], name="registers_item_title", opclasses=["varchar_pattern_ops"])]
        constraints = [
            models.UniqueConstraint(fields=["volume", "position"], name="registers_item_position"),
            models.CheckConstraint(
                condition=Q(sha256="") | Q(sha256__regex="^[0-9a-f]{64}$"), name="registers_item_sha256"
            ),
        ]


class ArchiveLoan(models.Model):
    """借阅: who has a volume; one borrower at a time."""

    volume = models.ForeignKey(ArchiveVolume, verbose_name="档案卷", on_delete=models.PROTECT, related_name="loans")
    borrower = models.ForeignKey(User, verbose_name="借阅人", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField("借阅事由", max_length=300)
    lent_on = models.DateField("借出日期", default=today)
    due_on = models.DateField("应还日期")
    returned_on = models.DateField("归还日期", null=True, blank=True)
    lent_in = models.CharField("借阅流程实例", max_length=64, blank=True)
    note = models.CharField("归还说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "档案借阅"
        constraints = [
            models.UniqueConstraint(
                fields=["volume"], condition=Q(returned_on=None), name="registers_loan_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("lent_on")), name="registers_loan_dates"),
            models.CheckConstraint(
                condition=Q(returned_on=None) | Q(returned_on__gte=F("lent_on")), name="registers_loan_returned_after"
            ),
        ]
