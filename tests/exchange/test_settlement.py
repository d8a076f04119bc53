"""Settlement files of the bank: real bytes in GBK and UTF-8, whole and broken."""

import subprocess
import sys
import time
from decimal import Decimal

import pytest

from engine.commands import deploy_definition
from engine.testing import start
from exchange.collecting import choose, download
from exchange.kinds import KINDS
from exchange.models import Collection, ImportRow, ImportRun
from exchange.problems import text
from exchange.refusals import MayNotImport, NothingToCollect, NotImportable
from exchange.runs import advance, check_file, confirm
from exchange.settlement import key_of
from people.actors import SYSTEM
from people.models import today
from registers import commands
from registers.models import Charge, LedgerEntry, Payment
from tests.engine.drawing import Drawing
from tests.registers.conftest import sql
from tests.standins.bank import settlement, settlement_csv

BANK = "中国工商银行合肥蜀山支行"


def row(serial, notice, fen, **more):
    return {"serial": serial, "notice": notice, "payer": "合肥徽味餐饮有限公司", "fen": fen, **more}


def write(*rows, make=settlement, batch="B1"):
    return make(list(rows), batch=batch, day="20261103")


def checked(content, actor=SYSTEM, kind="settlement"):
    return check_file(kind=kind, name="bank.txt", content=content, actor=actor)


def imported(content, actor=SYSTEM, kind="settlement"):
    run = confirm(run_id=checked(content, actor, kind).pk, actor=actor)
    while run.state == "RUNNING":
        run = advance(run_id=run.pk, actor=actor)
    return run


def problems(run):
    return [(p.row, p.column, p.code) for p in run.problems.order_by("row", "id")]


@pytest.mark.parametrize("make", [settlement, settlement_csv])
def test_a_file_of_either_layout_pays_the_charges(charges, make):
    run = imported(write(row("S1", "TZ-100", 10000), row("S2", charges[1].number, 20000), make=make))
    assert (run.state, run.imported, run.total, run.batch_no) == ("DONE", 2, Decimal(300), "B1")
    assert [Charge.objects.get(pk=c.pk).state for c in charges] == ["PAID", "PAID", "OPEN"]
    assert Payment.objects.get(charge=charges[0]).reference == "settlement:102361000013:S1"
    assert LedgerEntry.objects.filter(kind="payment").count() == 2


def test_a_dry_run_changes_nothing_and_says_every_problem(charges):
    run = checked(write(row("S1", "TZ-404", 1), row("S2", "TZ-100", 10050), row("S3", "TZ-200", 20000, result="01")))
    assert problems(run) == [
        (2, "notice_no", "unknown_notice"),
        (3, "amount", "overpaid"),
        (4, "result", "collection_failed"),
    ]
    assert (run.state, run.failed, run.warned, run.total) == ("CHECKED", 1, 2, Decimal("300.51"))
    assert not Payment.objects.exists()
    assert not ImportRow.objects.exists()


def test_the_same_file_again_is_the_same_run(charges):
    content = write(row("S1", "TZ-100", 10000))
    first = imported(content)
    again = checked(content)
    assert (again.pk, again.state) == (first.pk, "DONE")
    with pytest.raises(NotImportable):
        confirm(run_id=again.pk, actor=SYSTEM)
    assert Payment.objects.count() == 1


def test_a_row_counts_once_over_all_files(charges):
    imported(write(row("S1", "TZ-100", 10000)))
    run = imported(write(row("S1", "TZ-100", 10000), row("S2", "TZ-200", 20000), batch="B1"))
    assert (run.imported, run.skipped) == (1, 1)
    run = imported(write(row("S1", "TZ-100", 9900)))
    assert problems(run) == [(2, "", "key_reused")]
    assert run.imported == 0
    assert Payment.objects.count() == 2


def test_a_row_that_failed_is_taken_when_its_notice_is_known(charges, in_process, file):
    content = write(row("S1", "TZ-900", 90000), row("S2", "TZ-100", 10000))
    assert (imported(content).failed, Payment.objects.count()) == (1, 1)
    with in_process():
        commands.post_charge(unit_id=file.unit.pk, kind="气费", amount=Decimal(900), notice_no="TZ-900")
    run = imported(content)
    assert (run.imported, run.skipped, run.failed) == (1, 1, 0)
    assert Payment.objects.count() == 2


def test_a_process_that_waits_receives_its_payment_and_nothing_is_registered(charges, company):
    waiting = Drawing("fee").start().user_task("bill").catch_message("paid", "payment_received").user_task("look").end()
    deploy_definition(files={"process.bpmn": waiting.xml()}, actor=SYSTEM)
    case = start("fee", by="cashier", business="JF-7").complete("bill", by="cashier")
    content = write(row("S1", "JF-7", 2000050), row("S2", "TZ-100", 10000), row("S3", "TZ-200", 20000))
    run = imported(content)
    assert (run.imported, run.failed) == (3, 0)
    assert case.waiting_at() == ["look"]
    assert (case.variables["paid_amount"], case.variables["paid_on"]) == (Decimal("20000.5"), "2026-11-03")
    row_of_it = ImportRow.objects.get(row=2)
    assert (row_of_it.outcome, row_of_it.record) == ("delivered", str(case.id))
    assert sql("SELECT message_id FROM message") == [("settlement:102361000013:S1",)]
    assert Payment.objects.count() == 2


