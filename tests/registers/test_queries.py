"""The customer list and the record page: found in Chinese, masked by unit and role, every look recorded."""

import json
from decimal import Decimal

import pytest

from ledger.context import audited
from people import commands as people_commands
from people.actors import SYSTEM
from people.models import User
from registers import commands
from registers.change_requests import apply_change, decide_change, propose_change
from registers.models import Customer
from registers.queries import customer, customer_history, customers, meters
from registers.refusals import NoSuchRecord
from registers.searching import asked_grams, asked_keys, grams, initials, normalised
from tests.registers.conftest import new_meter, sql


@pytest.fixture
def three(file, company, in_process):
    with in_process():
        for name, branch, phone in (
            ("江城第一中学", "001", "0551-65432100"),
            ("Acme 化工（江城）有限公司", "002", "13900001111"),
        ):
            commands.open_customer(name=name, category="school", unit_id=company[branch].pk, phone=phone)


def names(people, who, **more):
    return [row.name for row in customers(people(who), **more).results]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("徽味", ["合肥徽味餐饮有限公司"]),
        ("餐饮", ["合肥徽味餐饮有限公司"]),
        ("徽", ["合肥徽味餐饮有限公司"]),
        ("hfhw", ["合肥徽味餐饮有限公司"]),
        ("HFHW", ["合肥徽味餐饮有限公司"]),
        ("hw", []),
        ("hf", ["合肥徽味餐饮有限公司"]),
        ("jcdyzx", ["江城第一中学"]),
        ("长江西路", ["合肥徽味餐饮有限公司"]),
        ("长江西路 88", ["合肥徽味餐饮有限公司"]),
        ("徽味 中学", []),
        ("1381234", ["合肥徽味餐饮有限公司"]),
        ("0551", ["江城第一中学"]),
        ("12341234", []),
        ("M001", ["合肥徽味餐饮有限公司"]),
        ("m001", ["合肥徽味餐饮有限公司"]),
        ("HT001", ["合肥徽味餐饮有限公司"]),
        ("KH001", ["合肥徽味餐饮有限公司", "江城第一中学"]),
        ("有限", ["合肥徽味餐饮有限公司"]),
        ("%", []),
        ("_", []),
        ("化工", []),
        ("合肥餐饮", []),
        ("", ["合肥徽味餐饮有限公司", "江城第一中学"]),
    ],
)
def test_customers_are_found_in_the_own_branch(three, people, query, found):
    assert names(people, "customer_service", q=query) == found


def test_the_other_branch_sees_its_own_and_the_auditor_both(three, people):
    assert names(people, "customer_service_2") == ["Acme 化工（江城）有限公司"]
    assert names(people, "customer_service_2", q="acme化工(江城)") == ["Acme 化工（江城）有限公司"]
    assert len(names(people, "auditor")) == 3
    assert names(people, "warehouse_keeper") == []


def test_a_customer_is_found_by_what_hangs_there_now_and_hung_there_before(file, people, in_process):
    with in_process():
        second = new_meter(file.unit, "N77-0042")
        commands.swap_meter(
            installation_id=file.installation.pk, new_meter_id=second.pk, reading_out=Decimal(20),
            reading_in=Decimal(0), reason="超期表",
        )  # fmt: skip
    for word in ("n77-0042", "0042", "M001", file.contract.number.lower()):
        assert names(people, "surveyor", q=word) == ["合肥徽味餐饮有限公司"], word
    assert names(people, "customer_service_2", q="M001") == []


def test_lists_are_paged_by_key(three, people):
    first = customers(people("auditor"), page_size=2)
    rest = customers(people("auditor"), page_size=2, after=first.next_after)
    assert (len(first.results), first.count, rest.next_after) == (2, 3, None)
    assert len({row.id for row in (*first.results, *rest.results)}) == 3


def test_a_masked_phone_is_starred_and_cannot_be_searched(three, people):
    (row,) = customers(people("legal_officer"), q="徽味").results
    assert row.phone == "138****1234"
    assert customers(people("surveyor"), q="徽味").results[0].phone == "13812341234"
    assert names(people, "legal_officer", q="1381234") == []
    assert names(people, "legal_officer", q="13812341234") == []


def test_a_right_at_one_unit_unmasks_nothing_at_another(three, people):
    people_commands.give_position(username="legal_officer_2", role="legal_officer", unit_code="001", actor=SYSTEM)
    people_commands.give_position(username="legal_officer_2", role="surveyor", unit_code="002", actor=SYSTEM)
    rows = {row.name[:2]: row.phone for row in customers(people("legal_officer_2")).results}
    assert rows == {"合肥": "138****1234", "江城": "055****2100", "Ac": "13900001111"}
    assert names(people, "legal_officer_2", q="1381234") == []
    assert len(names(people, "legal_officer_2", q="1390000")) == 1


def test_the_record_shows_the_file_as_its_reader_may_see_it(file, people):
    seen = customer(file.customer.pk, people("surveyor"))
    by_name = {field.name: field for field in seen.fields}
    assert by_name["name"].label == "客户名称"
    assert (by_name["name"].governed, by_name["address"].governed) == (True, False)
    assert by_name["category"].value == "商业"
    assert by_name["phone"].value == "13812341234"
    assert not {"search_text", "search_keys", "initials"} & set(by_name)
    assert [meter.serial for meter in seen.meters] == ["M001"]
    assert seen.meters[0].reading_in == Decimal("12.5")
    assert seen.accounts[0]["account_no"] == "6222****5678"
    assert seen.instance_ids == ("900",)
    whole = customer(file.customer.pk, people("cashier"))
    assert whole.accounts[0]["account_no"] == "6222021302012345678"
    assert {field.name: field.value for field in whole.fields}["phone"] == "138****1234"
    assert {f.name: f.label for f in customer(file.customer.pk, people("surveyor"), lang="en").fields}["name"] == "Name"


