"""The rule behind an answer, the table of all rights, and the accounts that nobody uses."""

import datetime as dt

import pytest
from django.utils import timezone

from ledger.context import audited
from people import demo, queries
from people.actors import SYSTEM, actor_named
from people.explaining import explain, matrix
from people.models import User
from people.permissions import may
from people.roles import ROLES
from registers.models import Customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(settings):
    settings.DEMO, settings.DEMO_PASSWORD = True, "demo"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    demo.load_company()
    with audited(actor=SYSTEM):
        unit = queries.unit_by_code("001-01")
        return Customer.objects.create(number="K1", name="江城一中", category="school", unit=unit)


@pytest.mark.parametrize(
    ("who", "verb", "zh", "en"),
    [
        (
            "surveyor",
            "see",
            "在“城中分公司”及其下级单位的角色“勘察员”拥有“查看客户”权限。",
            "“Surveyor” at “城中分公司”",
        ),
        ("surveyor", "propose", "拥有该权限的角色：", "these roles carry"),
        ("customer_service_2", "see", "仅限于：城东分公司；该记录属于“城中一片区”。", "belongs to “城中一片区”"),
        ("auditor", "see", "江城燃气集团有限公司", "江城燃气集团有限公司"),
        ("auditor", "burn", "没有任何规则允许此操作。", "No rule allows this to anybody."),
    ],
)
def test_the_answer_agrees_with_the_rule_it_names(customer, who, verb, zh, en):
    actor = actor_named(who)
    decision = explain(actor, verb, customer)
    assert decision.allowed == may(actor, verb, customer)
    assert zh in decision.because
    assert en in explain(actor, verb, customer, lang="en").because


def test_every_user_gets_the_same_answer_with_and_without_the_reason(customer):
    allowed = {
        user.username for user in User.objects.all() if explain(actor_named(user.username), "see", customer).allowed
    }
    assert allowed == {user.username for user in User.objects.all() if may(actor_named(user.username), "see", customer)}
    assert {"surveyor", "auditor"} <= allowed
    assert not {"surveyor_2", "auditor_2", "administrator"} & allowed


def test_the_matrix_has_every_role_and_column():
    cells = {(cell.role, cell.thing, cell.column): cell.right for cell in matrix()}
    assert {role for role, _, _ in cells} == set(ROLES)
    assert cells["surveyor", "registers.customer", "phone"] == "read"
    assert cells["legal_officer", "registers.customer", "phone"] == "masked"
    assert cells["warehouse_keeper", "registers.customer", "name"] == "hidden"
    assert cells["surveyor", "registers.paymentaccount", "account_no"] == "masked"
    assert cells["cashier", "registers.paymentaccount", "account_no"] == "read"
    assert "edit" not in cells.values()


def test_accounts_that_nobody_uses_are_listed(customer):
    assert not queries.unused_accounts().exists()
    now = timezone.now()
    with audited(actor=SYSTEM):
        User.objects.filter(username__in=("cashier", "surveyor", "designer")).update(
            created_at=now - dt.timedelta(days=200)
        )
        User.objects.filter(username="surveyor").update(last_seen_at=now - dt.timedelta(days=89))
        User.objects.filter(username="designer").update(last_login=now - dt.timedelta(days=91))
    assert [user.username for user in queries.unused_accounts()] == ["cashier", "designer"]
    assert not queries.unused_accounts(days=300).exists()
