"""Customers, their sites, the supply points there and the appliances behind them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from people.models import Unit, today


class Customer(models.Model):
    """客户: who is supplied and billed; never deleted, but closed and kept for the years that the law asks."""

    class Category(models.TextChoices):
        INDUSTRIAL = "industrial", "工业"
        COMMERCIAL = "commercial", "商业"
        HOTEL = "hotel", "宾馆"
        GOVERNMENT = "government", "机关"
        SCHOOL = "school", "学校"
        MILITARY = "military", "部队"
        RESIDENTIAL = "residential", "居民"

    class Grade(models.TextChoices):
        KEY = "key", "重点客户"
        LARGE = "large", "大客户"
        ADJUSTABLE = "adjustable", "可调峰客户"
        GENERAL = "general", "普通客户"

    class State(models.TextChoices):
        OPEN = "OPEN", "在册"
        CLOSED = "CLOSED", "已销户"

    number = models.CharField("客户编号", max_length=32, unique=True)
    name = models.CharField("客户名称", max_length=200)
    category = models.CharField("用气类别", max_length=16, choices=Category.choices)
    grade = models.CharField("客户等级", max_length=16, choices=Grade.choices, default=Grade.GENERAL)
    credit_rating = models.CharField("信用等级", max_length=8, default="B")
    licence_no = models.CharField("证照号码", max_length=64, blank=True)
    billing_title = models.CharField("开票抬头", max_length=200, blank=True)
    contact_name = models.CharField("联系人", max_length=64, blank=True)
    phone = models.CharField("联系电话", max_length=32, blank=True)
    address = models.CharField("通讯地址", max_length=300, blank=True)
    unit = models.ForeignKey(Unit, verbose_name="所属单位", on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.OPEN)
    valid_from = models.DateField("建档日期", default=today)
    closed_on = models.DateField("销户日期", null=True, blank=True)
    keep_until = models.DateField("保管期限", null=True, blank=True)
    opened_in = models.CharField("建档流程实例", max_length=64, blank=True)
    initials = models.CharField("拼音首字母", max_length=200, blank=True)
    search_text = models.TextField("检索文本", blank=True)
    search_keys = ArrayField(models.IntegerField(), verbose_name="检索词元", default=list, blank=True)

    class Meta:
        verbose_name = "客户"
        indexes = [
            GinIndex(fields=["search_keys"], name="registers_customer_keys", fastupdate=False),
            models.Index(fields=["initials"], name="registers_customer_initials", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["phone"], name="registers_customer_phone", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["unit", "id"], name="registers_customer_unit"),
            models.Index(fields=["valid_from", "id"], name="registers_customer_from"),
            models.Index(fields=["category", "id"], name="reg_customer_category", condition=~Q(category="residential")),
            models.Index(fields=["grade", "id"], name="reg_customer_grade", condition=~Q(grade="general")),
            models.Index(fields=["state", "id"], name="reg_customer_state", condition=~Q(state="OPEN")),
            models.Index(fields=["credit_rating", "id"], name="reg_customer_rating", condition=~Q(credit_rating="B")),
            models.Index(fields=["closed_on", "id"], name="registers_customer_closed", condition=~Q(closed_on=None)),
            models.Index(fields=["keep_until", "id"], name="registers_customer_keep", condition=~Q(keep_until=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="OPEN", closed_on=None) | Q(state="CLOSED", closed_on__isnull=False),
                name="registers_customer_closed_has_a_date",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="registers_customer_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """用气地址: where gas is used."""

    number = models.CharField("地址编号", max_length=32, unique=True)
    customer = models.ForeignKey(Customer, verbose_name="客户", on_delete=models.PROTECT, related_name="sites")
    address = models.CharField("用气地址", max_length=300)
    purpose = models.CharField("用途", max_length=120, blank=True)
    unit = models.ForeignKey(Unit, verbose_name="所属单位", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField("起用日期", default=today)
    valid_until = models.DateField("停用日期", null=True, blank=True)
    opened_in = models.CharField("建档流程实例", max_length=64, blank=True)

    class Meta:
        verbose_name = "用气地址"
        indexes = [
            models.Index(fields=["unit", "id"], name="registers_site_unit"),
            models.Index(fields=["valid_from", "id"], name="registers_site_from"),
            models.Index(fields=["valid_until", "id"], name="registers_site_until", condition=~Q(valid_until=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="registers_site_dates"
            )
        ]


class SupplyPoint(models.Model):
    """供气点: where a riser, a regulator and a meter meet."""

    class Pressure(models.TextChoices):
        LOW = "low", "低压"
        MEDIUM = "medium", "中压"
        HIGH = "high", "高压"

    number = models.CharField("供气点编号", max_length=32, unique=True)
    site = models.ForeignKey(Site, verbose_name="用气地址", on_delete=models.PROTECT, related_name="supply_points")
    riser = models.CharField("立管", max_length=64, blank=True)
    pressure = models.CharField("压力级制", max_length=8, choices=Pressure.choices, default=Pressure.LOW)
    pressure_kpa = models.DecimalField("供气压力 kPa", max_digits=8, decimal_places=2, null=True, blank=True)
    design_flow = models.DecimalField("设计流量 m³/h", max_digits=10, decimal_places=2, null=True, blank=True)
    regulator = models.CharField("调压器", max_length=64, blank=True)
    valid_from = models.DateField("起用日期", default=today)
    valid_until = models.DateField("停用日期", null=True, blank=True)
    opened_in = models.CharField("建档流程实例", max_length=64, blank=True)

    class Meta:
        verbose_name = "供气点"
        indexes = [
            models.Index(fields=["riser"], name="registers_supply_point_riser", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["pressure", "id"], name="registers_point_pressure", condition=~Q(pressure="low")),
            models.Index(fields=["design_flow", "id"], name="registers_point_flow"),
            models.Index(fields=["valid_until", "id"], name="registers_point_until", condition=~Q(valid_until=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(design_flow=None) | Q(design_flow__gt=0), name="registers_supply_point_flow"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="registers_supply_point_dates"
            ),
        ]


class Contact(models.Model):
    """联系人: a person at the customer who answers for something."""

    class Duty(models.TextChoices):
        OWNER = "owner", "负责人"
        SAFETY = "safety", "安全员"
        FINANCE = "finance", "财务"
        SITE = "site", "现场"

    customer = models.ForeignKey(Customer, verbose_name="客户", on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField("姓名", max_length=64)
    phone = models.CharField("电话", max_length=32)
    duty = models.CharField("职责", max_length=12, choices=Duty.choices, default=Duty.SITE)
    valid_from = models.DateField("起用日期", default=today)
    valid_until = models.DateField("停用日期", null=True, blank=True)
    opened_in = models.CharField("建档流程实例", max_length=64, blank=True)

    class Meta:
        verbose_name = "联系人"
        indexes = [
            models.Index(fields=["duty", "id"], name="registers_contact_duty"),
            models.Index(fields=["valid_from", "id"], name="registers_contact_from"),
            models.Index(fields=["valid_until", "id"], name="registers_contact_until", condition=~Q(valid_until=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="registers_contact_dates"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(phone=""), name="registers_contact_can_be_reached"),
        ]


class GasAppliance(models.Model):
    """用气设备: what burns the gas."""

    site = models.ForeignKey(Site, verbose_name="用气地址", on_delete=models.PROTECT, related_name="appliances")
    kind = models.CharField("设备名称", max_length=120)
    model = models.CharField("型号", max_length=120, blank=True)
    rated_flow = models.DecimalField("额定流量 m³/h", max_digits=10, decimal_places=3)
    quantity = models.PositiveIntegerField("数量", default=1)
    valid_from = models.DateField("起用日期", default=today)
    valid_until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "用气设备"
        indexes = [
            models.Index(fields=["kind"], name="registers_appliance_kind", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["rated_flow", "id"], name="registers_appliance_flow"),
            models.Index(fields=["valid_from", "id"], name="registers_appliance_from"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="registers_appliance_dates"
            ),
            models.CheckConstraint(
                condition=Q(rated_flow__gt=0) & Q(quantity__gt=0), name="registers_appliance_positive"
            ),
        ]
