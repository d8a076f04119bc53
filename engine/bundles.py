"""Bundles of detached months: proven against the ledger, then read as if their rows stood in the database."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from engine.refusals import EngineRefusal, NotFound

TABLES = ("process_instance", "user_task", "stored_variable", "instance_subject", "incident")
FILES = (*TABLES, "trace")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")
_PROVEN: dict[tuple[str, float, int], str] = {}
"""What was checked already: file, time of change and size, with the digest found."""
_TOLD = """SELECT body::jsonb -> 'details' FROM ledger.event
 WHERE action IN ('detach_closed_month', 'detach_trace_month') AND record = %s ORDER BY id"""


class BundleBroken(EngineRefusal):
    """The bundle {name} is not what was detached: {why}. Take the untouched copy; nothing was read from this one."""

    code = "bundle_broken"
    zh = "归档包 {name} 与卸载时不一致：{why}。请使用未改动的副本；未从中读取任何内容。"


@dataclass(frozen=True)
class Bundle:
    """A folder that `retention --detach` wrote."""

    name: str
    folder: Path
    month: str
    rows: dict[str, int]
    manifest: dict[str, Any]


def bundles() -> list[Bundle]:
    """The bundles in the folder ARCHIVE_FOLDER, the newest month first."""
    root = Path(settings.ARCHIVE_FOLDER)
    found = [_read(folder) for folder in root.iterdir() if _is_bundle(folder)] if root.is_dir() else []
    return sorted(found, key=lambda one: (one.month, one.name), reverse=True)


def bundle(name: str) -> Bundle:
    """The bundle of that name; raises NotFound."""
    folder = Path(settings.ARCHIVE_FOLDER) / name
    if not _NAME.fullmatch(name) or not _is_bundle(folder):
        raise NotFound(thing="归档包")
    return _read(folder)


def _is_bundle(folder: Path) -> bool:
    return (folder / "manifest.json").is_file()


def _read(folder: Path) -> Bundle:
    """The bundle as its manifest tells it; one that cannot be read has no rows."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
        rows = {name: int(told["rows"]) for name, told in manifest["files"].items()}
        return Bundle(folder.name, folder, str(manifest["month"]), rows, manifest)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Bundle(folder.name, folder, "", {}, {})


def proven(found: Bundle) -> Bundle:
    """The same bundle: each file has the digest that the ledger kept when it was detached; else raises BundleBroken."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [f"{found.month}-01"])
        told = [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]
    if not any({"month": one.get("month"), "files": one.get("files")} == found.manifest for one in told):
        raise BundleBroken(name=found.name, why="manifest.json")
    for name, said in found.manifest["files"].items():
        path = found.folder / f"{name}.jsonl"
        if name not in FILES or not path.is_file() or _digest(path) != said["sha256"]:
            raise BundleBroken(name=found.name, why=f"{name}.jsonl")
    return found


def _digest(path: Path) -> str:
    seen = path.stat()
    key = (str(path), seen.st_mtime, seen.st_size)
    if key not in _PROVEN:
        with path.open("rb") as file:
            _PROVEN[key] = hashlib.file_digest(file, "sha256").hexdigest()
    return _PROVEN[key]


def rows_of(found: Bundle, table: str) -> Iterator[dict[str, Any]]:
    """The rows of one table in the bundle."""
    with (found.folder / f"{table}.jsonl").open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


@contextmanager
def standing_in(found: Bundle, root_id: int) -> Iterator[None]:
    """Inside, this session's queries find the instance of the bundle, and nothing else, where closed instances stand.

    Temporary tables of the same names come before the views; they end with the transaction.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for name in FILES:
            shown, like = (name, name) if name == "trace" else (f"every_{name}", name)
            cursor.execute(f"CREATE TEMP TABLE {shown} (LIKE public.{like} INCLUDING GENERATED) ON COMMIT DROP")
            lines = [json.dumps(row) for row in rows_of(found, name) if row["root_id"] == root_id]
            load(cursor, f"pg_temp.{shown}", f"public.{like}", lines)
        yield
        transaction.set_rollback(True)


def load(cursor: Any, target: str, like: str, lines: list[str], *, unless: str = "false") -> None:
    """The JSON lines as rows of a table shaped like another; generated columns are made anew."""
    cursor.execute(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = %s::regclass"
        " AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        [like],
    )
    names = cursor.fetchone()[0]
    for begin in range(0, len(lines), 500):
        cursor.execute(
            f"INSERT INTO {target} ({names}) SELECT {names} FROM json_populate_recordset(NULL::{like}, %s::json) r"
            f" WHERE NOT ({unless})",
            [f"[{','.join(lines[begin : begin + 500])}]"],
        )
