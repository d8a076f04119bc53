"""Many records in one proposal: every row checked, decided by field and by row, applied in statements over all."""

import datetime as dt
import io

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from ledger.context import audited
from people.actors import SYSTEM
from people.models import Position, Unit, User, today
from registers import commands
from registers.bulk.checking import check_rows
from registers.bulk.columns import bulk_register
from registers.bulk.problems import SheetHasProblems, SheetRefused
from registers.bulk.proposing import (
    apply_bulk,
    bind_bulk,
    close_bulk,
    decide_bulk,
    is_all_refused,
    propose_bulk,
    propose_bulk_again,
    revert_bulk,
)
from registers.bulk.rows import bulk_change, bulk_rows, checked_rows
from registers.bulk.sheets import read_sheet, template
from registers.change_requests import apply_change, decide_change, propose_change
from registers.models import BulkChange, ChangeApproval, ChangeRequest, Customer, Meter
from registers.queries import customers as found_customers
from registers.refusals import AskerNeverApproves, NoAuthority, NoSuchRecord, NotYetEffective
from tests.registers.conftest import new_meter, sql

HEADS = ["客户编号", "客户名称", "开票抬头", "联系电话", "用气类别"]


@pytest.fixture
def diners(company, in_process):
    """Three customers of the first branch and one of the second."""
    with in_process():
        return [
            commands.open_customer(
                name=f"海棠餐饮{n}店", category="commercial", unit_id=company[unit].pk, phone=f"1380551000{n}"
            )
            for n, unit in enumerate(("001", "001", "001", "002"))
        ]


def book(*rows, heads=HEADS):
    made = Workbook()
    for row in (heads, *rows):
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def check(content, actor, key="customers", lang="zh"):
    listed = bulk_register(key, actor)
    asked, problems = read_sheet(content, listed, lang)
    return check_rows(listed, asked, actor, lang), problems


@pytest.fixture
def clerk(people):
    return people("customer_service")


@pytest.fixture
def clerk_of_all(people):
    """Customer service of the company, who proposes for every branch."""
    with audited(actor=SYSTEM):
        Position.objects.create(
            user=User.objects.get(username="customer_service"), role_id="customer_service",
            unit=Unit.objects.get(code="000"),
        )  # fmt: skip
    return people("customer_service")


@pytest.fixture
def bulk_of(diners, clerk):
    def make(*rows, heads=HEADS, actor=clerk, **more):
        checked, problems = check(book(*rows, heads=heads), actor)
        assert not problems
        assert not checked.problems
        bulk = propose_bulk(checked=checked, reason="门店改制", actor=actor, **more)
        return bind_bulk(bulk_id=bulk.pk, instance_id="901", actor=actor)

    return make


def states(bulk):
    return dict(ChangeRequest.objects.filter(bulk=bulk).order_by("pk").values_list("record", "state"))


def test_every_problem_is_told_by_row_and_column_with_how_to_mend_it(diners, file, clerk):
    one, two, _three, elsewhere = diners
    content = book(
        [one.number, "", "", 13912345678, "宾馆"],
        ["K-404", "x", "", "", ""],
        [elsewhere.number, "x", "", "", ""],
        [two.number, "（清空）", "", "", "澡堂"],
        [one.number, "新名", "", "", ""],
        ["", "无编号", "", "", ""],
        [two.number, "长" * 201, "", 6.222021302012345e18, ""],
    )
    checked, before = check(content, clerk)
    told = {(p.row, p.column, p.code) for p in (*checked.problems, *before)}
    assert told == {
        (3, "number", "unknown_record"),
        (4, "number", "unknown_record"),
        (5, "name", "never_empty"),
        (5, "category", "not_a_choice"),
        (6, "number", "twice_in_file"),
        (7, "number", "key_missing"),
        (8, "number", "twice_in_file"),
    }
    wrong = next(p for p in checked.problems if p.code == "not_a_choice")
    assert "宾馆" in wrong.message("zh")
    assert "澡堂" in wrong.message("zh")
    assert "Commercial" not in wrong.message("zh")
    assert "use one of" in wrong.message("en")
    assert [dict(row.changes) for row in checked.rows] == [
        {"phone": {"old": "13805510000", "new": "13912345678"}, "category": {"old": "commercial", "new": "hotel"}}
    ]
    with pytest.raises(SheetHasProblems):
        propose_bulk(checked=checked, reason="x", actor=clerk)


