"""The witness as a process of its own: it cosigns what continues the log, and what does not is found by it."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.core.management import CommandError, call_command

from ledger.sealing import verify
from ledger.sealing import witness as witness_program
from ledger.sealing.proofs import NothingSealed, consistency, receipt
from ledger.sealing.submitting import WitnessRefused, post_to, submit
from ledger.sealing.witness import Cosigner, cosignature_holds, witness_in
from tests.ledger.sealed import SEALED, act, bundle, check, log, run, seal_all, triggers_off

pytestmark = pytest.mark.django_db(transaction=True)


class Elsewhere:
    """The witness's machine: two files in a folder, a process, a port."""

    def __init__(self, folder, key):
        self.state = folder / "state"
        for module in (verify, witness_program):
            (folder / Path(module.__file__).name).write_bytes(Path(module.__file__).read_bytes())
        command = [
            sys.executable, "-I", "-S", folder / "witness.py", "serve", "--state", self.state,
            "--key", key.verifier_key, "--name", "auditor.example/1", "--listen", "127.0.0.1:0",
        ]  # fmt: skip
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
        self.key = self.process.stdout.readline().removeprefix("Witness key: ").strip()
        self.url = f"http://127.0.0.1:{self.process.stdout.readline().rsplit(' ', 1)[1].strip()}"

    def submit(self):
        return submit(post_to(self.url), witness_key=self.key)

    def pins(self):
        return [path.read_text(encoding="utf-8") for path in sorted(self.state.glob("*.note"))]

    def refused(self):
        return list((self.state / "refused").glob("*.note"))


@pytest.fixture
def elsewhere(key, tmp_path):
    running = Elsewhere(tmp_path, key)
    yield running
    running.process.terminate()
    running.process.wait(20)


def test_each_checkpoint_is_cosigned_and_kept(key, elsewhere):
    sizes = []
    for batch in range(4):
        for number in range(batch + 1):
            act(number)
        seal_all(key)
        sizes.append(elsewhere.submit().size)
    assert sizes == [1, 3, 6, 10]
    assert elsewhere.submit().size == 10
    kept = run("SELECT size, line FROM ledger.cosignature WHERE witness = 'auditor.example/1' ORDER BY size")
    assert [size for size, _ in kept] == sizes
    assert len(elsewhere.pins()) == 4
    assert check(bundle(), key, *elsewhere.pins()).size == 10
    text = "\n".join(elsewhere.pins()[-1].split("\n")[:3]) + "\n"
    assert cosignature_holds(kept[-1][1], elsewhere.key, text.encode())
    assert not cosignature_holds(kept[-2][1], elsewhere.key, text.encode())


def test_the_cosignature_is_as_c2sp_says(key, elsewhere):
    """Written out from c2sp.org/tlog-cosignature and checked with another library."""
    log(key, batches=(2,))
    line = elsewhere.submit().line
    blob = base64.b64decode(line.rsplit(" ", 1)[1])
    moment = int.from_bytes(blob[4:12], "big")
    signed = f"cosignature/v1\ntime {moment}\n" + "\n".join(elsewhere.pins()[0].split("\n")[:3]) + "\n"
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(elsewhere.key.split("+", 2)[2])[1:])
    public.verify(blob[12:], signed.encode())
    assert line.startswith("\u2014 auditor.example/1 ")


def test_our_own_signing_agrees_with_the_library():
    for secret in (b"\0" * 32, b"\xff" * 32, bytes(range(32))):
        ours, theirs = Cosigner("w", secret), Ed25519PrivateKey.from_private_bytes(secret)
        assert ours.public == theirs.public_key().public_bytes_raw()
        assert ours._sign(b"text") == theirs.sign(b"text")


def rewrite(key):
    """Everything written anew with the log's own key."""
    with triggers_off():
        run(f"TRUNCATE {', '.join(SEALED)}")
        assert run("UPDATE ledger.event SET body = replace(body, 'tried', 'tired') WHERE record = '1'") == 1
    seal_all(key)


def test_a_log_written_anew_with_the_stolen_key_is_refused_and_kept_as_proof(key, elsewhere):
    log(key)
    elsewhere.submit()
    rewrite(key)
    with pytest.raises(WitnessRefused, match="another checkpoint of size 8|422"):
        elsewhere.submit()
    act(100)
    seal_all(key)
    with pytest.raises(WitnessRefused, match="does not continue"):
        elsewhere.submit()
    assert len(elsewhere.refused()) == 2
    with pytest.raises(verify.Refused, match="first bad range"):
        check(bundle(), key, *elsewhere.pins())


