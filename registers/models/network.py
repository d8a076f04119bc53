"""The network behind the supply points: risers, regulators, and the terminals that report from meters."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from people.models import Unit, today
from registers.models.customers import SupplyPoint
from registers.models.meters import Meter


class Regulator(models.Model):
    """调压器: brings the pressure of the main down to what is used."""

    number = models.CharField("调压器编号", max_length=64, unique=True)
    model = models.CharField("型号", max_length=64, blank=True)
    address = models.CharField("安装地址", max_length=300)
    inlet_kpa = models.DecimalField("进口压力 kPa", max_digits=8, decimal_places=2, null=True, blank=True)
    outlet_kpa = models.DecimalField("出口压力 kPa", max_digits=8, decimal_places=2, null=True, blank=True)
    unit = models.ForeignKey(Unit, verbose_name="所属单位", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField("投用日期", default=today)
    valid_until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "调压器"
        constraints = [
            models.CheckConstraint(
                condition=Q(inlet_kpa=None) | Q(outlet_kpa=None) | Q(inlet_kpa__gte=F("outlet_kpa")),
                name="registers_regulator_pressures",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="registers_regulator_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Riser(models.Model):
    """立管: the pipe that supply points hang on; `SupplyPoint.riser` names it by its number."""

    number = models.CharField("立管编号", max_length=64, unique=True)
    address = models.CharField("位置", max_length=300)
    pressure = models.CharField(
        "压力级制", max_length=8, choices=SupplyPoint.Pressure.choices, default=SupplyPoint.Pressure.LOW
    )
    regulator = models.ForeignKey(
        Regulator, verbose_name="上级调压器", null=True, blank=True, on_delete=models.PROTECT, related_name="risers"
    )
    unit = models.ForeignKey(Unit, verbose_name="所属单位", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField("投用日期", default=today)
    valid_until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "立管"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="registers_riser_dates"
            )
        ]

    def __str__(self) -> str:
        return self.number


class RemoteTerminal(models.Model):
    """远传终端: sends what a meter shows; on one meter at a time, and one terminal a meter."""

    class State(models.TextChoices):
        IN_STOCK = "IN_STOCK", "在库"
        FITTED = "FITTED", "在用"
        SCRAPPED = "SCRAPPED", "报废"

    number = models.CharField("终端编号", max_length=64, unique=True)
    maker = models.CharField("生产厂家", max_length=120, blank=True)
    protocol = models.CharField("通信方式", max_length=24, blank=True)
    sim_no = models.CharField("通信卡号", max_length=32, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.IN_STOCK)
    meter = models.OneToOneField(
        Meter, verbose_name="表具", null=True, blank=True, on_delete=models.PROTECT, related_name="terminal"
    )
    fitted_at = models.DateTimeField("安装时间", null=True, blank=True)
    last_seen_at = models.DateTimeField("最近通信", null=True, blank=True)
    unit = models.ForeignKey(Unit, verbose_name="所属单位", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "远传终端"
        indexes = [
            models.Index(fields=["fitted_at", "id"], name="registers_terminal_fitted"),
            models.Index(fields=["last_seen_at", "id"], name="registers_terminal_seen"),
            models.Index(fields=["state", "id"], name="registers_terminal_state", condition=~Q(state="FITTED")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="FITTED", meter__isnull=False, fitted_at__isnull=False)
                | (~Q(state="FITTED") & Q(meter=None)),
                name="registers_terminal_fitted_to_a_meter",
            )
        ]

    def __str__(self) -> str:
        return self.number
