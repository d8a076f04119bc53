"""A backup in one folder: the database, the kept files, and a manifest whose digests a restore insists on."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

DUMP, FILES, MANIFEST = "database.dump", "files.tar", "manifest.json"
FORMAT = 1
_COUNTED = ("process_instance", "user_task", "trace", "process_definition", "ledger.event", "people_user")
_APPLIED = "SELECT app || '.' || max(name) FROM django_migrations GROUP BY app ORDER BY 1"
_TABLES = """SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'"""
_SCHEMAS = """SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"""


class BackupRefused(Exception):
    """The backup cannot be made or restored; nothing has changed."""


def back_up(folder: Path) -> dict[str, Any]:
    """The manifest of a new backup in `folder`, which must not exist yet."""
    if folder.exists():
        raise BackupRefused(f"{folder} exists already: name a new folder")
    unfinished = folder.with_name(folder.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    _run("pg_dump", "--format=custom", f"--file={unfinished / DUMP}")
    # The files after the database: each was on disk before a row referred to it, and none is ever changed.
    _pack(Path(settings.MEDIA_ROOT), unfinished / FILES)
    manifest = _described() | {"files": {name: _measured(unfinished / name) for name in (DUMP, FILES)}}
    (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    for path in unfinished.iterdir():
        _sync(path)
    unfinished.rename(folder)
    _sync(folder.parent)
    return manifest


def restore(folder: Path, *, replace: bool) -> dict[str, Any]:
    """The manifest of the backup that the database and the files now are; refused over a database with tables."""
    manifest = checked(folder)
    _run("pg_restore", "--list", str(folder / DUMP))
    if _has_tables():
        if not replace:
            raise BackupRefused("the database has tables already: restore into an empty one, or say --replace")
        _empty()
    connection.close()
    _run("pg_restore", "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction",
         f"--dbname={_environment()['PGDATABASE']}", str(folder / DUMP))  # fmt: skip
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    with tarfile.open(folder / FILES) as tar:
        tar.extractall(media, filter="data")
    return manifest


def checked(folder: Path) -> dict[str, Any]:
    """The manifest, every file of the backup being what it says; raises BackupRefused."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as problem:
        raise BackupRefused(f"{folder} is no finished backup: {problem}") from problem
    if manifest.get("format") != FORMAT:
        raise BackupRefused(f"the backup has format {manifest.get('format')}, this release reads {FORMAT}")
    for name, told in manifest["files"].items():
        path = folder / name
        if not path.is_file() or _measured(path) != told:
            raise BackupRefused(f"{path} is missing or is not what the manifest says")
    return manifest


def _described() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(_APPLIED)
        migrations = [row[0] for row in cursor.fetchall()]
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
        rows = {}
        for table in _COUNTED:
            cursor.execute(f"SELECT count(*) FROM {table}")
            rows[table] = cursor.fetchone()[0]
    return {
        "format": FORMAT,
        "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "server": server,
        "migrations": migrations,
        "rows_about": rows,
        "not_inside": ["the sealer's private key", "passwords and secrets of the environment", "database roles"],
    }


def _pack(source: Path, target: Path) -> None:
    with tarfile.open(target, "w") as tar:
        for path in sorted(source.glob("??/*")) if source.exists() else ():
            tar.add(path, arcname=str(path.relative_to(source)), recursive=False)


def _measured(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": path.stat().st_size}


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _has_tables() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return bool(cursor.fetchone()[0])


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SCHEMAS)
        names = [row[0] for row in cursor.fetchall()]
        for name in names:
            cursor.execute(f'DROP SCHEMA "{name}" CASCADE')
        cursor.execute("CREATE SCHEMA public")


def _environment() -> Mapping[str, str]:
    """Where the database is, as PostgreSQL's own programs read it; a password never stands in a command line."""
    values = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return {name: str(values[key]) for name, key in named.items() if values.get(key)}


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(
        [_found(program), *arguments], env={**os.environ, **_environment()}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupRefused(f"{program}: {done.stderr.strip()[-2000:]}")


def _found(program: str) -> str:
    """The program of POSTGRES_BIN, of the embedded server, or of the path, in this order."""
    from config.embedded_postgres import bin_path

    places: Sequence[Path] = [Path(os.environ["POSTGRES_BIN"])] if "POSTGRES_BIN" in os.environ else [bin_path()]
    for place in places:
        if (place / program).is_file():
            return str(place / program)
    found = shutil.which(program)
    if found is None:
        raise BackupRefused(f"{program} is not installed: set POSTGRES_BIN to the folder of PostgreSQL's programs")
    return found
