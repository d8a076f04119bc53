"""What processes ask of the registers: swaps, tests, money, cases, loans, ends."""

import datetime as dt
from decimal import Decimal

import pytest

from people.models import User, today
from registers import commands
from registers.models import ArchiveLoan, Charge, LedgerEntry, Meter, MeterInstallation, Payment
from registers.queries import customers
from registers.refusals import (
    AlreadyClosed,
    AlreadyRemoved,
    AlreadyTaken,
    AlreadyTested,
    CaseIsClosed,
    ChargeIsSettled,
    MeterNotAvailable,
    MeterNotVerified,
    NotAPositiveAmount,
    NotASwap,
    OutOfOrder,
    ReadingFalls,
    StillInUse,
    VolumeIsHere,
    VolumeIsLent,
)
from tests.registers.conftest import DAY, NOW, new_meter


@pytest.fixture
def second(file, in_process):
    with in_process():
        meter = new_meter(file.unit, "M002")
        commands.issue_meter(meter_id=meter.pk)
    return meter


def swap(file, second, **more):
    return commands.swap_meter(
        **{
            "installation_id": file.installation.pk,
            "new_meter_id": second.pk,
            "reading_out": Decimal(90),
            "reading_in": Decimal("0.5"),
            "seal_numbers": ["F-1", "F-2"],
            "reason": "超期表",
            "swapped_at": NOW + 2 * DAY,
            "seals_intact": True,
            **more,
        }
    )


def states(*meters):
    return [Meter.objects.get(pk=meter.pk).state for meter in meters]


def test_a_swap_leaves_no_gap_and_tells_both_readings(file, second, in_process):
    with in_process():
        done = swap(file, second)
    assert (done.removed.removed_at, done.installed.installed_at) == (NOW + 2 * DAY,) * 2
    assert (done.removed.reading_out, done.installed.reading_in) == (Decimal(90), Decimal("0.5"))
    assert (done.removed.removal_reason, done.removed.seals_intact) == ("超期表", True)
    assert done.installed.seal_numbers == ["F-1", "F-2"]
    assert states(file.meter, second) == ["REMOVED", "IN_USE"]


@pytest.mark.parametrize(
    ("harm", "refusal"),
    [
        (lambda file, second: Meter.objects.filter(pk=second.pk).update(verified_until=None), MeterNotVerified),
        (lambda file, second: Meter.objects.filter(pk=second.pk).update(state="SCRAPPED"), MeterNotAvailable),
    ],
)
def test_a_swap_happens_whole_or_not_at_all(file, second, in_process, harm, refusal):
    with in_process():
        harm(file, second)
        before = states(file.meter, second)
        with pytest.raises(refusal):
            swap(file, second)
        assert states(file.meter, second) == before
    (only,) = MeterInstallation.objects.filter(supply_point=file.point)
    assert only.removed_at is None


def test_a_swap_below_the_last_reading_is_refused_and_changes_nothing(file, second, in_process):
    with in_process():
        commands.record_reading(
            installation_id=file.installation.pk,
            mechanical=Decimal(80),
            electronic=Decimal(81),
            taken_at=NOW + DAY,
        )
        for readings in ({"reading_out": Decimal(79)}, {"electronic_out": Decimal(80)}):
            with pytest.raises(ReadingFalls):
                swap(file, second, **readings)
        with pytest.raises(ReadingFalls):
            commands.record_reading(
                installation_id=file.installation.pk,
                mechanical=Decimal(82),
                electronic=Decimal(80),
                taken_at=NOW + 2 * DAY,
            )
    assert states(file.meter, second) == ["IN_USE", "ISSUED"]


def test_a_swap_is_reversed_never_deleted(file, second, in_process):
    with in_process():
        done = swap(file, second)
        with pytest.raises(NotASwap):
            commands.reverse_swap(installed_id=file.installation.pk, reading_out=Decimal(1))
        back = commands.reverse_swap(
            installed_id=done.installed.pk, reading_out=Decimal(1), reversed_at=NOW + 3 * DAY, seal_numbers=["F-3"]
        )
        with pytest.raises(AlreadyRemoved):
            commands.remove_meter(installation_id=done.installed.pk, reading_out=Decimal(2))
    assert (back.installed.meter_id, back.installed.reading_in) == (file.meter.pk, Decimal(90))
    assert back.removed.removal_reason == "换表冲销"
    assert MeterInstallation.objects.filter(supply_point=file.point).count() == 3
    assert states(file.meter, second) == ["IN_USE", "REMOVED"]


