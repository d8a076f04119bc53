"""A backup is restored into an empty database and work goes on in it; whatever is not whole is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection

from conftest import database_url
from engine.documents import storage
from engine.testing import start
from tests.engine.drawing import Drawing
from tests.engine.test_races import committed, deploy

__all__ = ["committed"]
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=False)
ROOT = Path(__file__).resolve().parents[2]
GO_ON = """
import django; django.setup()
from engine import commands
from engine.documents import storage
from engine.testing import Request, person
request = Request({instance})
request.complete("record", by="cashier").expect_ended()
print(storage.open_kept("{sha256}").read().decode())
"""


def manage(url: str, var: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": url, "GAS_VAR": str(var)}
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)


WALLS = """SELECT t.tgrelid::regclass::text, t.tgname, t.tgfoid::regprocedure::text, t.tgtype::int, t.tgenabled::text
 FROM pg_trigger t WHERE NOT t.tgisinternal
 UNION ALL SELECT p.oid::regprocedure::text, '', md5(p.prosrc), 0, p.prosecdef::text FROM pg_proc p
 JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('public', 'ledger')
 UNION ALL SELECT c.oid::regclass::text, a.privilege_type, r.rolname, 0, '' FROM pg_class c,
 aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee WHERE r.rolname LIKE 'gas\\_%' ORDER BY 1, 2, 3"""
"""Every trigger, function and grant that guards the evidence."""


def walls(url: str) -> list[tuple]:
    with psycopg2.connect(url) as looking, looking.cursor() as cursor:
        cursor.execute(WALLS)
        return cursor.fetchall()


@pytest.fixture
def empty():
    """The URL of a new database on the same server."""
    name = f"restored_{uuid.uuid4().hex[:8]}"
    admin = psycopg2.connect(database_url().replace(connection.settings_dict["NAME"], "postgres"))
    admin.autocommit = True
    admin.cursor().execute(f"CREATE DATABASE {name}")
    yield database_url().replace(connection.settings_dict["NAME"], name)
    admin.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
    admin.close()


def test_a_backup_is_restored_and_work_goes_on(committed, empty, tmp_path, settings):
    media, restored = tmp_path / "media", tmp_path / "restored"
    settings.MEDIA_ROOT = str(media / "files")
    kept = storage.keep([b"a drawing"])
    deploy(Drawing("kept").start().user_task("record").end())
    request = start("kept", by="cashier", run=False)
    call_command("grant_roles", verbosity=0)  # as bring_up leaves them: another test may have made the roles since
    folder = tmp_path / "backup"
    made = manage(database_url(), media, "manage.py", "backup", str(folder))
    assert made.returncode == 0, made.stderr
    assert set(json.loads((folder / "manifest.json").read_text())["files"]) == {"database.dump", "files.tar"}
    done = manage(empty, restored, "manage.py", "restore", str(folder))
    assert done.returncode == 0, done.stderr
    gone_on = manage(empty, restored, "-c", GO_ON.format(instance=request.id, sha256=kept.sha256))
    assert gone_on.stdout.strip() == "a drawing", gone_on.stderr
    assert walls(empty) == walls(database_url())
    doctor = manage(empty, restored, "manage.py", "ledger_doctor")
    assert doctor.returncode == 0, doctor.stderr

    refused = manage(empty, restored, "manage.py", "restore", str(folder))
    assert "say --replace" in refused.stderr
    replaced = manage(empty, restored, "manage.py", "restore", str(folder), "--replace")
    assert replaced.returncode == 0, replaced.stderr
    with psycopg2.connect(empty) as looking, looking.cursor() as cursor:
        cursor.execute("SELECT state FROM process_instance WHERE id = %s", [request.id])
        assert cursor.fetchone() == ("ACTIVE",)


def test_a_damaged_backup_is_refused_before_anything_changes(committed, empty, tmp_path):
    folder = tmp_path / "backup"
    assert manage(database_url(), tmp_path / "media", "manage.py", "backup", str(folder)).returncode == 0
    dump = folder / "database.dump"
    whole = bytearray(dump.read_bytes())
    whole[len(whole) // 2] ^= 1
    dump.write_bytes(whole)
    refused = manage(empty, tmp_path, "manage.py", "restore", str(folder), "--replace")
    assert "is not what the manifest says" in refused.stderr
    with psycopg2.connect(empty) as looking, looking.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchone() == (0,)
