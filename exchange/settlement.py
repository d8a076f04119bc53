"""What the bank collected: to the process that waits for the notice, else straight to the charge."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, Sum

from engine.commands import deliver_message
from engine.commands.correlation import awaited_keys, waiting_places
from exchange.answering import answer
from exchange.cells import CHINA
from exchange.covering import covered
from exchange.layouts import SETTLEMENT_CSV, SETTLEMENT_FIXED
from exchange.outcomes import Outcome, RowRefused
from exchange.problems import Problem
from exchange.reading import Line, Parsed
from exchange.records import is_fixed, read_records
from ledger.context import audited
from people.actors import Actor
from registers import commands
from registers.models import Charge, Payment

MESSAGE = "payment_received"
PERMISSION = "import_settlement"
COLLECTED = "00"
KEPT_SECONDS = 365 * 24 * 3600
"""How long a payment is kept for a process that cannot take it now: money does not expire in a week."""


@dataclass(frozen=True, slots=True)
class Book:
    """The charges that a file may mean, and what has been paid for each."""

    by_number: dict[str, Charge]
    by_notice: dict[str, list[Charge]]
    received: dict[int, Decimal] = field(default_factory=dict)


def read(content: bytes) -> Parsed:
    """The rows of a settlement file of either layout; each carries the bank's code."""
    parsed = read_records(content, SETTLEMENT_FIXED if is_fixed(content) else SETTLEMENT_CSV)
    bank = (parsed.header or {})["bank"]
    lines = tuple(Line(line.number, {**line.values, "bank": bank}) for line in parsed.lines)
    return Parsed(parsed.layout, lines, (), parsed.count, parsed.total, parsed.header)


def key_of(line: Line) -> str:
    """The bank and its serial number."""
    return f"{line.values['bank']}:{line.values['serial']}"


def check(lines: Sequence[Line], actor: Actor) -> list[Problem]:
    """Notices that nobody knows, canceled charges, sums that do not fit, and what the bank could not collect."""
    awaited = awaited_keys(MESSAGE, {line.values["notice_no"] for line in lines})
    book = _book(lines, actor)
    received = defaultdict(Decimal, book.received)
    problems = []
    for line in lines:
        if line.values["result"] != COLLECTED:
            problems.append(_not_collected(line))
        elif line.values["notice_no"] not in awaited:
            try:
                charge = _charge(line, book)
            except RowRefused as refused:
                problems.append(refused.problem)
            else:
                received[charge.pk] += line.values["amount"]
                problems += _unequal(line, charge, received[charge.pk])
    return problems


def apply(line: Line, actor: Actor) -> Outcome:
    """The payment, delivered or registered; the collection file that asked for it has its answer."""
    if line.values["result"] != COLLECTED:
        answer(line.values["notice_no"], line.values["result"], None)
        return Outcome("not_collected", warnings=(_not_collected(line),))
    outcome = _deliver(line, actor) if is_awaited(line) else _register(line, actor)
    answer(line.values["notice_no"], COLLECTED, line.values["amount"])
    return outcome


def is_awaited(line: Line) -> bool:
    """Whether a process waits for the payment of exactly this notice."""
    return line.values["result"] == COLLECTED and bool(waiting_places(MESSAGE, line.values["notice_no"]))


def _not_collected(line: Line) -> Problem:
    return Problem(line.number, "result", "collection_failed", line.values["result"], warning=True)


def _deliver(line: Line, actor: Actor) -> Outcome:
    delivered = deliver_message(
        name=MESSAGE,
        correlation_key=line.values["notice_no"],
        variables={
            "paid_amount": line.values["amount"],
            "paid_on": line.values["paid_on"].isoformat(),
            "payment_method": "collection",
            "payment_reference": key_of(line),
        },
        actor=actor,
        message_id=f"settlement:{key_of(line)}",
        keep_seconds=KEPT_SECONDS,
        right="import_settlement",
    )
    if delivered.status == "buffered":
        warning = Problem(line.number, "notice_no", "kept_waiting", line.values["notice_no"], warning=True)
        return Outcome("buffered", warnings=(warning,))
    return Outcome(delivered.status, delivered.instance_id or "")


def _register(line: Line, actor: Actor) -> Outcome:
    charge = _charge(line, _book([line], actor))
    instance = charge.charged_in or f"import:{key_of(line)}"
    with audited(actor=actor, instance_id=instance, reason="银行结算文件"):
        paid = commands.record_payment(
            charge_number=charge.number,
            amount=line.values["amount"],
            method="collection",
            reference=f"settlement:{key_of(line)}",
            paid_at=dt.datetime.combine(line.values["paid_on"], dt.time(12), CHINA),
        )
    return Outcome("registered", paid.number, _unequal(line, paid, commands.received_for(paid)))


def _book(lines: Sequence[Line], actor: Actor) -> Book:
    """The charges of the actor's customers, and of applicants who are nobody's customers yet."""
    numbers = sorted({line.values["notice_no"] for line in lines})
    mine = covered(PERMISSION, actor, "customer__unit__path") | Q(customer=None)
    found = list(Charge.objects.filter(mine, Q(number__in=numbers) | Q(notice_no__in=numbers)))
    paid = Payment.objects.filter(charge__in=[c.pk for c in found]).values("charge").annotate(total=Sum("amount"))
    by_notice: dict[str, list[Charge]] = defaultdict(list)
    for charge in found:
        by_notice[charge.notice_no].append(charge)
    return Book({c.number: c for c in found}, by_notice, {row["charge"]: row["total"] for row in paid})


def _charge(line: Line, book: Book) -> Charge:
    number = line.values["notice_no"]
    found = [book.by_number[number]] if number in book.by_number else book.by_notice.get(number, [])
    if not found:
        raise RowRefused(Problem(line.number, "notice_no", "unknown_notice", number))
    if len(found) > 1:
        raise RowRefused(Problem(line.number, "notice_no", "ambiguous_notice", number))
    if found[0].state == Charge.State.CANCELED:
        raise RowRefused(Problem(line.number, "notice_no", "charge_canceled", found[0].number))
    return found[0]


def _unequal(line: Line, charge: Charge, received: Decimal) -> tuple[Problem, ...]:
    over = received - charge.amount
    if over == 0:
        return ()
    code = "overpaid" if over > 0 else "partly_paid"
    return (Problem(line.number, "amount", code, f"{abs(over):.2f}", warning=True),)