def test_long_text_lost_digits_and_a_foreign_number_are_problems(diners, clerk):
    checked, _ = check(book([diners[0].number, "长" * 201, "", 6.222021302012345e18, ""]), clerk)
    assert {(p.column, p.code) for p in checked.problems} == {("name", "unfit"), ("phone", "digits_lost")}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"not a workbook", "unreadable"),
        (book(), "empty"),
        (book(["x"], heads=["名称"]), "no_key"),
        (book(["x"], heads=["客户编号"]), "no_column"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(diners, clerk, content, code):
    with pytest.raises(SheetRefused) as caught:
        check(content, clerk)
    assert caught.value.problem.code == code
    assert caught.value.message("zh") != caught.value.message("en")


def test_headings_that_are_not_known_or_stand_twice_are_problems(diners, clerk):
    _, problems = check(
        book([diners[0].number, "a", "b", "c"], heads=["客户编号", "客户名称", "名字", "客户名称"]), clerk
    )
    assert [(p.row, p.code) for p in problems] == [(1, "unknown_heading"), (1, "heading_twice")]


def test_the_template_of_the_company_comes_back_without_a_change(diners, clerk):
    listed = bulk_register("customers", clerk)
    rows = Customer.objects.filter(pk=diners[0].pk).values()
    content = template(listed, "zh", rows)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [cell.value for cell in sheet[1]][0] == "客户编号"
    assert "13805510000" not in [cell.value for cell in sheet[2]]
    checked, problems = check(content, clerk)
    assert (checked.total, len(checked.rows), checked.unchanged, problems) == (1, 0, 1, [])


def test_a_bulk_change_is_decided_at_once_and_applied(diners, clerk, people, bulk_of):
    one, two, three, _ = diners
    bulk = bulk_of([one.number, "合肥香樟一店", "", "", ""], [two.number, "合肥香樟二店", "", 13911112222, ""])
    assert states(bulk) == {one.pk: "PROPOSED", two.pk: "PROPOSED"}
    for name in ("data_steward", "branch_manager"):
        decide_bulk(bulk_id=bulk.pk, approved=True, actor=people(name))
    assert ChangeApproval.objects.count() == 2
    assert apply_bulk(bulk_id=bulk.pk, actor=people("data_steward")) == 2
    assert set(states(bulk).values()) == {"APPLIED"}
    assert list(Customer.objects.filter(pk__in=[one.pk, two.pk]).order_by("pk").values_list("name", "phone")) == [
        ("合肥香樟一店", "13805510000"), ("合肥香樟二店", "13911112222"),
    ]  # fmt: skip
    assert [row.name for row in found_customers(clerk, q="hfxz").results] == ["合肥香樟一店", "合肥香樟二店"]
    assert apply_bulk(bulk_id=bulk.pk, actor=people("data_steward")) == 0


def test_too_few_approvals_leave_every_row_as_it_is(diners, people, bulk_of):
    bulk = bulk_of([diners[0].number, "新名", "", "", ""])
    decide_bulk(bulk_id=bulk.pk, approved=True, actor=people("data_steward"))
    assert apply_bulk(bulk_id=bulk.pk, actor=people("data_steward")) == 0
    assert set(states(bulk).values()) == {"PROPOSED"}
    assert Customer.objects.get(pk=diners[0].pk).name == "海棠餐饮0店"


def test_a_refused_column_and_a_refused_row_are_left_out(diners, people, bulk_of):
    one, two, three, _ = diners
    rows = [[d.number, "", f"抬头{d.pk}", 13911112222, ""] for d in (one, two, three)]
    bulk = bulk_of(*rows)
    decide_bulk(
        bulk_id=bulk.pk, approved=True, refused_fields=["phone"], refused_records=[two.pk], comment="号码不实",
        actor=people("data_steward"),
    )  # fmt: skip
    assert apply_bulk(bulk_id=bulk.pk, actor=people("data_steward")) == 2
    assert states(bulk) == {one.pk: "APPLIED", two.pk: "REFUSED", three.pk: "APPLIED"}
    kept = Customer.objects.filter(pk__in=[one.pk, two.pk, three.pk]).order_by("pk")
    assert [c.billing_title for c in kept] == [f"抬头{one.pk}", "海棠餐饮1店", f"抬头{three.pk}"]
    assert {c.phone for c in kept} == {"13805510000", "13805510001", "13805510002"}


def test_a_row_whose_record_has_changed_meanwhile_comes_back_the_others_are_applied(diners, clerk, people, bulk_of):
    one, two, *_ = diners
    bulk = bulk_of([one.number, "", "", 13911112222, ""], [two.number, "", "", 13911112222, ""])
    single = propose_change(
        table="registers_customer", record_id=two.pk, changes={"phone": "13777777777"}, reason="x", actor=clerk
    )
    decide_change(request_id=single.pk, approved=True, actor=people("data_steward"))
    assert apply_change(request_id=single.pk, actor=people("data_steward")) == "APPLIED"
    decide_bulk(bulk_id=bulk.pk, approved=True, actor=people("data_steward"))
    assert apply_bulk(bulk_id=bulk.pk, actor=people("data_steward")) == 1
    assert states(bulk) == {one.pk: "APPLIED", two.pk: "CONFLICT"}
    conflict = ChangeRequest.objects.get(bulk=bulk, record=two.pk).conflict
    assert conflict == {"phone": {"expected": "13805510001", "found": "13777777777"}}
    again = propose_bulk_again(bulk_id=bulk.pk, actor=clerk)
    request = ChangeRequest.objects.get(bulk=again)
    assert (request.record, request.changes) == (two.pk, {"phone": {"old": "13777777777", "new": "13911112222"}})


def test_a_row_that_the_register_cannot_hold_comes_back_alone(company, in_process, people):
    metering = people("metering_officer")
    with in_process():
        first, second, third = (new_meter(company["001"], serial) for serial in ("M1", "M2", "M3"))
        Meter.objects.create(
            serial="M2", maker="先锋", type="diaphragm", g_size="G4", rated_flow=6, unit=company["002"]
        )
    rows = [[meter.pk, "先锋"] for meter in (first, second, third)]
    checked, _ = check(book(*rows, heads=["记录号", "生产厂家"]), metering, "meters")
    assert not checked.problems
    bulk = bind_bulk(
        bulk_id=propose_bulk(checked=checked, reason="更正", actor=metering).pk, instance_id="901", actor=metering
    )
    decide_bulk(bulk_id=bulk.pk, approved=True, actor=people("data_steward"))
    assert apply_bulk(bulk_id=bulk.pk, actor=people("data_steward")) == 2
    assert states(bulk) == {first.pk: "APPLIED", second.pk: "CONFLICT", third.pk: "APPLIED"}
    assert "registers_meter_serial_once" in ChangeRequest.objects.get(bulk=bulk, state="CONFLICT").conflict[""]["found"]


def test_whoever_asks_never_approves_and_whoever_has_no_authority_does_not(diners, people, bulk_of):
    bulk = bulk_of([diners[0].number, "", "", 13911112222, ""], actor=people("data_steward"))
    for actor, kind in (
        (people("data_steward"), AskerNeverApproves),
        (people("surveyor"), NoAuthority),
        (people("branch_manager_2"), NoAuthority),
    ):
        with pytest.raises(kind):
            decide_bulk(bulk_id=bulk.pk, approved=True, actor=actor)
        ((action, who),) = sql("SELECT action, actor FROM ledger.event WHERE kind = 'admin' ORDER BY id DESC LIMIT 1")
        assert (action, who) == ("approval_refused", actor.username)
    assert not ChangeApproval.objects.exists()


def test_an_approval_counts_only_for_the_rows_of_ones_own_units(diners, people, bulk_of, clerk_of_all):
    here, there = diners[0], diners[3]
    bulk = bulk_of([here.number, "", "", 13911112222, ""], [there.number, "", "", 13911112222, ""], actor=clerk_of_all)
    decide_bulk(bulk_id=bulk.pk, approved=True, actor=people("branch_manager"))
    assert apply_bulk(bulk_id=bulk.pk, actor=people("branch_manager")) == 1
    assert states(bulk) == {here.pk: "APPLIED", there.pk: "PROPOSED"}


def test_what_is_proposed_is_neither_rewritten_nor_added_to(diners, clerk, people, bulk_of):
    bulk_of([diners[0].number, "", "", 13911112222, ""])
    statements = (
        "UPDATE registers_bulkchange SET reason = 'x'",
        "UPDATE registers_bulkchange SET instance = '7'",
        "DELETE FROM registers_bulkchange",
        "UPDATE registers_changerequest SET bulk_id = NULL",
        "UPDATE registers_changerequest SET kind = 'close'",
        "INSERT INTO registers_changerequest (kind, bulk_id, table_name, record, changes, reason, requester_id, "
        f"effective_on, state, instance, proposed_at) SELECT kind, bulk_id, table_name, {diners[1].pk}, changes, 'x', "
        "requester_id, effective_on, state, instance, now() FROM registers_changerequest",
    )
    with audited(actor=clerk):
        for statement in statements:
            with pytest.raises(DatabaseError) as caught, transaction.atomic():
                sql(statement)
            assert caught.value.__cause__.pgcode == "RG011", statement


def test_before_its_day_nothing_is_applied(diners, people, bulk_of):
    bulk = bulk_of([diners[0].number, "", "", 13911112222, ""], effective_on=today() + dt.timedelta(days=1))
    decide_bulk(bulk_id=bulk.pk, approved=True, actor=people("data_steward"))
    with pytest.raises(NotYetEffective):
        apply_bulk(bulk_id=bulk.pk, actor=people("data_steward"))


def test_refused_altogether_withdrawn_and_reverted(diners, clerk, people, bulk_of):
    one, two, *_ = diners
    bulk = bulk_of([one.number, "", "", 13911112222, ""])
    assert not is_all_refused(bulk.pk)
    decide_bulk(bulk_id=bulk.pk, approved=False, comment="无依据", actor=people("data_steward"))
    assert is_all_refused(bulk.pk)
    assert close_bulk(bulk_id=bulk.pk, actor=SYSTEM, reason="审批不同意") == 1
    assert states(bulk) == {one.pk: "REFUSED"}
    other = bulk_of([two.number, "", "", 13911112222, ""])
    decide_bulk(bulk_id=other.pk, approved=True, actor=people("data_steward"))
    apply_bulk(bulk_id=other.pk, actor=people("data_steward"))
    back = revert_bulk(bulk_id=other.pk, reason="有误", actor=people("archivist"))
    assert ChangeRequest.objects.get(bulk=back).changes == {"phone": {"old": "13911112222", "new": "13805510001"}}


def test_readers_see_their_rows_and_columns_masked_as_the_record_is(diners, people, bulk_of, clerk_of_all):
    here, there = diners[0], diners[3]
    bulk = bulk_of([here.number, "", "", 13911112222, ""], [there.number, "", "", 13911113333, ""], actor=clerk_of_all)
    rows, more = bulk_rows(bulk.pk, people("cost_estimator"))
    assert more is None
    assert [(r.record_id, r.fields[0].old, r.fields[0].new) for r in rows] == [(here.pk, "138****0000", "139****2222")]
    seen = bulk_change(bulk.pk, people("branch_manager"))
    assert (seen.rows, seen.hidden_rows, [f.to_decide for f in seen.fields]) == (2, 1, [True])
    assert not any(f.to_decide for f in bulk_change(bulk.pk, clerk_of_all).fields)
    with pytest.raises(NoSuchRecord):
        bulk_change(bulk.pk, people("administrator"))


def test_a_value_that_is_masked_for_the_proposer_is_not_told_by_the_check(diners, people):
    finance = people("finance_officer")
    checked, _ = check(book([diners[0].number, "", "", 13805510000, ""]), finance)
    (row,) = checked_rows(checked, finance, "zh")
    assert (row["fields"][0]["old"], len(checked.rows)) == ("138****0000", 1)


def test_statements_do_not_grow_with_the_rows(company, in_process, clerk, people):
    def go(count):
        with in_process():
            made = [
                commands.open_customer(name=f"面馆{count}-{n}", category="commercial", unit_id=company["001"].pk)
                for n in range(count)
            ]
        content = book(*[[c.number, f"新面馆{count}-{n}", "", "", ""] for n, c in enumerate(made)])
        with CaptureQueriesContext(connection) as told:
            checked, _ = check(content, clerk)
            bulk = propose_bulk(checked=checked, reason="改名", actor=clerk)
            bind_bulk(bulk_id=bulk.pk, instance_id="901", actor=clerk)
            for name in ("data_steward", "branch_manager"):
                decide_bulk(bulk_id=bulk.pk, approved=True, actor=people(name))
            assert apply_bulk(bulk_id=bulk.pk, actor=people("data_steward")) == count
        return len(told)

    go(1)  # the first reads what is kept from then on
    assert go(2) == go(60)
    assert BulkChange.objects.count() == 3


def test_another_unit_is_not_reached_by_its_number(diners, people):
    there = people("customer_service_2")
    checked, _ = check(book([diners[0].number, "x", "", "", ""]), there)
    assert [(p.row, p.code) for p in checked.problems] == [(2, "unknown_record")]
    assert Unit.objects.get(code="002").pk == diners[3].unit_id
