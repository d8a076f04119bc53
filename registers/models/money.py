"""Contracts, payment accounts, tariffs, charges and payments."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from people.models import today
from registers.models.customers import Customer, SupplyPoint


class Contract(models.Model):
    """供用气合同."""

    class State(models.TextChoices):
        IN_FORCE = "IN_FORCE", "生效"
        ENDED = "ENDED", "终止"

    number = models.CharField("合同编号", max_length=48, unique=True)
    customer = models.ForeignKey(Customer, verbose_name="客户", on_delete=models.PROTECT, related_name="contracts")
    supply_point = models.ForeignKey(
        SupplyPoint, verbose_name="供气点", null=True, blank=True, on_delete=models.PROTECT, related_name="contracts"
    )
    signed_on = models.DateField("签订日期", default=today)
    valid_from = models.DateField("生效日期", default=today)
    valid_until = models.DateField("到期日期", null=True, blank=True)
    monthly_volume = models.DecimalField("月用气量 m³", max_digits=14, decimal_places=2, null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.IN_FORCE)
    signed_in = models.CharField("签订流程实例", max_length=64, blank=True)

    class Meta:
        verbose_name = "供用气合同"
        indexes = [
            models.Index(fields=["number"], name="registers_contract_number", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["signed_on", "id"], name="registers_contract_signed"),
            models.Index(fields=["valid_until", "id"], name="registers_contract_until"),
            models.Index(fields=["monthly_volume", "id"], name="registers_contract_volume"),
            models.Index(fields=["state", "id"], name="registers_contract_state", condition=~Q(state="IN_FORCE")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="registers_contract_dates"
            )
        ]


class PaymentAccount(models.Model):
    """托收账户: how the customer pays; one in force at a time."""

    class Method(models.TextChoices):
        COLLECTION = "collection", "银行托收"
        TRANSFER = "transfer", "转账"
        COUNTER = "counter", "柜台"

    customer = models.ForeignKey(Customer, verbose_name="客户", on_delete=models.PROTECT, related_name="accounts")
    method = models.CharField("缴费方式", max_length=12, choices=Method.choices)
    bank = models.CharField("开户银行", max_length=120, blank=True)
    account_name = models.CharField("账户名称", max_length=200, blank=True)
    account_no = models.CharField("银行账号", max_length=48, blank=True)
    agreement_no = models.CharField("托收协议号", max_length=48, blank=True)
    valid_from = models.DateField("生效日期", default=today)
    valid_until = models.DateField("失效日期", null=True, blank=True)
    opened_in = models.CharField("建档流程实例", max_length=64, blank=True)

    class Meta:
        verbose_name = "托收账户"
        indexes = [
            models.Index(fields=["method", "id"], name="registers_account_method"),
            models.Index(fields=["valid_from", "id"], name="registers_account_from"),
            models.Index(fields=["valid_until", "id"], name="registers_account_until", condition=~Q(valid_until=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(valid_until=None), name="registers_account_one_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(method="collection") | (~Q(account_no="") & ~Q(bank="")), name="registers_account_complete"
            ),
        ]


class Tariff(models.Model):
    """气价: a step of a category's price between two dates; in SQL: no two for the same step at a time."""

    category = models.CharField("用气类别", max_length=16, choices=Customer.Category.choices)
    step = models.PositiveSmallIntegerField("阶梯", default=1)
    above = models.DecimalField("起始气量 m³", max_digits=14, decimal_places=2, default=0)
    price = models.DecimalField("单价 元/m³", max_digits=8, decimal_places=4)
    valid_from = models.DateField("执行日期")
    valid_until = models.DateField("停止日期", null=True, blank=True)
    citation = models.CharField("依据", max_length=300)

    class Meta:
        verbose_name = "气价"
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0), name="registers_tariff_price"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="registers_tariff_dates"
            ),
        ]


