"""A log of its own, sealed in batches, and what only the database's owner can do to it."""

import io
import time
from contextlib import contextmanager

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from ledger.context import audited
from ledger.recording import record
from ledger.sealing import verify
from ledger.sealing.bundles import export
from ledger.sealing.notes import SigningKey
from ledger.sealing.sealer import seal
from people.actors import SYSTEM

SEALED = [f"ledger.{name}" for name in ("leaf", "node", "gap", "cosignature", "detached", "checkpoint", "stream")]


def run(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def tables():
    parts = run("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'ledger.event'::regclass")
    return ["ledger.event", *(part for (part,) in parts), *SEALED]


@contextmanager
def triggers_off():
    """What only the database's owner can do."""
    for table in tables():
        run(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    try:
        yield
    finally:
        for table in tables():
            for (name,) in run(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", table
            ):
                run(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def wipe():
    with triggers_off():
        run(f"TRUNCATE ledger.event, {', '.join(SEALED)}")
    run("SELECT set_config('ledger.stream', '', false)")


@pytest.fixture
def key():
    wipe()
    yield SigningKey(private=Ed25519PrivateKey.generate())
    wipe()


def act(number, **body):
    with audited(actor=SYSTEM):
        return record(kind="engine", action="tried", record=number, body={"中": "文\n", **body})


def seal_all(key):
    """Seals once everything is certain: the transactions of other databases of the server hold the horizon back too."""
    certain = "SELECT coalesce(max(xid), '0'::xid8) < pg_snapshot_xmin(pg_current_snapshot()) FROM ledger.event"
    for _ in range(3_000):
        if run(certain) == [(True,)]:
            return seal(key)
        time.sleep(0.02)
    raise AssertionError("some transaction on this server never ends")


def bundle(start=0, until=None):
    out = io.BytesIO()
    export(out, start=start, until=until)
    return out.getvalue()


def check(data, key, *pins):
    held = verify.key_of(key.verifier_key)
    return verify.verify(data, held, [verify.checkpoint_of(pin.encode(), held) for pin in pins])


def log(key, batches=(3, 1, 4)):
    """Seals batches of events; returns the event ids and the notes."""
    ids, notes = [], []
    for batch in batches:
        ids += [act(len(ids) + n) for n in range(batch)]
        notes.append(seal_all(key).note)
    return ids, notes
