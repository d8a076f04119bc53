"""The ways that a recovery may go; together they take every flow of the diagram."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.scenarios.jobs import memory_jobs
from tests.scenarios.scenario import Scenario

LEAD: dict[str, Any] = {
    "lead_serial": "AL0003", "lead_source": "analysis", "signs": ["seal_broken", "flow_drop"],
    "lead_reason": "气量骤降，封签破损。",
}  # fmt: skip
TO_THE_FINDING = ("review_lead", "collect_evidence", "witness_evidence", "conclude_finding")
TO_THE_DELIVERY = ("prepare_sheet", "review_law", "approve_recovery", "deliver_decision")
TO_THE_END = ("judge_credit", "conclude_case")
TEST = ("verify_suspicion", "plan_visit", "visit_site", "issue_new_meter", "swap_on_site", "confirm_swap",
        "hand_over_meter", "record_test", "review_basis", "dispose_old_meter")  # fmt: skip


def recovery(runtime: Any, **changes: Any) -> Scenario:
    """A running recovery from an alarm."""
    return Scenario("penalty_recovery", runtime, memory_jobs(), **(LEAD | changes))


def _through(case: Scenario, *elements: str, plan: dict[str, Any] | None = None) -> None:
    for element in elements:
        case.complete(element, plan)
        while element == "approve_recovery" and case.waiting_at()[element]:
            case.complete(element, plan)


def _decided(runtime: Any, plan: dict[str, Any] | None = None) -> Scenario:
    """Delivered, and waiting for the customer."""
    case = recovery(runtime)
    _through(case, *TO_THE_FINDING, *TO_THE_DELIVERY, plan=plan)
    assert case.waiting_at()["prepare_sheet"] == 0
    return case


def _rectified(case: Scenario) -> None:
    """The called rectification goes its own way to its end, however many tasks that takes."""
    for _ in range(30):
        if case.waiting_at()["restore_after_payment"]:
            return
        case.complete(next(iter(case.waiting_at())))


def paid_at_once(runtime: Any) -> Scenario:
    """Two inspectors, two methods, one approval; accepted, paid in two sittings, nothing suspended."""
    case = _decided(runtime)
    seen = case.variables()
    # (4.5 × 2) × 8 × 60 − 400 = 3920 m³ at 3.86, doubled by the multiple 1
    assert (str(seen["recovery_volume"]), str(seen["recovery_amount"]), seen["score"]) == ("3920.000", "30262.40", 60)
    assert [str(one["volume"]) for one in seen["estimates"]] == ["4320.000", "19200.000"]
    case.message("decision_accepted", seen["notice_no"])
    _through(case, "agree_payment")
    case.complete("receive_instalment", {"paid": 100.0})
    _through(case, "receive_instalment", *TO_THE_END)
    case.expect_ended_at("case_closed")
    assert case.variables()["recovery_outcome"] == "recovered"
    return case


def instalments_each_with_its_timer(runtime: Any) -> Scenario:
    """Three parts: one by the bank's file, one late after a letter, one at the counter; the gas comes back."""
    case = _decided(runtime, {"suspend": True, "hazard": True, "began": 0})
    case.message("decision_accepted", case.variables()["notice_no"])
    case.complete("agree_payment", {"parts": 3, "off": 1})
    case.complete("agree_payment", {"parts": 3})
    parts = case.variables()["instalments"]
    assert sum(Decimal(str(one["amount"])) for one in parts) == case.variables()["recovery_amount"]
    case.expect_waiting_at("receive_instalment", "receive_instalment", "receive_instalment", "suspend_for_theft")
    case.message(
        "payment_received", parts[1]["notice_no"], paid_amount=parts[1]["amount"], payment_reference="B1"
    )  # fmt: skip
    case.wait(days=31)
    assert (case.jobs_done["tell_overdue_payer"], case.jobs_done["print_dunning"]) == (1, 0)
    case.wait(days=15)
    assert case.jobs_done["print_dunning"] == 1
    case.complete("receive_instalment")
    case.complete("receive_instalment")
    _through(case, "suspend_for_theft")
    _rectified(case)
    case.expect_waiting_at("restore_after_payment")
    _through(case, "restore_after_payment", *TO_THE_END)
    case.expect_ended_at("case_closed")
    return case


def surplus_goes_to_the_next(runtime: Any) -> Scenario:
    """One payment covers the first part, the second and some of the third; the rest is paid at the counter."""
    case = _decided(runtime)
    case.message("decision_accepted", case.variables()["notice_no"])
    case.complete("agree_payment", {"equal": 3})
    parts = case.variables()["instalments"]
    amount = Decimal(str(parts[0]["amount"]))
    case.message("payment_received", parts[0]["notice_no"], paid_amount=amount * 2 + 100, payment_reference="B1")
    case.expect_waiting_at("receive_instalment")
    (last,) = case.tasks("receive_instalment")
    seen = case.variables(last.scope_id)
    assert (seen["instalment"]["no"], seen["instalment_received"]) == (3, Decimal(100))
    case.complete("receive_instalment", {"paid": float(Decimal(str(parts[2]["amount"])) - 100)})
    _through(case, *TO_THE_END)
    case.expect_ended_at("case_closed")
    return case