class Charge(models.Model):
    """应收: what is owed, by whom, for what, until when."""

    class State(models.TextChoices):
        OPEN = "OPEN", "未缴"
        PAID = "PAID", "已缴"
        CANCELED = "CANCELED", "作废"

    number = models.CharField("缴费单号", max_length=48, unique=True)
    customer = models.ForeignKey(
        Customer, verbose_name="客户", null=True, blank=True, on_delete=models.PROTECT, related_name="charges"
    )
    """Empty while an applicant is not yet a customer: the instance then says who."""
    kind = models.CharField("费用类别", max_length=48)
    amount = models.DecimalField("金额 元", max_digits=14, decimal_places=2)
    due_on = models.DateField("缴费期限", null=True, blank=True)
    charged_at = models.DateTimeField("记账时间", default=timezone.now)
    notice_no = models.CharField("通知单号", max_length=64, blank=True)
    supply_point = models.ForeignKey(
        SupplyPoint, verbose_name="供气点", null=True, blank=True, on_delete=models.PROTECT, related_name="charges"
    )
    period_from = models.DateField("计费起", null=True, blank=True)
    period_until = models.DateField("计费止", null=True, blank=True)
    volume = models.DecimalField("气量 m³", max_digits=14, decimal_places=3, null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.OPEN)
    charged_in = models.CharField("流程实例", max_length=64, blank=True)

    class Meta:
        verbose_name = "应收费用"
        indexes = [
            models.Index(fields=["charged_in"], name="registers_charge_instance", condition=~Q(charged_in="")),
            models.Index(fields=["charged_at", "id"], name="registers_charge_at"),
            models.Index(fields=["due_on", "id"], name="registers_charge_due"),
            models.Index(fields=["amount", "id"], name="registers_charge_amount"),
            models.Index(
                fields=["state", "charged_at", "id"], name="registers_charge_state", condition=~Q(state="PAID")
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="registers_charge_positive"),
            models.CheckConstraint(
                condition=Q(period_from=None, period_until=None) | Q(period_until__gte=F("period_from")),
                name="registers_charge_period",
            ),
        ]


class Payment(models.Model):
    """缴费: money received; its reference makes a repeated message harmless."""

    charge = models.ForeignKey(Charge, verbose_name="应收费用", on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField("金额 元", max_digits=14, decimal_places=2)
    method = models.CharField("缴费方式", max_length=24)
    reference = models.CharField("流水号", max_length=64, unique=True)
    paid_at = models.DateTimeField("缴费时间", default=timezone.now)
    received_in = models.CharField("流程实例", max_length=64, blank=True)

    class Meta:
        verbose_name = "缴费记录"
        indexes = [
            models.Index(fields=["paid_at", "id"], name="registers_payment_at"),
            models.Index(fields=["amount", "id"], name="registers_payment_amount"),
        ]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="registers_payment_positive")]


class LedgerEntry(models.Model):
    """账务分录: one posted amount, positive when owed; never changed: what is wrong is reversed."""

    class Kind(models.TextChoices):
        CHARGE = "charge", "应收"
        PAYMENT = "payment", "收款"
        REVERSAL = "reversal", "冲销"
        CREDIT = "credit", "退补贷记"
        REFUND = "refund", "退款"

    kind = models.CharField("分录类别", max_length=12, choices=Kind.choices)
    charge = models.ForeignKey(
        Charge, verbose_name="应收费用", null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    customer = models.ForeignKey(
        Customer, verbose_name="客户", null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    """Only where no charge says whose it is."""
    amount = models.DecimalField("金额 元", max_digits=14, decimal_places=2)
    text = models.CharField("摘要", max_length=200)
    reverses = models.OneToOneField(
        "self", verbose_name="冲销分录", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    posted_at = models.DateTimeField("记账时间", default=timezone.now)
    posted_in = models.CharField("流程实例", max_length=64, blank=True)

    class Meta:
        verbose_name = "账务分录"
        indexes = [
            models.Index(fields=["posted_at", "id"], name="registers_entry_at"),
            models.Index(fields=["amount", "id"], name="registers_entry_amount"),
            models.Index(
                fields=["kind", "posted_at", "id"],
                name="registers_entry_kind",
                condition=~Q(kind="charge") & ~Q(kind="payment"),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="registers_entry_not_nothing"),
            models.CheckConstraint(
                condition=Q(charge=None, customer__isnull=False) | Q(charge__isnull=False, customer=None),
                name="registers_entry_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False) | (~Q(kind="reversal") & Q(reverses=None)),
                name="registers_entry_reverses_one",
            ),
            models.CheckConstraint(
                condition=Q(kind="reversal")
                | Q(kind__in=["charge", "refund"], amount__gt=0)
                | Q(kind__in=["payment", "credit"], amount__lt=0),
                name="registers_entry_sign",
            ),
        ]
