"""Imported files, the rows that took effect, and what was wrong with the others."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models import User


class ImportRun(models.Model):
    """导入批次: one file, checked and maybe imported; the same bytes are the same run."""

    class State(models.TextChoices):
        REFUSED = "REFUSED", "文件有误"
        CHECKED = "CHECKED", "已试算"
        RUNNING = "RUNNING", "导入中"
        DONE = "DONE", "已完成"

    kind = models.CharField("类别", max_length=16)
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("SHA-256", max_length=64)
    content = models.BinaryField("文件内容")
    layout = models.CharField("格式", max_length=32, blank=True)
    batch_no = models.CharField("批次号", max_length=64, blank=True)
    row_count = models.PositiveIntegerField("行数", default=0)
    total = models.DecimalField("合计", max_digits=18, decimal_places=3, default=0)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.CHECKED)
    position = models.PositiveIntegerField("已处理行数", default=0)
    imported = models.PositiveIntegerField("已导入", default=0)
    skipped = models.PositiveIntegerField("已跳过", default=0)
    failed = models.PositiveIntegerField("未导入", default=0)
    warned = models.PositiveIntegerField("提示", default=0)
    uploaded_by = models.ForeignKey(
        User, verbose_name="上传人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Empty when the system itself imported."""
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now)
    confirmed_by = models.ForeignKey(
        User, verbose_name="确认人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = "导入批次"
        indexes = [models.Index(fields=["kind", "-id"], name="exchange_run_kind")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "digest"], name="exchange_run_file_once"),
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="exchange_run_sha256"),
        ]


class ImportRow(models.Model):
    """A row that took effect; its key counts once over all files of its kind."""

    run = models.ForeignKey(ImportRun, verbose_name="导入批次", on_delete=models.PROTECT, related_name="rows")
    kind = models.CharField("类别", max_length=16)
    key = models.CharField("行标识", max_length=160)
    row = models.PositiveIntegerField("行号")
    digest = models.CharField("行摘要", max_length=64)
    outcome = models.CharField("结果", max_length=16)
    record = models.CharField("对应记录", max_length=64, blank=True)

    class Meta:
        verbose_name = "导入行"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="exchange_row_once")]


class ImportProblem(models.Model):
    """What is wrong with a row (an error keeps it out) or strange about it (a warning)."""

    class Level(models.TextChoices):
        ERROR = "error", "错误"
        WARNING = "warning", "提示"

    run = models.ForeignKey(ImportRun, verbose_name="导入批次", on_delete=models.PROTECT, related_name="problems")
    row = models.PositiveIntegerField("行号")
    column = models.CharField("列", max_length=32, blank=True)
    level = models.CharField("级别", max_length=8, choices=Level.choices)
    code = models.CharField("问题", max_length=48)
    subject = models.CharField("内容", max_length=300, blank=True)
    installation_id = models.BigIntegerField("装表记录", null=True, blank=True)
    started = models.CharField("发起的流程实例", max_length=64, blank=True)

    class Meta:
        verbose_name = "导入问题"
        indexes = [models.Index(fields=["run", "row", "id"], name="exchange_problem_row")]
