"""Imported files and what was wrong with their rows, suspected faults, and files for the bank."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models import Unit, User
from registers.models import Charge, MeterInstallation, PaymentAccount


class ImportRun(models.Model):
    """导入批次: one file, checked and maybe imported; the same bytes are the same run."""

    class State(models.TextChoices):
        REFUSED = "REFUSED", "文件有误"
        CHECKED = "CHECKED", "已试算"
        RUNNING = "RUNNING", "导入中"
        DONE = "DONE", "已完成"
        STOPPED = "STOPPED", "已中止"

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
    unit = models.ForeignKey(
        Unit, verbose_name="导入单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Where the uploader may import such files; who holds that right at a unit above sees the run."""

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
    told = models.CharField("该行内容", max_length=400, blank=True)
    """What the row says, for whoever works on the problem without the file at hand."""
    handled_at = models.DateTimeField("处理时间", null=True, blank=True)
    handled_by = models.ForeignKey(
        User, verbose_name="处理人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField("处理说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "导入问题"
        indexes = [
            models.Index(fields=["run", "row", "id"], name="exchange_problem_row"),
            models.Index(fields=["-id"], condition=Q(handled_at=None), name="exchange_problem_open"),
        ]


class PublicTry(models.Model):
    """Something that somebody without a log-in tried: only marks that nobody can read back, forgotten after a day."""

    act = models.CharField("操作", max_length=24)
    origin = models.CharField("来源标记", max_length=20)
    thing = models.CharField("对象标记", max_length=20)
    tried_at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "公众操作"
        indexes = [
            models.Index(fields=["act", "origin", "tried_at"], name="exchange_try_origin"),
            models.Index(fields=["act", "thing", "tried_at"], name="exchange_try_thing"),
        ]


class Suspicion(models.Model):
    """疑似故障: what readings, alarms or the calendar say of an installed meter; at most one open of a rule."""

    class Rule(models.TextChoices):
        STOPPED = "stopped", "疑似停走"
        JUMP = "jump", "用气突增"
        DROP = "drop", "用气突减"
        REVERSE = "reverse", "读数倒走"
        PREDICTED = "predicted", "与核定气量不符"
        DUE = "due", "检定到期"
        ALARM_DEAD = "alarm_dead", "报警：死表"
        ALARM_POWER = "alarm_power", "报警：断电"
        ALARM_REVERSE = "alarm_reverse", "报警：反向流"
        ALARM_TAMPER = "alarm_tamper", "报警：拆动"

    class State(models.TextChoices):
        OPEN = "OPEN", "待处理"
        STARTED = "STARTED", "已发起换表"
        DISMISSED = "DISMISSED", "已排除"

    installation = models.ForeignKey(
        MeterInstallation, verbose_name="装表记录", on_delete=models.PROTECT, related_name="suspicions"
    )
    rule = models.CharField("疑点", max_length=16, choices=Rule.choices)
    reason = models.CharField("换表原因", max_length=16)
    """The reason code of a meter replacement."""
    figures = models.CharField("依据", max_length=300)
    seen_at = models.DateTimeField("现象时间")
    found_at = models.DateTimeField("发现时间", default=timezone.now)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.OPEN)
    instance = models.CharField("换表流程实例", max_length=64, blank=True)
    decided_by = models.ForeignKey(
        User, verbose_name="处理人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    note = models.CharField("处理说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "疑似故障"
        indexes = [models.Index(fields=["state", "-id"], name="exchange_suspicion_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["installation", "rule"], condition=Q(state="OPEN"), name="exchange_suspicion_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(state="STARTED") | ~Q(instance=""), name="exchange_suspicion_started_is_somewhere"
            ),
        ]


class Collection(models.Model):
    """托收批次: one collection file for a bank; its rows are chosen first, its bytes written after the commit."""

    class State(models.TextChoices):
        CHOSEN = "CHOSEN", "待生成"
        WRITTEN = "WRITTEN", "已生成"
        ANSWERED = "ANSWERED", "已回盘"
        CANCELED = "CANCELED", "已作废"

    bank = models.CharField("开户银行", max_length=120)
    bank_code = models.CharField("银行代码", max_length=12)
    batch_no = models.CharField("批次号", max_length=20, unique=True)
    made_on = models.DateField("文件日期")
    due_from = models.DateField("缴费期限起", null=True, blank=True)
    due_until = models.DateField("缴费期限止", null=True, blank=True)
    layout = models.CharField("格式", max_length=8)
    row_count = models.PositiveIntegerField("笔数", default=0)
    total = models.DecimalField("金额 元", max_digits=16, decimal_places=2, default=0)
    digest = models.CharField("SHA-256", max_length=64, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.CHOSEN)
    made_by = models.ForeignKey(
        User, verbose_name="制作人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("制作时间", default=timezone.now)
    reason = models.CharField("作废原因", max_length=300, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name="托收单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Whose customers it collects from."""

    class Meta:
        verbose_name = "托收批次"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["CHOSEN", "CANCELED"]) | Q(digest__regex="^[0-9a-f]{64}$"),
                name="exchange_collection_sha256",
            )
        ]


class CollectionRow(models.Model):
    """What the bank is asked to collect for one charge, and what it answered; a charge is asked for once at a time."""

    collection = models.ForeignKey(Collection, verbose_name="托收批次", on_delete=models.PROTECT, related_name="rows")
    charge = models.ForeignKey(Charge, verbose_name="应收费用", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(PaymentAccount, verbose_name="托收账户", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField("序号")
    amount = models.DecimalField("托收金额 元", max_digits=14, decimal_places=2)
    result = models.CharField("扣款结果", max_length=2, blank=True)
    """Empty while the bank has not answered; 00 collected."""
    collected = models.DecimalField("实收 元", max_digits=14, decimal_places=2, null=True, blank=True)
    waiting = models.BooleanField("待回盘", default=True)

    class Meta:
        verbose_name = "托收明细"
        constraints = [
            models.UniqueConstraint(fields=["charge"], condition=Q(waiting=True), name="exchange_charge_asked_once"),
            models.UniqueConstraint(fields=["collection", "position"], name="exchange_collection_position"),
        ]
