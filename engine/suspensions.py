"""What stands still: parked jobs of suspended instances, and definitions that start nothing."""

from __future__ import annotations

from django.db import connection

from engine.english import process_named
from engine.programs import Deployed
from engine.refusals import DefinitionSuspended

_SUSPENDED = "SELECT suspended_reason FROM process_definition WHERE id = %s AND suspended_at IS NOT NULL"


def refuse_if_suspended(version: Deployed) -> None:
    """Raises when the version starts nothing; whoever suspends it waits for this transaction and sees its instance."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtext(%s))", [f"suspend {version.key}"])
        cursor.execute(_SUSPENDED, [version.id])
        row = cursor.fetchone()
    if row is not None:
        raise DefinitionSuspended(name=process_named(version), reason=row[0])


def await_starts(key: str) -> None:
    """Returns when no start of that definition is under way; none begins until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"suspend {key}"])


def park_jobs(root_id: int) -> int:
    """How many jobs of the instance no worker will claim until they are released; their due time stays."""
    return _moved("root_id = %s AND state = 'READY'", root_id, "SUSPENDED")


def release_jobs(root_id: int) -> int:
    """How many parked jobs can be claimed again; those whose time came meanwhile go first, the oldest due first."""
    return _moved("root_id = %s AND state = 'SUSPENDED'", root_id, "READY")


def park_timer_starts(key: str) -> int:
    """How many timer starts of the definition wait."""
    return _moved("kind = 'timer_start' AND type = %s AND state = 'READY'", key, "SUSPENDED")


def release_timer_starts(key: str) -> int:
    """How many timer starts of the definition go on; what they missed counts as one."""
    return _moved("kind = 'timer_start' AND type = %s AND state = 'SUSPENDED'", key, "READY")


def _moved(which: str, value: int | str, state: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE job SET state = %s WHERE {which}", [state, value])
        return int(cursor.rowcount)


def park_claimed(*, job_id: int, worker: int, attempts: int, root_id: int | None) -> None:
    """A job that was claimed before its instance was suspended waits with the others, as if never claimed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM process_instance WHERE id = %s FOR UPDATE", [root_id])
        row = cursor.fetchone()
        state = "SUSPENDED" if row is None or row[0] == "SUSPENDED" else "READY"
        cursor.execute(
            "UPDATE job SET state = %s, attempts = attempts - 1, worker = NULL, lease_until = NULL"
            " WHERE id = %s AND worker = %s AND attempts = %s AND state = 'RUNNING'",
            [state, job_id, worker, attempts],
        )
