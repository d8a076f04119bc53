"""Lists and records of every register: scoped, masked, paged, filtered, sorted; nothing leaks by order or filter."""

import pytest

from demo.company import SIZES, fill
from people.models import Unit
from registers.catalogue import columns
from registers.consumption import consumption
from registers.listing import Asked, records
from registers.lists import LISTS
from registers.models import Customer, Meter
from registers.record_pages import RELATED, register_history, register_record
from registers.refusals import CannotFilter, NoSuchRecord, UnreadableCursor
from tests.registers.conftest import sql

MASKED = ("phone", "account_no", "account_name", "agreement_no", "contact_name", "licence_no")


@pytest.fixture
def filled(company):
    return fill(SIZES["tiny"], tell=lambda line: None)


def walk(actor, key, **asked):
    """Every row of a list, page by page."""
    cursor, rows = "", []
    while True:
        page = records(actor, key, Asked(cursor=cursor, page_size=7, **asked))
        rows += page.results
        if not page.next:
            return rows
        cursor = page.next


def test_every_list_is_whole_sorted_and_open_to_nothing_masked(file, filled, people):
    auditor, clerk = people("auditor"), people("customer_service_2")
    for key, listed in LISTS.items():
        everything = walk(auditor, key)
        assert len({row["id"] for row in everything}) == len(everything) == listed.model.objects.count(), key
        mine = {row["id"] for row in walk(clerk, key)}
        assert mine < {row["id"] for row in everything} or not everything
        for column in columns(listed, "zh"):
            if column.name in MASKED:
                assert (column.sortable, column.filterable) == (False, False)
            for way in ("", "-") if column.sortable else ():
                _sorted(walk(auditor, key, sort=way + column.name), column.name, way, len(everything))


def _sorted(rows, name, way, count):
    values = [row[name] for row in rows if row[name] is not None]
    assert [row[name] for row in rows][: len(values)] == values, name
    assert values == sorted(values, reverse=bool(way)), name
    assert len({row["id"] for row in rows}) == len(rows) == count


@pytest.mark.parametrize("name", ["phone", "account_no", "password", "unit__path", "search_text"])
def test_what_a_list_does_not_offer_is_refused(file, people, name):
    for key in ("customers", "accounts"):
        for asked in (Asked(sort=name), Asked(filters={name: "1"}), Asked(cursor="nonsense")):
            with pytest.raises((CannotFilter, UnreadableCursor)):
                records(people("auditor"), key, asked)


def test_values_are_masked_row_by_row(file, people):
    (row,) = records(people("legal_officer"), "customers", Asked(q="徽味")).results
    assert row["phone"] == "138****1234"
    (account,) = records(people("surveyor"), "accounts", Asked(q="徽味")).results
    assert account["account_no"] == "6222****5678"
    assert records(people("legal_officer"), "customers", Asked(q="1381234")).results == ()
    assert records(people("legal_officer"), "accounts", Asked(q="1381234")).results == ()
    assert len(records(people("surveyor"), "accounts", Asked(q="1381234")).results) == 1


def test_filters_and_search_go_together(file, filled, people):
    auditor = people("auditor")
    businesses = Customer.objects.exclude(category="residential")
    some = businesses.order_by("-pk").first()
    found = records(auditor, "customers", Asked(filters={"category": some.category}))
    assert {row["category"] for row in found.results} == {some.category}
    assert {row["state"] for row in walk(auditor, "meters", filters={"state": "IN_STOCK,SCRAPPED"})} == {
        "IN_STOCK",
        "SCRAPPED",
    }
    until = Meter.objects.order_by("verified_until").values_list("verified_until", flat=True)[5]
    due = walk(auditor, "meters", filters={"verified_until_until": until.isoformat()})
    assert len(due) == Meter.objects.filter(verified_until__lte=until).count()
    branch = Unit.objects.get(code="002")
    rows = walk(auditor, "charges", unit_path=branch.path)
    assert (
        len(rows)
        == sql(
            "SELECT count(*) FROM registers_charge c JOIN registers_customer k ON k.id = c.customer_id "
            "JOIN people_unit u ON u.id = k.unit_id WHERE u.path LIKE %s",
            branch.path + "%",
        )[0][0]
    )
    assert {row["customer__name"] for row in walk(auditor, "charges", q=some.name)} >= {some.name}
    with pytest.raises(CannotFilter):
        records(auditor, "meters", Asked(filters={"verified_until_from": "gestern"}))


def test_every_record_has_a_page_for_who_sees_it_and_for_nobody_else(file, filled, people):
    for key, listed in LISTS.items():
        row = listed.model.objects.order_by("pk").first()
        for who in ("process_designer", "administrator"):
            for ask in (register_record, register_history):
                with pytest.raises(NoSuchRecord):
                    ask(key, row.pk if row else 1, people(who))
            with pytest.raises(NoSuchRecord):
                records(people(who), key, Asked())
        if row is not None:
            page = register_record(key, row.pk, people("auditor"))
            assert page.fields, key
            assert {related.key for related in page.related} == {other for other, _ in RELATED.get(key, ())}
            register_history(key, row.pk, people("auditor"))


def test_a_record_of_another_branch_is_not_there(file, people):
    with pytest.raises(NoSuchRecord):
        register_record("customers", file.customer.pk, people("customer_service_2"))


def test_a_keeper_sees_meters_but_no_customer_through_them(file, people):
    page = register_record("meters", file.meter.pk, people("warehouse_keeper"))
    assert [related.key for related in page.related] == []
    assert file.customer.name not in repr(page)
    with pytest.raises(NoSuchRecord):
        records(people("warehouse_keeper"), "customers", Asked())


def test_consumption_is_spread_over_the_months_and_keeps_its_sum(filled, people):
    ((meter, total),) = sql(
        "SELECT meter_id, max(r.mechanical) FROM registers_reading r JOIN registers_meterinstallation i "
        "ON i.id = r.installation_id GROUP BY meter_id ORDER BY count(*) DESC, 1 LIMIT 1"
    )
    months = consumption("meters", meter, people("auditor"))
    assert abs(sum(month.volume for month in months) - total) < 1
    assert [month.month for month in months] == sorted(month.month for month in months)
    with pytest.raises(NoSuchRecord):
        consumption("contracts", meter, people("auditor"))


def test_every_look_is_recorded(file, people):
    before = sql("SELECT count(*) FROM ledger.event WHERE kind = 'read'")[0][0]
    records(people("surveyor"), "meters", Asked(q="M001"))
    register_record("meters", file.meter.pk, people("surveyor"))
    register_history("meters", file.meter.pk, people("surveyor"))
    actions = sql("SELECT action FROM ledger.event WHERE kind = 'read' ORDER BY id OFFSET %s", before)
    assert actions == [("search",), ("view",), ("view_history",)]
