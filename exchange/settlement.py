"""What the bank collected: to the process that waits for the notice, else straight to the charge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from engine.commands import deliver_message
from engine.commands.correlation import waiting_places
from exchange.cells import CHINA
from exchange.layouts import SETTLEMENT_CSV, SETTLEMENT_FIXED
from exchange.outcomes import Outcome, RowRefused
from exchange.problems import Problem
from exchange.reading import Line, Parsed
from exchange.records import is_fixed, read_records
from ledger.context import audited
from people.actors import Actor
from registers import commands
from registers.models import Charge

MESSAGE = "payment_received"
KEPT_SECONDS = 365 * 24 * 3600
"""How long a payment is kept for a process that cannot take it now: money does not expire in a week."""


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
    """Notices that nobody knows, canceled charges, and what the bank could not collect."""
    problems = []
    for line in lines:
        if line.values["result"] != "00":
            problems.append(Problem(line.number, "result", "collection_failed", line.values["result"], warning=True))
        elif not is_awaited(line):
            try:
                charge = _charge(line)
            except RowRefused as refused:
                problems.append(refused.problem)
            else:
                problems += _overpaid(line, charge, commands.received_for(charge) + line.values["amount"])
    return problems


def apply(line: Line, actor: Actor) -> Outcome:
    """The payment, delivered or registered."""
    if line.values["result"] != "00":
        warning = Problem(line.number, "result", "collection_failed", line.values["result"], warning=True)
        return Outcome("not_collected", warnings=(warning,))
    return _deliver(line, actor) if is_awaited(line) else _register(line, actor)


def is_awaited(line: Line) -> bool:
    """Whether a process waits for the payment of exactly this notice."""
    return line.values["result"] == "00" and bool(waiting_places(MESSAGE, line.values["notice_no"]))


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
    charge = _charge(line)
    instance = charge.charged_in or f"import:{key_of(line)}"
    with audited(actor=actor, instance_id=instance, reason="银行结算文件"):
        paid = commands.record_payment(
            charge_number=charge.number,
            amount=line.values["amount"],
            method="collection",
            reference=f"settlement:{key_of(line)}",
            paid_at=dt.datetime.combine(line.values["paid_on"], dt.time(12), CHINA),
        )
    return Outcome("registered", paid.number, _overpaid(line, paid, commands.received_for(paid)))


def _charge(line: Line) -> Charge:
    number = line.values["notice_no"]
    found = list(Charge.objects.filter(number=number)[:1]) or list(Charge.objects.filter(notice_no=number)[:2])
    if not found:
        raise RowRefused(Problem(line.number, "notice_no", "unknown_notice", number))
    if len(found) > 1:
        raise RowRefused(Problem(line.number, "notice_no", "ambiguous_notice", number))
    if found[0].state == Charge.State.CANCELED:
        raise RowRefused(Problem(line.number, "notice_no", "charge_canceled", found[0].number))
    return found[0]


def _overpaid(line: Line, charge: Charge, received: Decimal) -> tuple[Problem, ...]:
    over = received - charge.amount
    if over <= 0:
        return ()
    return (Problem(line.number, "amount", "overpaid", f"{over:.2f}", warning=True),)
