"""Each session numbers its events: what was removed before the seal is found, what was rolled back is not missed."""

import io
import random
import subprocess
import sys
import threading

import pytest
from django.db import connection, transaction

from ledger.context import audited
from ledger.recording import record
from ledger.sealing import verify
from ledger.sealing.sealer import seal
from ledger.sealing.streams import NUMBERED
from people.actors import SYSTEM
from tests.ledger.sealed import act, bundle, check, run, seal_all, triggers_off

pytestmark = pytest.mark.django_db(transaction=True)


def numbers():
    """The stream and number of every event in the order of the log."""
    told = [NUMBERED.match(body.encode()) for (body,) in run("SELECT body FROM ledger.event ORDER BY id")]
    return [(int(one[2]), int(one[1])) for one in told]


def test_a_session_counts_its_events_from_one(key):
    ids = [act(n) for n in range(3)]
    assert numbers() == [(ids[0], 1), (ids[0], 2), (ids[0], 3)]


def fail_inside(manager, action):
    with manager:
        record(kind="engine", action=action)
        raise ZeroDivisionError


def test_what_is_rolled_back_leaves_no_gap(key):
    act(1)
    with pytest.raises(ZeroDivisionError):
        fail_inside(audited(actor=SYSTEM), "lost")
    with audited(actor=SYSTEM):
        record(kind="engine", action="kept")
        with pytest.raises(ZeroDivisionError):
            fail_inside(transaction.atomic(), "lost with its savepoint")
        record(kind="engine", action="kept too")
    assert [number for _, number in numbers()] == [1, 2, 3]
    assert seal_all(key).gaps == ()


@pytest.mark.parametrize(("removed", "after"), [(0, 1), (2, 3)])
def test_an_event_removed_before_its_seal_is_found(key, tmp_path, removed, after):
    ids = [act(n) for n in range(5)]
    with triggers_off():
        assert run("DELETE FROM ledger.event WHERE id = %s", ids[removed]) == 1
    (gap,) = seal_all(key).gaps
    assert (gap.event_id, gap.stream, gap.expected, gap.found) == (ids[after], ids[0], removed + 1, after + 1)
    assert run("SELECT event_id, expected, found FROM ledger.gap") == [(ids[after], removed + 1, after + 1)]
    found = check(bundle(), key)
    assert found.missing == (f"before event {after} number {removed + 1} of session {ids[0]} is missing",)
    (tmp_path / "log").write_bytes(bundle())
    command = [sys.executable, "-I", "-S", verify.__file__, "log", "--key", key.verifier_key]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.splitlines()[1] == f"NOT COMPLETE: {found.missing[0]}"


def test_an_event_removed_between_two_seals_is_found(key):
    act(0)
    seal_all(key)
    gone = act(1)
    with triggers_off():
        assert run("DELETE FROM ledger.event WHERE id = %s", gone) == 1
    after = act(2)
    assert [(gap.event_id, gap.expected, gap.found) for gap in seal_all(key).gaps] == [(after, 2, 3)]
    assert len(check(bundle(), key).missing) == 1
    assert seal_all(key).gaps == ()


def test_a_forged_event_with_a_number_of_its_own_is_found(key):
    first = act(0)
    with triggers_off():
        body = run("SELECT body FROM ledger.event")[0][0].replace("tried", "forged")
        assert "forged" in body
        run("INSERT INTO ledger.event (at, kind, action, body) VALUES (now(), 'engine', 'forged', %s)", body)
    (gap,) = seal_all(key).gaps
    assert (gap.stream, gap.expected, gap.found) == (first, 2, 1)


def test_a_bundle_that_starts_in_the_middle_misses_nothing_it_cannot_know(key):
    for batch in range(3):
        act(batch)
        seal_all(key)
    assert check(bundle(start=1), key).missing == ()
    held = verify.key_of(key.verifier_key)
    parts = [bundle(until=1), bundle(start=1, until=2), bundle(start=2)]
    whole = verify.verify_all([io.BytesIO(part) for part in parts], held, [])
    assert (whole.start, whole.size, whole.missing) == (0, 3, ())
    for wrong in ([parts[0], parts[2]], [parts[1], parts[0]], [parts[0], parts[0]]):
        with pytest.raises(verify.Refused, match="does not continue"):
            verify.verify_all([io.BytesIO(part) for part in wrong], held, [])


def test_writers_that_roll_back_while_sealing_leave_no_gap(key):
    barrier, done, gaps = threading.Barrier(9), threading.Event(), []

    def write(writer):
        barrier.wait(30)
        chance = random.Random(writer)
        for _ in range(25):
            try:
                with audited(actor=SYSTEM):
                    for _ in range(chance.randrange(1, 4)):
                        record(kind="engine", action="race")
                    if chance.random() < 0.3:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                continue
        connection.close()

    def keep_sealing():
        barrier.wait(30)
        while not done.is_set():
            gaps.extend(seal(key).gaps)
        connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    sealing = threading.Thread(target=keep_sealing)
    for thread in (*threads, sealing):
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    sealing.join()
    gaps.extend(seal_all(key).gaps)
    assert gaps == []
    assert len({stream for stream, _ in numbers()}) == 8
    found = check(bundle(), key)
    assert (found.missing, found.size > 100) == ((), True)