def test_a_meter_that_went_on_is_not_put_back(file, second, in_process):
    with in_process():
        done = swap(file, second)
        commands.send_meter_to_test(meter_id=file.meter.pk, laboratory="省计量院", reason="快表")
        with pytest.raises(MeterNotAvailable):
            commands.reverse_swap(installed_id=done.installed.pk, reading_out=Decimal(1), reversed_at=NOW + 3 * DAY)
    assert states(file.meter, second) == ["IN_TEST", "IN_USE"]


def test_a_meter_goes_through_its_test_with_its_custody(file, second, in_process):
    with in_process():
        swap(file, second)
        test = commands.send_meter_to_test(
            meter_id=file.meter.pk, laboratory="省计量院", reason="快表", handed_by="张工", received_by="李检定",
            seal_number="S-9", sent_at=NOW + 3 * DAY,
        )  # fmt: skip
        with pytest.raises(OutOfOrder):
            commands.hand_over_meter(test_id=test.pk, handed_by="李检定", received_by="李检定")
        commands.hand_over_meter(
            test_id=test.pk, handed_by="李检定", received_by="王检定", seal_intact=False, handed_at=NOW + 4 * DAY
        )
        with pytest.raises(OutOfOrder):
            commands.record_test_result(test_id=test.pk, passed=False, verified_until=today() + 300 * DAY)
        until = today() + 1095 * DAY
        done = commands.record_test_result(
            test_id=test.pk, passed=True, error_percent=Decimal("-0.85"), certificate_no="JL-1", verified_until=until
        )
        with pytest.raises(AlreadyTested):
            commands.record_test_result(test_id=test.pk, passed=False)
        commands.hand_over_meter(test_id=test.pk, handed_by="王检定", received_by="库房", handed_at=NOW + 5 * DAY)
        commands.return_to_stock(meter_id=file.meter.pk)
        with pytest.raises(AlreadyTested):
            commands.hand_over_meter(test_id=test.pk, handed_by="库房", received_by="他人")
        commands.issue_meter(meter_id=file.meter.pk)
    chain = [(h.handed_by, h.received_by, h.seal_intact) for h in done.handovers.order_by("pk")]
    assert chain == [("张工", "李检定", True), ("李检定", "王检定", False), ("王检定", "库房", True)]
    meter = Meter.objects.get(pk=file.meter.pk)
    assert (meter.verified_until, meter.state) == (until, "ISSUED")


def test_a_meter_that_failed_is_not_issued_again(file, second, in_process):
    with in_process():
        swap(file, second)
        test = commands.send_meter_to_test(meter_id=file.meter.pk, laboratory="省计量院", reason="快表")
        commands.record_test_result(test_id=test.pk, passed=False, error_percent=Decimal("6.2"))
        commands.return_to_stock(meter_id=file.meter.pk)
        with pytest.raises(MeterNotVerified):
            commands.issue_meter(meter_id=file.meter.pk)
        commands.scrap_meter(meter_id=file.meter.pk)
        for again in (commands.return_to_stock, commands.scrap_meter):
            with pytest.raises(MeterNotAvailable):
                again(meter_id=file.meter.pk)


def charge(file, amount="100", **more):
    return commands.post_charge(
        unit_id=file.unit.pk, kind="燃气费", amount=Decimal(amount), **{"customer_id": file.customer.pk, **more}
    )


def owed(file):
    return commands.receivable(customer_id=file.customer.pk)


