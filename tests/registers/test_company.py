"""A generated company is whole, always the same, found by the search, and leaves every wall as it was."""

import hashlib

import pytest

from demo.company import SIZES, AlreadyFilled, fill, load_standing
from ledger.doctor import findings
from people.demo import NotInDemoMode
from people.models import User, today
from registers.commands import receivable, refresh_search
from registers.models import Customer, Meter, MeterInstallation, Reading
from registers.queries import customers
from tests.registers.conftest import sql

STRUCTURE = """
SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
 WHERE conrelid::regclass::text LIKE 'registers_%%'
 UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'registers_%%'
 UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger
  WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'registers_%%'
 ORDER BY 1, 2, 3
"""


@pytest.fixture
def filled(company):
    before, walls = sql(STRUCTURE), findings()
    told = []
    counts = fill(SIZES["tiny"], tell=told.append)
    assert sql(STRUCTURE) == before
    assert findings() == walls
    return counts, told


def test_it_is_whole_and_every_wall_stands_again(filled, people):
    counts, told = filled
    assert (counts["customer"], counts["meter"]) == (212, pytest.approx(240, abs=8))
    assert User.objects.count() >= 40
    assert any("[  4/4]" in line for line in told)
    assert Meter.objects.filter(state="IN_USE").count() == MeterInstallation.objects.filter(removed_at=None).count()
    assert not Reading.objects.filter(installation__removed_at__isnull=False).exists()
    assert sql("SELECT count(*) FROM ledger.event WHERE kind = 'admin' AND action = 'generated_company'") == [(1,)]
    with pytest.raises(AlreadyFilled):
        fill(SIZES["tiny"], tell=told.append)


def test_its_rows_are_what_the_commands_would_have_written(filled, in_process):
    owing = 0
    with in_process():
        for row in [*Customer.objects.order_by("pk")[:5], *Customer.objects.exclude(category="residential")[:5]]:
            before = (row.initials, set(row.search_text.split("\n")), row.search_keys)
            refresh_search(customer_id=row.pk)
            row.refresh_from_db()
            assert (row.initials, set(row.search_text.split("\n")), row.search_keys) == before, row.name
            owing += receivable(customer_id=row.pk)
    assert owing >= 0
    assert sql("SELECT count(*) FROM registers_charge WHERE state = 'OPEN'") == sql(
        "SELECT count(*) FROM (SELECT charge_id FROM registers_ledgerentry GROUP BY 1 HAVING sum(amount) > 0) AS owed"
    )


def test_its_customers_are_found(filled, people):
    some = Customer.objects.filter(category="residential").order_by("pk").first()
    for word in (some.name, some.initials, some.number, some.address[:8], some.phone[:7]):
        assert some.pk in {row.id for row in customers(people("auditor"), q=word, page_size=200).results}, word
    assert customers(people("customer_service_2"), q=some.number).results == ()


def test_it_is_always_the_same(filled):
    names = sql("SELECT string_agg(name || phone || address, ';' ORDER BY number) FROM registers_customer")[0][0]
    assert hashlib.sha256(names.encode()).hexdigest()[:16] == "2eb9db7628786709"


def test_only_in_demo_mode(company, settings):
    settings.DEMO = False
    with pytest.raises(NotInDemoMode):
        fill(SIZES["tiny"], tell=print)


def test_the_standing_customers_pass_the_ledger_and_come_once(company):
    before = sql("SELECT count(*) FROM ledger.event WHERE table_name = 'registers_customer'")[0][0]
    added = load_standing()
    assert (added, load_standing()) == (48 + 3 * 60, 0)
    assert sql("SELECT count(*) FROM ledger.event WHERE table_name = 'registers_customer'") == [(before + added,)]
    hung = MeterInstallation.objects.get(meter__serial="JC2600002", removed_at=None)
    shown = list(hung.readings.order_by("taken_at").values_list("mechanical", flat=True))
    assert len(shown) == 25
    assert shown[-1] == shown[-3] > shown[-4], "this one stopped two months ago"
    assert Meter.objects.get(serial="JC2600004").verified_until < today()
    [owing] = sql(
        "SELECT count(*) FROM registers_charge c JOIN registers_customer u ON u.id = c.customer_id"
        " WHERE c.state = 'OPEN' AND u.name = '江城老街火锅店'"
    )
    assert owing == (4,)
    assert fill(SIZES["tiny"], tell=lambda line: None)["customer"] == 212, "a generated company stands beside it"
