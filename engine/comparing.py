"""The cross-check of a deployment: the same definition on both runtimes."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import connection

from bpmn import Finding, Program
from engine.programs import deployed_latest


def compared(files: Mapping[str, bytes], *, program: Program) -> tuple[Finding, ...]:
    """Where the two runtimes part on random paths, and what could not be compared; `CROSSCHECK_SECONDS` 0 asks nothing.

    SpiffWorkflow is loaded by the first call only, and walks in a child that may die.
    """
    seconds = settings.CROSSCHECK_SECONDS
    if not seconds:
        return ()
    from engine.crosscheck import cross_check

    called = {key: deployed_latest(key).files for key in program.called_processes if _is_deployed(key)}
    return cross_check(files, process_id=program.process_id, called=called, seconds=seconds)


def _is_deployed(key: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM process_definition WHERE key = %s AND latest", [key])
        return cursor.fetchone() is not None