def test_a_canceled_charge_takes_no_money(charges, in_process):
    with in_process():
        commands.reverse_charge(charge_number=charges[0].number, text="错开")
    assert problems(imported(write(row("S1", "TZ-100", 10000)))) == [(2, "notice_no", "charge_canceled")]


WHOLE = write(row("S1", "TZ-100", 10000), row("S2", "TZ-200", 20000))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (WHOLE[: WHOLE.rindex(b"\r\nT")], "truncated"),
        (WHOLE[: WHOLE.rindex(b"\r\nT") - 20], "wrong_width"),
        (WHOLE.replace(b"00000000030000", b"00000000030001"), "wrong_total"),
        (WHOLE.replace(b"T00000002", b"T00000003"), "wrong_count"),
        (WHOLE.replace("合肥".encode("gbk"), b"\xff\xff\xff\xff"), "wrong_encoding"),
        (WHOLE.replace(b"\r\nDS2", b"\r\nXS2"), "unknown_record"),
        (
            write(row("S1", "TZ-100", 10000), make=settlement_csv).replace("合肥".encode(), b"\xba\xcf"),
            "wrong_encoding",
        ),
        (write(row("S1", "TZ-100", 10000), make=settlement_csv).replace(b"D,S1,", b"D,"), "wrong_columns"),
        (write(row("S1", "TZ-100", 10000), make=settlement_csv).replace(b",100.00,", b",1e2x,"), "not_an_amount"),
    ],
)
def test_a_broken_file_is_refused_as_a_whole(charges, content, code):
    run = checked(content)
    assert run.state == "REFUSED"
    assert code in {p.code for p in run.problems.all()}
    for problem in run.problems.all():
        assert all(text(problem.code, problem.subject, lang) for lang in ("zh", "en"))
    with pytest.raises(NotImportable):
        confirm(run_id=run.pk, actor=SYSTEM)
    assert not Payment.objects.exists()


def test_only_finance_imports_settlements(charges, people):
    with pytest.raises(MayNotImport):
        checked(WHOLE, people("surveyor"))
    run = imported(WHOLE, people("finance_officer"))
    assert run.confirmed_by.username == "finance_officer"
    told = sql(
        "SELECT body::jsonb ->> 'new' IS NULL, action FROM ledger.event WHERE action LIKE 'import_%%' ORDER BY id"
    )
    assert [action for _, action in told] == ["import_checked", "import_confirmed", "import_finished"]


def test_the_bank_collects_what_is_open(charges, tmp_path):
    out, back = tmp_path / "out", tmp_path / "back"
    out.mkdir(), back.mkdir()
    made = choose(bank=BANK, bank_code="102361000013", batch_no="TS1", made_on=today(), layout="fixed", actor=SYSTEM)
    assert (made.row_count, made.total, made.digest) == (3, Decimal(600), "")
    name, content = download(collection_id=made.pk, actor=SYSTEM)
    bank = subprocess.Popen([sys.executable, "-m", "tests.standins.bank", str(out), str(back)])
    try:
        (out / "TS1.part").write_bytes(content)
        (out / "TS1.part").rename(out / name)
        for _ in range(400):
            if (back / name).exists():
                break
            time.sleep(0.05)
    finally:
        bank.terminate()
        bank.wait()
    run = imported((back / name).read_bytes())
    assert (run.imported, run.failed, run.total) == (3, 0, Decimal(600))
    assert not Charge.objects.filter(state="OPEN").exists()
    assert Collection.objects.get().state == "ANSWERED"
    with pytest.raises(NothingToCollect):
        choose(bank=BANK, bank_code="1", batch_no="TS2", made_on=today(), layout="csv", actor=SYSTEM)


def test_a_run_left_in_the_middle_goes_on(charges):
    run = confirm(run_id=checked(WHOLE).pk, actor=SYSTEM)
    assert (run.state, run.position) == ("RUNNING", 0)
    assert ImportRun.objects.get(pk=checked(WHOLE).pk).state == "RUNNING"
    assert advance(run_id=run.pk, actor=SYSTEM).imported == 2


def test_ten_thousand_rows_are_read_and_added_up():
    parsed = KINDS["settlement"].read(write(*(row(f"S{n}", f"TZ-{n}", 100 + n) for n in range(10_000))))
    assert (parsed.count, parsed.total) == (10_000, Decimal(50_995_000) / 100)
    assert len({key_of(line) for line in parsed.lines}) == 10_000
