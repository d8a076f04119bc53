"""A month leaves the database for a bundle: the rest and the bundle still verify, alone and together."""

import io

import pytest
from django.core.management import CommandError, call_command

from ledger.doctor import findings
from ledger.sealing import verify
from ledger.sealing.bundles import MonthDetached, export
from ledger.sealing.proofs import receipt
from ledger.sealing.witness import inclusion_holds
from tests.ledger.sealed import act, bundle, check, log, run, seal_all, triggers_off

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def old_month(key):
    """Four sealed events of May 2020, one of now sealed with the last of them, and three of now."""
    run(
        "CREATE TABLE ledger.event_2020_05 PARTITION OF ledger.event "
        "FOR VALUES FROM ('2020-05-01 00:00:00+00') TO ('2020-06-01 00:00:00+00')"
    )
    run("SELECT ledger.guard_partition('event_2020_05')")
    ids = [act(n) for n in range(4)]
    with triggers_off():
        moved = run("UPDATE ledger.event SET at = '2020-05-31T23:59:59Z'::timestamptz + id * interval '1 us'")
        assert moved == 4
    ids.append(act(4))
    seal_all(key)
    ids += [act(n) for n in range(5, 8)]
    seal_all(key)
    yield ids
    run("DROP TABLE IF EXISTS ledger.event_2020_05")


def test_a_month_leaves_and_everything_still_verifies(key, old_month, tmp_path):
    whole = bundle()
    path = tmp_path / "2020_05.bundle"
    call_command("ledger_detach", "2020_05", str(path), key=key.verifier_key)
    held = verify.key_of(key.verifier_key)
    assert run("SELECT count(*) FROM ledger.event WHERE at < '2020-06-01'") == [(0,)]
    assert run("SELECT partition, start, size, bundle FROM ledger.detached") == [("event_2020_05", 0, 5, path.name)]
    assert check(path.read_bytes(), key).size == 5
    seal_all(key)
    rest = bundle(start=5)
    assert check(rest, key).start == 5
    together = verify.verify_all([io.BytesIO(path.read_bytes()), io.BytesIO(rest)], held, [])
    assert (together.start, together.size, together.missing) == (0, 9, ())
    assert together.root != check(whole, key).root
    with pytest.raises(MonthDetached):
        export(io.BytesIO())
    assert not [finding for finding in findings() if "partition" in finding]


def test_an_old_event_is_proved_by_its_hash_alone(key, old_month, tmp_path):
    body = receipt(old_month[1]).body
    call_command("ledger_detach", "2020_05", str(tmp_path / "b"), key=key.verifier_key, drop=True)
    assert run("SELECT to_regclass('ledger.event_2020_05')") == [(None,)]
    found = receipt(old_month[1])
    checkpoint = verify.checkpoint_of(found.note.encode(), verify.key_of(key.verifier_key))
    assert found.body is None
    assert inclusion_holds(body.encode(), found.index, checkpoint, list(found.proof))


@pytest.mark.parametrize(
    ("month", "why"), [("2020_06", "no partition"), ("x", "no partition"), ("now", "not over"), ("2020_05", "sealed")]
)
def test_a_month_stays_that_may_not_leave(key, old_month, tmp_path, month, why):
    if month == "2020_05":
        late = act(99)
        with triggers_off():
            assert run("UPDATE ledger.event SET at = '2020-05-02' WHERE id = %s", late) == 1
    name = run("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM')")[0][0] if month == "now" else month
    with pytest.raises(CommandError, match=why):
        call_command("ledger_detach", name, str(tmp_path / "b"), key=key.verifier_key)
    assert run("SELECT count(*) FROM ledger.detached") == [(0,)]


def test_a_log_that_does_not_verify_is_not_detached(key, old_month, tmp_path):
    with triggers_off():
        assert run("UPDATE ledger.event SET body = replace(body, 'tried', 'tired') WHERE record = '2'") == 1
    with pytest.raises(CommandError, match="first bad range"):
        call_command("ledger_detach", "2020_05", str(tmp_path / "b"), key=key.verifier_key)
    assert run("SELECT count(*) FROM ledger.event WHERE at < '2020-06-01'") == [(4,)]


def test_the_bundle_is_thinned_but_the_log_is_not(key, monkeypatch):
    monkeypatch.setattr("ledger.sealing.bundles.SIGNATURES", 4)
    log(key, batches=(1,) * 9)
    found = check(bundle(), key)
    assert (found.checkpoints, found.size) == (4, 9)
    assert run("SELECT count(*) FROM ledger.checkpoint") == [(9,)]
