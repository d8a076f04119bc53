"""Deploying the folders of `processes/`."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from engine.commands import DeployedVersion, deploy_definition
from people.actors import SYSTEM, Actor

PATTERNS = ("*.bpmn", "*.dmn", "forms/*.form.json")


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a process folder that make its definition, by their path in the folder."""
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes() for p in PATTERNS for path in sorted(folder.glob(p))
    }
    return dict(sorted(found.items()))


def deploy_folder(path: Path | str, *, actor: Actor = SYSTEM, comment: str = "") -> DeployedVersion:
    """What became of the folder's definition; unchanged files make no new version."""
    return deploy_definition(files=files_of(Path(path)), actor=actor, comment=comment)


def process_folders() -> list[Path]:
    """Every folder with a diagram, called processes first so that callers find them."""
    return sorted(path.parent for path in Path(settings.PROCESSES_DIR).glob("*/process.bpmn"))