def test_what_is_owed_is_the_sum_of_all_postings(file, in_process):
    with in_process():
        gas = charge(file, notice_no="TZ-1", due_on=today())
        assert owed(file) == Decimal(100)
        commands.record_payment(charge_number=gas.number, amount=Decimal(30), method="bank", reference="r1")
        commands.record_payment(charge_number=gas.number, amount=Decimal(30), method="bank", reference="r1")
        assert (owed(file), Payment.objects.count()) == (Decimal(70), 1)
        wrong = charge(file, "55")
        assert commands.reverse_charge(charge_number=wrong.number, text="重复记账").state == "CANCELED"
        commands.post_credit(customer_id=file.customer.pk, amount=Decimal(90), text="退补")
        assert owed(file) == Decimal(-20)
        commands.pay_refund(customer_id=file.customer.pk, amount=Decimal(20), text="退款")
        paid = commands.record_payment(charge_number=gas.number, amount=Decimal(70), method="bank", reference="r2")
        assert (paid.state, owed(file)) == ("PAID", Decimal(-70))
    signs = [(e.kind, e.amount > 0) for e in LedgerEntry.objects.order_by("pk")]
    assert signs == [
        ("charge", True), ("payment", False), ("charge", True), ("reversal", False), ("credit", False),
        ("refund", True), ("payment", False),
    ]  # fmt: skip


def test_what_is_paid_is_not_reversed(file, in_process):
    with in_process():
        gas = charge(file)
        commands.record_payment(charge_number=gas.number, amount=Decimal(1), method="bank", reference="r1")
        with pytest.raises(ChargeIsSettled):
            commands.reverse_charge(charge_number=gas.number, text="x")
        other = charge(file)
        commands.reverse_charge(charge_number=other.number, text="x")
        with pytest.raises(ChargeIsSettled):
            commands.reverse_charge(charge_number=other.number, text="x")
        for act in (commands.post_credit, commands.pay_refund):
            with pytest.raises(NotAPositiveAmount):
                act(customer_id=file.customer.pk, amount=Decimal(-1), text="x")
        with pytest.raises(NotAPositiveAmount):
            charge(file, "0")


def test_an_applicants_charges_become_the_customers_and_the_rest_is_canceled(file, in_process):
    with in_process():
        fee = charge(file, customer_id=None)
        part = charge(file, "40", customer_id=None)
        commands.record_payment(charge_number=part.number, amount=Decimal(10), method="bank", reference="r1")
        assert owed(file) == 0
        assert commands.adopt_charges(instance_id="900", customer_id=file.customer.pk) == 2
        assert owed(file) == Decimal(130)
        assert commands.cancel_charges(instance_id="900") == 1
        assert owed(file) == Decimal(30)
    assert Charge.objects.get(pk=fee.pk).state == "CANCELED"


def test_a_theft_case_with_its_evidence_is_closed_once(file, in_process):
    inspector = User.objects.get(username="theft_inspector")
    with in_process():
        case = commands.open_theft_case(customer_id=file.customer.pk, source="hotline", reason="夜间用气为零")
        for title in ("表前照片", "表后照片"):
            piece = commands.add_evidence(
                case_id=case.pk, kind="photo", title=title, taken_by_id=inspector.pk, sha256="ab" * 32
            )
        assert piece.position == 2
        with pytest.raises(OutOfOrder):
            commands.add_evidence(case_id=case.pk, kind="photo", title="无摘要", taken_by_id=inspector.pk)
        closed = commands.close_theft_case(
            case_id=case.pk, outcome="recovered", recovered_volume=Decimal(1200), recovered_amount=Decimal("4632.00"),
            root_cause="私接旁通",
        )  # fmt: skip
        assert (closed.state, closed.number[:5]) == ("CLOSED", "WZ001")
        with pytest.raises(CaseIsClosed):
            commands.close_theft_case(case_id=case.pk, outcome="unfounded")


