"""A small company with one customer's file, opened inside a process instance."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection

from ledger.context import audited
from people import demo
from people.actors import SYSTEM, actor_named
from people.models import Unit
from registers import commands

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def company(db, settings):
    settings.DEMO, settings.DEMO_PASSWORD = True, "demo"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    demo.load_company()
    return {code: Unit.objects.get(code=code) for code in ("000", "001", "002", "001-01")}


@pytest.fixture
def in_process(company):
    """Opens a context as the engine does for a service task of instance 900."""
    return lambda **more: audited(**{"actor": SYSTEM, "instance_id": 900, **more})


@pytest.fixture
def file(company, in_process):
    with in_process():
        customer = commands.open_customer(
            name="合肥徽味餐饮有限公司",
            category="commercial",
            unit_id=company["001"].pk,
            licence_no="91340100MA2N0BWX1Q",
            contact_name="王秀兰",
            phone="13812341234",
        )
        site = commands.open_site(customer_id=customer.pk, address="蜀山区长江西路 88 号一层")
        point = commands.open_supply_point(site_id=site.pk, riser="LG-17", design_flow=Decimal("16"))
        meter = new_meter(company["001"], "M001")
        commands.issue_meter(meter_id=meter.pk)
        installation = commands.install_meter(
            meter_id=meter.pk, supply_point_id=point.pk, reading_in=Decimal("12.5"), installed_at=NOW
        )
        contract = commands.sign_contract(customer_id=customer.pk, supply_point_id=point.pk)
        account = commands.open_payment_account(
            customer_id=customer.pk,
            method="collection",
            bank="中国工商银行合肥蜀山支行",
            account_no="6222021302012345678",
        )
    return SimpleNamespace(
        customer=customer, site=site, point=point, meter=meter, installation=installation, contract=contract,
        account=account, unit=company["001"],
    )  # fmt: skip


def new_meter(unit, serial, **more):
    until = {"verified_until": dt.date(2029, 1, 1), "rated_flow": Decimal("16"), **more}
    return commands.receive_meter(
        serial=serial,
        maker="金卡智能",
        type="diaphragm",
        g_size="G10",
        unit_id=unit.pk,
        **until,
    )


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.fixture
def people(company):
    return lambda name: actor_named(name)
