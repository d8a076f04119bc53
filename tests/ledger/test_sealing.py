"""What is sealed is found again or found out: tampering by a superuser with the triggers off."""

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, connection
from django.utils import timezone

from ledger.context import audited
from ledger.recording import record
from ledger.sealing import verify
from ledger.sealing.notes import SigningKey, key_at, root_in
from ledger.sealing.proofs import NothingSealed, receipt
from ledger.sealing.sealer import SealBroken, lag, seal
from ledger.sealing.witness import inclusion_holds
from people.actors import SYSTEM
from tests.ledger.sealed import SEALED, act, bundle, check, log, run, seal_all, triggers_off

pytestmark = pytest.mark.django_db(transaction=True)
VERIFIER = Path(verify.__file__)


def test_the_sealed_log_verifies_on_another_machine(key, tmp_path):
    _, notes = log(key)
    (tmp_path / "log").write_bytes(bundle())
    (tmp_path / "pin").write_text(notes[1], encoding="utf-8")
    command = [
        sys.executable,
        "-I",
        "-S",
        VERIFIER,
        tmp_path / "log",
        "--key",
        key.verifier_key,
        "--pin",
        tmp_path / "pin",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("VERIFIED: events 1 to 8 under 3 checkpoints, 1 pins")
    (tmp_path / "log").write_bytes(bundle().replace(b"tried", b"tired", 1))
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stdout) == (1, "NOT VERIFIED: the first bad range is events 1 to 3\n")


def test_sealing_again_without_news_signs_nothing(key):
    log(key)
    assert seal(key).events == 0
    assert run("SELECT count(*) FROM ledger.checkpoint") == [(3,)]


def test_a_bundle_may_start_at_a_checkpoint(key):
    log(key)
    found = check(bundle(start=4), key)
    assert (found.start, found.size) == (4, 8)
    assert found.root == check(bundle(), key).root
    with pytest.raises(NothingSealed):
        bundle(start=5)


def test_a_receipt_proves_one_event_alone(key):
    ids, notes = log(key)
    held = verify.key_of(key.verifier_key)
    for number, event_id in enumerate(ids):
        found = receipt(event_id)
        checkpoint = verify.checkpoint_of(found.note.encode(), held)
        assert (found.index, found.note) == (number, notes[-1])
        assert inclusion_holds(found.body.encode(), found.index, checkpoint, list(found.proof))
        assert not inclusion_holds(found.body.encode() + b" ", found.index, checkpoint, list(found.proof))
    with pytest.raises(NothingSealed):
        receipt(act(99))


def _sql(statement):
    def tamper():
        assert run(statement) >= 1, "the tampering changed nothing"

    return tamper


def _edit_with_its_leaf():
    run("UPDATE ledger.event SET body = replace(body, 'tried', 'tired') WHERE record = '5'")
    changed = run(
        "UPDATE ledger.leaf l SET hash = sha256('\\x00'::bytea || convert_to(e.body, 'UTF8')) FROM ledger.event e "
        "WHERE e.id = l.event_id AND e.record = '5'"
    )
    assert changed == 1


def _delete_and_renumber():
    assert run("DELETE FROM ledger.leaf WHERE index = 5") == 1
    run("DELETE FROM ledger.event WHERE record = '5'")
    assert run("UPDATE ledger.leaf SET index = index - 1 WHERE index > 5") == 2


def _insert_forged():
    run("INSERT INTO ledger.event (at, kind, action, body) VALUES (now(), 'engine', 'forged', '{\"forged\": 1}')")
    run("UPDATE ledger.leaf SET index = index + 1000 WHERE index >= 5")
    run(
        "INSERT INTO ledger.leaf SELECT 5, id, at, sha256('\\x00'::bytea || convert_to(body, 'UTF8')) "
        "FROM ledger.event WHERE action = 'forged'"
    )
    assert run("UPDATE ledger.leaf SET index = index - 999 WHERE index >= 1000") == 3


def _swap_bodies():
    changed = run(
        "UPDATE ledger.event a SET body = b.body FROM ledger.event b "
        "WHERE (a.record, b.record) IN (('5', '6'), ('6', '5'))"
    )
    assert changed == 2