def test_a_volume_has_one_borrower_at_a_time(file, in_process):
    reader = User.objects.get(username="archivist")
    with in_process():
        volume = commands.file_volume(title="报装档案", items=[{"title": "合同"}], unit_id=file.unit.pk)
        loan = {"volume_id": volume.pk, "borrower_id": reader.pk, "purpose": "核对合同"}
        with pytest.raises(OutOfOrder):
            commands.borrow_volume(**loan, due_on=today() - DAY)
        commands.borrow_volume(**loan, due_on=today() + 7 * DAY)
        with pytest.raises(VolumeIsLent) as caught:
            commands.borrow_volume(**loan, due_on=today() + 7 * DAY)
        assert reader.full_name in caught.value.message("zh")
        with pytest.raises(OutOfOrder):
            commands.return_volume(volume_id=volume.pk, returned_on=today() - DAY)
        commands.return_volume(volume_id=volume.pk, note="完好")
        with pytest.raises(VolumeIsHere):
            commands.return_volume(volume_id=volume.pk)
    assert ArchiveLoan.objects.get().note == "完好"


def test_a_customer_closes_only_without_meters_and_then_whole(file, people, in_process):
    with in_process():
        for close in (
            lambda: commands.close_supply_point(supply_point_id=file.point.pk),
            lambda: commands.close_site(site_id=file.site.pk),
            lambda: commands.close_customer(customer_id=file.customer.pk, keep_years=3),
        ):
            with pytest.raises(StillInUse):
                close()
    with in_process():
        commands.remove_meter(installation_id=file.installation.pk, reading_out=Decimal(20), removed_at=NOW + DAY)
        day = dt.date(2028, 2, 29)
        for kept in (dt.date(2029, 1, 1), dt.date(2040, 1, 1), None):
            commands.file_volume(
                title="报装档案", items=[], unit_id=file.unit.pk, customer_id=file.customer.pk, keep_until=kept
            )
        closed = commands.close_customer(customer_id=file.customer.pk, keep_years=3, closed_on=day)
        with pytest.raises(AlreadyClosed):
            commands.close_customer(customer_id=file.customer.pk, keep_years=3)
        with pytest.raises(AlreadyClosed):
            commands.close_supply_point(supply_point_id=file.point.pk)
        late = new_meter(file.unit, "M007")
        with pytest.raises(StillInUse):
            commands.install_meter(
                meter_id=late.pk, supply_point_id=file.point.pk, reading_in=Decimal(0),
                installed_at=dt.datetime(2028, 3, 1, 4, tzinfo=dt.UTC),
            )  # fmt: skip
    assert (closed.state, closed.keep_until) == ("CLOSED", dt.date(2031, 2, 28))
    volumes = closed.volumes.order_by("pk").values_list("keep_until", flat=True)
    assert list(volumes) == [closed.keep_until, dt.date(2040, 1, 1), closed.keep_until]
    assert {row.valid_until for row in (closed.contracts.get(), closed.accounts.get(), closed.sites.get())} == {day}
    assert [row.state for row in customers(people("surveyor"), q="徽味").results] == ["CLOSED"]
    assert customers(people("surveyor"), q="长江西路").results == ()


def test_the_next_contract_and_account_begin_on_the_day_the_last_ended(file, in_process):
    with in_process():
        again = {"customer_id": file.customer.pk, "supply_point_id": file.point.pk}
        with pytest.raises(AlreadyTaken):
            commands.sign_contract(**again)
        commands.end_contract(contract_id=file.contract.pk)
        with pytest.raises(AlreadyClosed):
            commands.end_contract(contract_id=file.contract.pk)
        commands.sign_contract(**again)
        commands.end_payment_account(account_id=file.account.pk)
        commands.open_payment_account(customer_id=file.customer.pk, method="counter")


def test_contacts_and_appliances_come_and_go(file, in_process):
    with in_process():
        person = commands.open_contact(
            customer_id=file.customer.pk, name=" 周安全 ", phone="13700001111", duty="safety"
        )
        assert person.name == "周安全"
        assert commands.end_contact(contact_id=person.pk).valid_until == today()
        (oven,) = commands.register_appliances(site_id=file.site.pk, appliances=[{"kind": "蒸箱", "rated_flow": 3}])
        assert commands.end_appliance(appliance_id=oven.pk).valid_until == today()
        with pytest.raises(OutOfOrder):
            commands.open_contact(customer_id=file.customer.pk, name="", phone="1")