@pytest.mark.parametrize("who", ["customer_service_2", "administrator", "warehouse_keeper", "process_designer"])
def test_a_record_that_is_not_for_this_person_is_not_there(file, people, who):
    for question in (customer, customer_history):
        with pytest.raises(NoSuchRecord):
            question(file.customer.pk, people(who))
    with pytest.raises(NoSuchRecord):
        customer(10**9, people("surveyor"))


def test_no_masked_value_leaves_by_any_part_of_the_answer(file, people):
    history = customer_history(file.customer.pk, people("legal_officer"))
    everything = repr(
        (customer(file.customer.pk, people("legal_officer")), history, customers(people("legal_officer")))
    )
    for secret in ("13812341234", "6222021302012345678", "王秀兰", "91340100MA2N0BWX1Q"):
        assert secret in repr(
            (customer(file.customer.pk, people("auditor")), customer_history(file.customer.pk, people("auditor")))
        )
        assert secret not in everything


def test_a_value_that_was_replaced_stays_masked_in_the_history(file, people):
    request = propose_change(
        table="registers_customer", record_id=file.customer.pk, changes={"phone": "13900005678"}, reason="换号",
        actor=people("customer_service"),
    )  # fmt: skip
    decide_change(request_id=request.pk, approved=True, actor=people("data_steward"))
    assert apply_change(request_id=request.pk, actor=people("data_steward")) == "APPLIED"
    (change,) = customer_history(file.customer.pk, people("legal_officer"))[0].changes
    assert (change.old, change.new) == ("138****1234", "139****5678")
    (change,) = customer_history(file.customer.pk, people("surveyor"))[0].changes
    assert (change.old, change.new) == ("13812341234", "13900005678")


def test_every_look_is_recorded_with_what_was_found(file, people):
    customers(people("surveyor"), q="徽味")
    customer(file.customer.pk, people("surveyor"))
    customer_history(file.customer.pk, people("surveyor"))
    events = [
        (json.loads(body)["context"]["actor"], action, record, json.loads(body)["details"])
        for action, record, body in sql("SELECT action, record, body FROM ledger.event WHERE kind = 'read' ORDER BY id")
    ]
    key = str(file.customer.pk)
    assert events == [
        ("surveyor", "search", "", {"q": "徽味", "found": [file.customer.pk]}),
        ("surveyor", "view", key, {}),
        ("surveyor", "view_history", key, {}),
    ]


def test_the_history_tells_every_field_old_to_new_in_its_task(file, people):
    with audited(actor=people("customer_service"), instance_id=901, user_task_id="ut-7", reason="客户来函"):
        Customer.objects.filter(pk=file.customer.pk).update(address="庐阳区寿春路 1 号", grade="large")
    newest, *_, oldest = customer_history(file.customer.pk, people("surveyor"))
    assert [(c.field, c.label, c.old, c.new) for c in newest.changes] == [
        ("address", "通讯地址", "", "庐阳区寿春路 1 号"),
        ("grade", "客户等级", "general", "large"),
    ]
    assert (newest.actor["full_name"], newest.instance, newest.user_task, newest.reason) == (
        User.objects.get(username="customer_service").full_name, "901", "ut-7", "客户来函",
    )  # fmt: skip
    assert (newest.table_label, newest.record_label) == ("客户", "合肥徽味餐饮有限公司")
    assert oldest.action == "insert"
    assert {c.field for c in oldest.changes} >= {"name", "phone", "unit_id", "number"}
    assert not {"search_text", "search_keys", "initials"} & {c.field for c in oldest.changes}


def test_keepers_of_meters_see_meters_though_no_customers(file, people, company, in_process):
    with in_process():
        new_meter(company["002"], "M009")
    assert [meter["serial"] for meter in meters(people("warehouse_keeper"), state="IN_USE")] == ["M001"]
    assert [meter["serial"] for meter in meters(people("warehouse_keeper_2"), q="m0")] == ["M009"]
    assert meters(people("process_designer")) == []


def test_initials_and_grams():
    assert initials("合肥Acme餐饮 ２号") == "hfacmecy2h"
    assert normalised("Ａｃｍｅ（江城） 化工") == "acme(江城)化工"
    for text in ("合肥徽味餐饮有限公司", "acme化工12", "a", "徽"):
        held = set(grams(text))
        for start in range(len(text)):
            for end in range(start + 1, len(text) + 1):
                asked = asked_grams(text[start:end])
                short_inside_a_word = start and len(asked) == 1 and asked[0].startswith("^")
                assert set(asked) <= held or short_inside_a_word, (text, text[start:end])


def test_the_search_uses_its_index(three):
    sql("SET LOCAL enable_seqscan = off")
    plan = "\n".join(
        row[0]
        for row in sql(
            "EXPLAIN SELECT id FROM registers_customer WHERE search_keys @> %s::integer[] OR phone LIKE '138%%'",
            asked_keys("徽味"),
        )
    )
    assert "registers_customer_keys" in plan
    assert "registers_customer_phone" in plan
    for column, index in (("phone", "registers_customer_phone"), ("initials", "registers_customer_initials")):
        plan = repr(sql(f"EXPLAIN SELECT id FROM registers_customer WHERE {column} LIKE 'abc%%'"))
        assert index in plan