def never_paid_and_handed_over(runtime: Any) -> Scenario:
    """Refused at the door, silent, overdue: text, letter, one more period, then the police; gas stays off."""
    case = _decided(runtime, {"suspend": True, "delivered": "refused"})
    case.wait(days=8)
    _through(case, "suspend_for_theft", "agree_payment")
    case.wait(days=61)
    case.complete("refer_to_law", {"refer": "wait"})
    case.wait(days=31)
    case.complete("refer_to_law")
    assert case.jobs_done["restore_after_payment"] == 0
    case.complete("judge_credit", {"credit": "change"})
    case.complete_all("sign_change")
    case.wait(minutes=1)
    _through(case, "verify_change")
    case.complete("conclude_case")
    case.expect_ended_at("case_closed")
    assert case.variables()["recovery_outcome"] == "handed_over"
    return case


def objection_changes_the_decision(runtime: Any) -> Scenario:
    """Two of three say change: the charge is reversed, another sheet goes the whole way; the second objection fails."""
    case = _decided(runtime)
    case.message("objection_filed", case.variables()["notice_no"], objection="设备只有一台。", objected_by="王建国")
    votes = {"finance_officer": "change", "market_approver": "change", "chief_engineer": "uphold"}
    case.complete("review_objection", {"votes": votes})
    case.complete("review_objection", {"votes": votes})
    case.expect_waiting_at("prepare_sheet")
    assert case.jobs_done["cancel_charge"] == 1
    figures = {"figures": {"appliances": [{"name": "炒菜灶", "rated_flow": 4.5, "quantity": 1}]}}
    _through(case, *TO_THE_DELIVERY, plan=figures)
    assert str(case.variables()["recovery_amount"]) == "13587.20"
    case.message("objection_filed", case.variables()["notice_no"], objection="仍有异议。", objected_by="王建国")
    split = {"finance_officer": "change", "market_approver": "withdraw", "chief_engineer": "uphold"}
    for _ in range(3):
        case.complete("review_objection", {"votes": split})
    case.expect_waiting_at("agree_payment")
    _through(case, "agree_payment", "receive_instalment", *TO_THE_END)
    case.expect_ended_at("case_closed")
    return case


def objection_withdraws_the_decision(runtime: Any) -> Scenario:
    """The committee withdraws it: nothing is owed, gas comes back."""
    case = _decided(runtime, {"suspend": True})
    case.message("objection_filed", case.variables()["notice_no"], objection="非我所为。", objected_by="王建国")
    case.complete("review_objection", {"votes": "withdraw"})
    case.complete("review_objection", {"votes": "withdraw"})
    _through(case, "suspend_for_theft", "restore_after_payment", *TO_THE_END)
    case.expect_ended_at("case_closed")
    assert case.variables()["recovery_outcome"] == "withdrawn"
    return case


def sent_back_on_its_way(runtime: Any) -> Scenario:
    """A figure is missing, the lawyer returns it, an approver returns it; a big amount takes three approvals."""
    case = recovery(runtime)
    _through(case, *TO_THE_FINDING, plan={"city": "云州"})
    case.complete("prepare_sheet", {"methods": ["measured", "appliances"]})
    case.expect_waiting_at("prepare_sheet")
    _through(case, "prepare_sheet", "review_law", plan={"law": "return"})
    big = {"chosen": "meter_qmax", "law": "pass"}
    _through(case, "prepare_sheet", "review_law", plan=big)
    assert case.variables()["tier"]["level"] == "company"
    case.complete("approve_recovery")
    case.complete("approve_recovery", {"tier": "return"})
    _through(case, "prepare_sheet", "review_law", "approve_recovery", plan=big)
    _through(case, "deliver_decision")
    case.wait(days=8)
    _through(case, "agree_payment", "receive_instalment", *TO_THE_END)
    case.expect_ended_at("case_closed")
    return case


def meter_is_tested_and_nothing_found(runtime: Any) -> Scenario:
    """Sealed and tested by meter replacement; the test is passed, the case is closed."""
    case = recovery(runtime)
    _through(case, "review_lead")
    case.complete("collect_evidence", {"test": True})
    _through(case, "witness_evidence")
    for element in TEST:
        case.complete(element, {"error": 0.8, "disposal": "stock"})
    assert case.variables()["test_error_percent"] == Decimal("0.8")
    case.complete("conclude_finding", {"finding": "none"})
    case.expect_ended_at("no_violation")
    return case


def corrected_then_dropped(runtime: Any) -> Scenario:
    """The serial was misread; the score does not warrant a case."""
    case = recovery(runtime, lead_serial="NONE1", signs=["flow_drop"])
    case.complete("correct_lead")
    assert case.variables()["score"] == 20
    case.complete("review_lead", {"lead": "drop"})
    case.expect_ended_at("lead_dropped")
    return case


def void(runtime: Any) -> Scenario:
    """No such meter."""
    case = recovery(runtime, lead_serial="NONE1")
    case.complete("correct_lead", {"lead_correction": "void"})
    case.expect_ended_at("lead_void")
    return case


STORIES = (
    paid_at_once,
    instalments_each_with_its_timer,
    surplus_goes_to_the_next,
    never_paid_and_handed_over,
    objection_changes_the_decision,
    objection_withdraws_the_decision,
    sent_back_on_its_way,
    meter_is_tested_and_nothing_found,
    corrected_then_dropped,
    void,
)
