"""Deploying the folders of `processes/`."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection

from engine.commands import DeployedVersion, deploy_definition
from engine.commands.definitions import digest_of
from people.actors import SYSTEM, Actor

PATTERNS = ("*.bpmn", "*.dmn", "forms/*.form.json", "messages/*.txt")


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a process folder that make its definition, by their path in the folder."""
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes() for p in PATTERNS for path in sorted(folder.glob(p))
    }
    return dict(sorted(found.items()))


def deploy_folder(path: Path | str, *, actor: Actor = SYSTEM, comment: str = "") -> DeployedVersion:
    """What became of the folder's definition: no new version while the folder is as it was deployed last.

    A version that a designer deployed since then stays the newest: a restart must not undo it.
    """
    files = files_of(Path(path))
    digest = digest_of(files)
    known = _last_from_folder(Path(path).name)
    if known is not None and known[1] == digest:
        return DeployedVersion(Path(path).name, known[0], digest, (), unchanged=True)
    return deploy_definition(files=files, actor=actor, comment=comment)


def _last_from_folder(key: str) -> tuple[int, str] | None:
    """Version and digest of what the system itself deployed last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version, digest FROM process_definition WHERE key = %s AND deployed_by_id IS NULL"
            " ORDER BY version DESC LIMIT 1",
            [key],
        )
        row = cursor.fetchone()
    return None if row is None else (row[0], row[1])


def process_folders() -> list[Path]:
    """Every folder with a diagram, by name."""
    return sorted(path.parent for path in Path(settings.PROCESSES_DIR).glob("*/process.bpmn"))