TAMPERINGS = {
    "edit a body": _sql("UPDATE ledger.event SET body = replace(body, 'tried', 'tired') WHERE record = '5'"),
    "edit a body and its leaf": _edit_with_its_leaf,
    "edit the time of an event": _sql("UPDATE ledger.event SET at = at + interval '1 s' WHERE record = '5'"),
    "delete": _sql("DELETE FROM ledger.event WHERE record = '5'"),
    "delete and renumber": _delete_and_renumber,
    "insert a forged one": _insert_forged,
    "reorder": _swap_bodies,
    "cut the tail of events": _sql("DELETE FROM ledger.event WHERE record = '7'"),
    "delete the last leaf": _sql("DELETE FROM ledger.leaf WHERE index = 7"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_by_a_superuser_is_found_in_its_range(key, name):
    log(key)
    before = bundle()
    assert check(before, key).size == 8
    with triggers_off():
        TAMPERINGS[name]()
    after = bundle()
    assert after != before, "the tampering changed no byte"
    with pytest.raises(verify.Refused) as caught:
        check(after, key)
    assert str(caught.value) == "the first bad range is events 5 to 8"


def _seal_anew(key):
    with triggers_off():
        run(f"TRUNCATE {', '.join(SEALED)}")
        assert run("UPDATE ledger.event SET body = replace(body, 'tried', 'tired') WHERE record = '5'") == 1
    seal_all(key)


def test_a_log_signed_anew_with_another_key_is_found(key):
    log(key)
    _seal_anew(SigningKey(private=Ed25519PrivateKey.generate()))
    with pytest.raises(verify.Refused, match="signature"):
        check(bundle(), key)


def test_a_log_written_anew_with_the_stolen_key_is_found_by_the_kept_checkpoint(key):
    _, notes = log(key)
    _seal_anew(key)
    assert check(bundle(), key).size == 8
    with pytest.raises(verify.Refused, match="first bad range"):
        check(bundle(), key, notes[-1])


def test_a_restored_backup_is_found_by_the_kept_checkpoint(key):
    _, notes = log(key)
    with triggers_off():
        run("DELETE FROM ledger.checkpoint WHERE size > 4")
        run("DELETE FROM ledger.leaf WHERE index >= 4")
        assert run("DELETE FROM ledger.event WHERE record::int >= 4") == 4
    assert check(bundle(), key).size == 4
    assert check(bundle(), key, notes[1]).size == 4
    with pytest.raises(verify.Refused, match="rolled back"):
        check(bundle(), key, notes[-1])


def test_a_log_in_a_server_that_counts_from_below_is_not_sealed_in_silence(key):
    log(key)
    with triggers_off():
        assert run("UPDATE ledger.checkpoint SET horizon = '9000000000000'::xid8 WHERE size = 8") == 1
    act(100)
    with pytest.raises(SealBroken, match="another server"):
        seal(key)


@pytest.mark.slow
def test_no_changed_byte_of_a_bundle_verifies(key):
    log(key, batches=(8,))
    good, chance, tried = bundle(), random.Random(20261121), 0
    assert check(good, key).size == 8
    while tried < 1_000:
        place, value = chance.randrange(len(good)), chance.randrange(256)
        if good[place] == value:
            continue
        tried += 1
        changed = good[:place] + bytes([value]) + good[place + 1 :]
        assert changed != good
        with pytest.raises(verify.Refused):
            check(changed, key)
    for cut in range(0, len(good), 7):
        with pytest.raises(verify.Refused):
            check(good[:cut], key)
    for extra in (b"\n", b"x", good):
        with pytest.raises(verify.Refused):
            check(good + extra, key)


def test_the_same_bytes_written_otherwise_in_base64_do_not_verify(key):
    log(key)
    good = bundle(start=4)
    assert check(good, key).start == 4
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    places = [n - 1 for n in range(1, len(good)) if good[n : n + 1] == b"=" and good[n - 1 : n] != b"="]
    assert len(places) >= 4
    for place in places:
        twin = letters[letters.index(good[place : place + 1]) ^ 1]
        changed = good[:place] + bytes([twin]) + good[place + 1 :]
        with pytest.raises(verify.Refused):
            check(changed, key)


def test_the_sealer_signs_nothing_over_a_broken_log(key):
    log(key)
    with triggers_off():
        assert run("UPDATE ledger.checkpoint SET frontier = ARRAY[sha256('x')] WHERE size = 8") == 1
    act(100)
    with pytest.raises(SealBroken, match="frontier"):
        seal(key)
    with pytest.raises(SealBroken, match="key"):
        seal(SigningKey(private=Ed25519PrivateKey.generate()))


@pytest.mark.parametrize("table", ["ledger.leaf", "ledger.checkpoint"])
@pytest.mark.parametrize("act_", ["DELETE FROM {}", "TRUNCATE {}"])
def test_leaves_and_checkpoints_only_grow(key, table, act_):
    log(key)
    with pytest.raises(DatabaseError, match="only grows"):
        run(act_.format(table))


def test_an_open_transaction_holds_the_seal_back_and_loses_nothing(key):
    begun, go_on = threading.Event(), threading.Event()

    def slow():
        with audited(actor=SYSTEM):
            record(kind="engine", action="slow")
            begun.set()
            go_on.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(20)
    act(1)
    assert seal(key).events == 0
    assert lag(timezone.now()).total_seconds() > 0
    go_on.set()
    thread.join()
    assert seal_all(key).events == 2
    assert lag(timezone.now()).total_seconds() == 0


def test_twelve_writers_while_sealing_lose_no_event(key):
    barrier, done, often, wrote = threading.Barrier(13), threading.Event(), threading.Event(), []

    def write(writer):
        barrier.wait(30)
        chance = random.Random(writer)
        mine = []
        for turn in range(1000):  # at least twenty-five, and on until some of it was sealed three times
            if turn >= 25 and often.is_set():
                break
            with audited(actor=SYSTEM):
                mine += [
                    record(kind="engine", action="race", record=f"{writer}.{turn}.{n}")
                    for n in range(chance.randrange(1, 4))
                ]
        wrote.extend(mine)
        connection.close()

    def keep_sealing():
        barrier.wait(30)
        while not done.is_set():
            seal(key)
            if run("SELECT count(*) > 2 FROM ledger.checkpoint") == [(True,)]:
                often.set()
        connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(12)]
    sealing = threading.Thread(target=keep_sealing)
    for thread in (*threads, sealing):
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    sealing.join()
    seal_all(key)
    sealed = [row[0] for row in run("SELECT event_id FROM ledger.leaf ORDER BY index")]
    assert sorted(sealed) == sorted(wrote)
    assert len(wrote) > 300
    assert run("SELECT count(*) > 2 FROM ledger.checkpoint") == [(True,)]
    assert check(bundle(), key).size == len(wrote)


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path):
    made = key_at(tmp_path / "deep" / "key")
    assert key_at(tmp_path / "deep" / "key").verifier_key == made.verifier_key
    assert (tmp_path / "deep" / "key").stat().st_mode & 0o777 == 0o400
    note = made.checkpoint(size=3, root=b"\7" * 32)
    assert root_in(note) == b"\7" * 32
    held = verify.key_of(made.verifier_key)
    assert verify.checkpoint_of(note.encode(), held) == verify.Checkpoint(size=3, root=b"\7" * 32)
    with pytest.raises(verify.Refused, match="copied wrongly"):
        verify.key_of(made.verifier_key.replace(made.ident.hex(), "00000000"))


def test_the_verifiers_own_ed25519_agrees_with_the_library():
    chance = random.Random(7)
    for size in (0, 1, 33, 200):
        private, message = Ed25519PrivateKey.generate(), chance.randbytes(size)
        public, signature = private.public_key().public_bytes_raw(), private.sign(message)
        assert verify.signature_holds(public, message, signature)
        assert not verify.signature_holds(public, message + b"x", signature)
        for place in (0, 31, 32, 63):
            broken = bytearray(signature)
            broken[place] ^= 1
            assert not verify.signature_holds(public, message, bytes(broken))
    high = (int.from_bytes(signature[32:], "little") + verify.Q).to_bytes(32, "little")
    assert not verify.signature_holds(public, message, signature[:32] + high)
