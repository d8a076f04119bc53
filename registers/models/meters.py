"""Meters, where they hang, and what they read."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from people.models import Unit
from registers.models.customers import SupplyPoint


class Meter(models.Model):
    """表具: one device through its whole life."""

    class Type(models.TextChoices):
        DIAPHRAGM = "diaphragm", "皮膜表"
        ROTARY = "rotary", "罗茨表"
        TURBINE = "turbine", "涡轮表"
        ULTRASONIC = "ultrasonic", "超声波表"

    class State(models.TextChoices):
        IN_STOCK = "IN_STOCK", "在库"
        ISSUED = "ISSUED", "领出"
        IN_USE = "IN_USE", "在用"
        REMOVED = "REMOVED", "拆回"
        IN_TEST = "IN_TEST", "检定"
        SCRAPPED = "SCRAPPED", "报废"

    serial = models.CharField("表号", max_length=48)
    maker = models.CharField("生产厂家", max_length=120)
    type = models.CharField("表型", max_length=16, choices=Type.choices)
    g_size = models.CharField("规格", max_length=8)
    rated_flow = models.DecimalField("额定流量 m³/h", max_digits=10, decimal_places=2)
    made_on = models.DateField("生产日期", null=True, blank=True)
    verified_on = models.DateField("检定日期", null=True, blank=True)
    verified_until = models.DateField("检定有效期", null=True, blank=True)
    mechanical_reading = models.DecimalField("机械读数 m³", max_digits=14, decimal_places=3, default=0)
    electronic_reading = models.DecimalField("电子读数 m³", max_digits=14, decimal_places=3, null=True, blank=True)
    remote_terminal = models.CharField("远传终端", max_length=64, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.IN_STOCK)
    unit = models.ForeignKey(Unit, verbose_name="所属单位", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "表具"
        indexes = [
            models.Index(fields=["serial"], name="registers_meter_serial", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["serial", "id"], name="registers_meter_by_serial"),
            models.Index(fields=["verified_until", "id"], name="registers_meter_verified_by"),
            models.Index(fields=["unit", "id"], name="registers_meter_unit"),
            models.Index(fields=["state", "id"], name="registers_meter_state", condition=~Q(state="IN_USE")),
            models.Index(fields=["type", "id"], name="registers_meter_type", condition=~Q(type="diaphragm")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["maker", "serial"], name="registers_meter_serial_once"),
            models.CheckConstraint(condition=Q(rated_flow__gt=0), name="registers_meter_flow"),
            models.CheckConstraint(condition=Q(mechanical_reading__gte=0), name="registers_meter_reading"),
            models.CheckConstraint(
                condition=Q(verified_until=None) | Q(verified_on=None) | Q(verified_until__gte=F("verified_on")),
                name="registers_meter_verified",
            ),
        ]

    def __str__(self) -> str:
        return self.serial


class MeterInstallation(models.Model):
    """A meter at a supply point from one moment to another; in SQL: no meter twice at a time, no place twice."""

    meter = models.ForeignKey(Meter, verbose_name="表具", on_delete=models.PROTECT, related_name="installations")
    supply_point = models.ForeignKey(
        SupplyPoint, verbose_name="供气点", on_delete=models.PROTECT, related_name="installations"
    )
    installed_at = models.DateTimeField("安装时间")
    removed_at = models.DateTimeField("拆除时间", null=True, blank=True)
    reading_in = models.DecimalField("装表读数 m³", max_digits=14, decimal_places=3)
    reading_out = models.DecimalField("拆表读数 m³", max_digits=14, decimal_places=3, null=True, blank=True)
    electronic_in = models.DecimalField("装表电子读数 m³", max_digits=14, decimal_places=3, null=True, blank=True)
    electronic_out = models.DecimalField("拆表电子读数 m³", max_digits=14, decimal_places=3, null=True, blank=True)
    seal_numbers = ArrayField(models.CharField(max_length=48), verbose_name="封签号", default=list, blank=True)
    installed_in = models.CharField("装表流程实例", max_length=64, blank=True)
    removed_in = models.CharField("拆表流程实例", max_length=64, blank=True)
    removal_reason = models.CharField("拆表原因", max_length=48, blank=True)
    seals_intact = models.BooleanField("封签完好", null=True, blank=True)
    """What was found at the removal; empty while the meter hangs or when nobody looked."""

    class Meta:
        verbose_name = "装表记录"
        indexes = [
            models.Index(fields=["installed_at", "id"], name="reg_installation_at"),
            models.Index(fields=["removed_at", "id"], name="reg_installation_removed", condition=~Q(removed_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(removed_at__gt=F("installed_at")), name="registers_installation_times"
            ),
            models.CheckConstraint(
                condition=Q(reading_out=None) | Q(reading_out__gte=F("reading_in")),
                name="registers_installation_readings",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, reading_out=None) | Q(removed_at__isnull=False, reading_out__isnull=False),
                name="registers_installation_removed_with_reading",
            ),
        ]


class Reading(models.Model):
    """抄表: what an installed meter showed; in SQL: never less than before, never more than later."""

    class Source(models.TextChoices):
        READER = "reader", "人工抄表"
        REMOTE = "remote", "远传"
        CUSTOMER = "customer", "客户自报"
        INSTALLATION = "installation", "装拆表"

    installation = models.ForeignKey(
        MeterInstallation, verbose_name="装表记录", on_delete=models.PROTECT, related_name="readings"
    )
    taken_at = models.DateTimeField("抄表时间")
    mechanical = models.DecimalField("机械读数 m³", max_digits=14, decimal_places=3)
    electronic = models.DecimalField("电子读数 m³", max_digits=14, decimal_places=3, null=True, blank=True)
    source = models.CharField("来源", max_length=16, choices=Source.choices, default=Source.READER)
    billed = models.BooleanField("已开账", default=False)

    class Meta:
        verbose_name = "抄表读数"
        indexes = [
            models.Index(fields=["taken_at", "id"], name="registers_reading_taken"),
            models.Index(fields=["taken_at", "id"], name="registers_reading_unbilled", condition=Q(billed=False)),
            models.Index(
                fields=["source", "taken_at", "id"], name="registers_reading_source", condition=~Q(source="reader")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["installation", "taken_at"], name="registers_reading_once"),
            models.CheckConstraint(condition=Q(mechanical__gte=0), name="registers_reading_positive"),
        ]


class MeterTest(models.Model):
    """检定记录: a meter at a laboratory, and what it found."""

    meter = models.ForeignKey(Meter, verbose_name="表具", on_delete=models.PROTECT, related_name="tests")
    laboratory = models.CharField("检定机构", max_length=120)
    reason = models.CharField("送检原因", max_length=200)
    seal_number = models.CharField("送检封签", max_length=48, blank=True)
    sent_at = models.DateTimeField("送检时间")
    sent_in = models.CharField("送检流程实例", max_length=64, blank=True)
    tested_on = models.DateField("检定日期", null=True, blank=True)
    error_percent = models.DecimalField("示值误差 %", max_digits=7, decimal_places=3, null=True, blank=True)
    passed = models.BooleanField("合格", null=True, blank=True)
    certificate_no = models.CharField("证书编号", max_length=64, blank=True)
    verified_until = models.DateField("检定有效期", null=True, blank=True)
    recorded_in = models.CharField("结果流程实例", max_length=64, blank=True)

    class Meta:
        verbose_name = "检定记录"
        constraints = [
            models.UniqueConstraint(fields=["meter"], condition=Q(passed=None), name="registers_test_one_open"),
            models.CheckConstraint(
                condition=Q(passed=None, tested_on=None) | Q(passed__isnull=False, tested_on__isnull=False),
                name="registers_test_result_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(verified_until=None) | Q(verified_until__gte=F("tested_on"), passed=True),
                name="registers_test_verified_when_passed",
            ),
        ]


class MeterHandover(models.Model):
    """交接: a link of the chain of custody of a meter under test."""

    test = models.ForeignKey(MeterTest, verbose_name="检定记录", on_delete=models.PROTECT, related_name="handovers")
    handed_at = models.DateTimeField("交接时间")
    handed_by = models.CharField("移交人", max_length=64)
    received_by = models.CharField("接收人", max_length=64)
    seal_number = models.CharField("封签号", max_length=48, blank=True)
    seal_intact = models.BooleanField("封签完好", default=True)
    note = models.CharField("说明", max_length=300, blank=True)
    handed_in = models.CharField("流程实例", max_length=64, blank=True)

    class Meta:
        verbose_name = "表具交接"
        constraints = [
            models.CheckConstraint(condition=~Q(handed_by=F("received_by")), name="registers_handover_between_two")
        ]