def restore(size):
    """The database as a backup had it."""
    with triggers_off():
        run("DELETE FROM ledger.checkpoint WHERE size > %s", size)
        run("DELETE FROM ledger.cosignature WHERE size > %s", size)
        run("DELETE FROM ledger.leaf WHERE index >= %s", size)
        assert run("DELETE FROM ledger.event WHERE record::int >= %s", size) > 0


def test_a_restored_backup_is_found_by_the_witness(key, elsewhere):
    log(key)
    elsewhere.submit()
    restore(4)
    with pytest.raises(WitnessRefused, match="has cosigned 8 events, but the log has 4: it was rolled back"):
        elsewhere.submit()
    with pytest.raises(verify.Refused, match="rolled back"):
        check(bundle(), key, *elsewhere.pins())
    for number in range(9):
        act(number)
    seal_all(key)
    with pytest.raises(WitnessRefused, match="does not continue"):
        elsewhere.submit()
    with pytest.raises(verify.Refused, match="first bad range"):
        check(bundle(), key, *elsewhere.pins())


def test_a_log_of_another_key_is_not_cosigned(key, elsewhere):
    from ledger.sealing.notes import SigningKey

    other = SigningKey(private=Ed25519PrivateKey.generate())
    log(other)
    with pytest.raises(WitnessRefused, match="403"):
        elsewhere.submit()
    assert elsewhere.pins() == []


def test_a_false_witness_is_not_believed(key, elsewhere):
    log(key)
    right = elsewhere.key
    elsewhere.key = Cosigner("auditor.example/1", b"\7" * 32).verifier_key
    with pytest.raises(WitnessRefused, match="not of the key"):
        elsewhere.submit()
    assert run("SELECT count(*) FROM ledger.cosignature") == [(0,)]
    elsewhere.key = right
    assert elsewhere.submit().size == 8


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"", 400),
        (b"old x\n\nnote", 400),
        (b"old 0\n" + b"YQ==\n" * 64 + b"\nnote", 400),
        (b"old 0\n\nother\n1\nroot\n\nsig\n", 404),
        (b"old 0\n\ngas-process\n1\nroot\n\nsig\n", 403),
    ],
)
def test_what_is_no_request_is_refused(key, tmp_path, request_, status):
    answer = witness_in(tmp_path, key.verifier_key, "w").add_checkpoint(request_)
    assert answer.status == status


def test_the_command_writes_into_a_mounted_folder_and_fails_loudly(key, tmp_path):
    log(key)
    options = {"folder": tmp_path / "w", "log_key": key.verifier_key, "once": True}
    call_command("witness", **options)
    assert (tmp_path / "w" / "00000000000000000008.note").exists()
    restore(4)
    with pytest.raises(CommandError, match="rolled back"):
        call_command("witness", **options)


def test_a_receipt_is_checked_on_another_machine(key, tmp_path):
    ids, _ = log(key)
    found = receipt(ids[4])
    told = {"index": found.index, "checkpoint": found.note, "body": found.body}
    told["proof"] = [base64.b64encode(part).decode() for part in found.proof]
    for body, code in ((found.body, 0), (found.body.replace("tried", "tired"), 1)):
        (tmp_path / "receipt.json").write_text(json.dumps(told | {"body": body}), encoding="utf-8")
        command = [sys.executable, "-I", "-S", witness_program.__file__, "receipt", "receipt.json"]
        done = subprocess.run(
            [*command, "--key", key.verifier_key], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (code, "")


def test_proofs_between_any_two_checkpoints_and_over_kept_nodes(key):
    from ledger.sealing.witness import consistency_holds, inclusion_holds

    held = verify.key_of(key.verifier_key)
    ids, notes = log(key, batches=(1, 2, 260, 300))
    assert run("SELECT level, index FROM ledger.node ORDER BY index") == [(8, 0), (8, 1)]
    marks = [verify.checkpoint_of(note.encode(), held) for note in notes]
    for old in marks:
        for new in marks:
            if old.size <= new.size:
                proof = list(consistency(old.size, new.size).proof)
                assert consistency_holds(old, new, proof)
                assert old.size == new.size or not consistency_holds(old, new, [*proof[:-1], b"\0" * 32])
    for place in (0, 3, 255, 256, 511, 512, 562):
        found = receipt(ids[place])
        assert inclusion_holds(found.body.encode(), found.index, marks[-1], list(found.proof))
    before = receipt(ids[300]).proof
    with triggers_off():
        assert run("DELETE FROM ledger.node") == 2
    assert receipt(ids[300]).proof == before
    for old, new in ((5, 4), (0, 17), (3, 17)):
        with pytest.raises(NothingSealed):
            consistency(old, new)
