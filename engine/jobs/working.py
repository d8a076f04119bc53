"""The worker's loop: beacon, claim, carry out, free, sweep, sleep until woken; drains on SIGTERM."""

from __future__ import annotations

import logging
import select
import time
from threading import Event

from django.db import DatabaseError, InterfaceError, OperationalError, connection

from engine.jobs.claiming import claim, give_back
from engine.jobs.reaping import LOCK_CLASS, deliver_buffered, free_lost_jobs
from engine.jobs.together import carry_out
from engine.outside.alarms import tell_of_a_late_seal
from engine.outside.emergencies import tell_of_emergencies
from engine.outside.external_tasks import bury_lost
from engine.push import forget_old

logger = logging.getLogger(__name__)
CHANNEL = "engine_job"
HOUSEKEEPING_SECONDS = 1.0
IDLE_SECONDS = 1.0


class Worker:
    """One worker process; its connection holds an advisory lock that tells the others that it lives."""

    def __init__(self, *, batch: int = 20) -> None:
        self.stop = Event()
        self.batch = batch
        self.number = 0
        self._tidied = 0.0
        self._forgot = 0.0
        self._session: object = None

    def run(self) -> None:
        """Works until `stop` is set, across lost connections."""
        while not self.stop.is_set():
            try:
                self._begin()
                while not self.stop.is_set():
                    self._housekeep()
                    if not self.work_once():
                        self._sleep()
            except (DatabaseError, InterfaceError) as problem:
                if not _away(problem):
                    raise
                logger.warning("the database is away, trying again: %s", problem)
                connection.close()
                self.stop.wait(1.0)
        connection.close()
        logger.info("worker %s has stopped", self.number)

    def work_once(self) -> int:
        """Claims one batch and carries it out; how many were claimed."""
        self._refuse_another_session()
        jobs = claim(worker=self.number, most=self.batch)
        left = {job.id: job for job in jobs}
        for outcome in carry_out(jobs, self._stopping):
            job = left.pop(outcome.job.id)
            logger.info("%s %s of instance %s: %s in %.0f ms", job.kind, job.type or job.element_id, job.root_id,
                        outcome.what, outcome.took)  # fmt: skip
        if left:
            give_back(list(left.values()))
        return len(jobs)

    def _stopping(self) -> bool:
        """Whether to leave what is not begun; raises when the session that holds the beacon is gone."""
        self._refuse_another_session()
        return self.stop.is_set()

    def _begin(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('worker_number')")
            self.number = int(cursor.fetchone()[0]) % 2_000_000_000
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_CLASS, self.number])
            cursor.execute(f"LISTEN {CHANNEL}")
        self._session = connection.connection
        logger.info("worker %s works", self.number)

    def _refuse_another_session(self) -> None:
        """Django reconnects by itself; the new session lacks the beacon, so others would take this worker for dead."""
        if connection.connection is None or connection.connection is not self._session:
            raise OperationalError("the database session was lost")

    def _housekeep(self) -> None:
        moment = time.monotonic()
        if moment - self._tidied >= HOUSEKEEPING_SECONDS:
            self._tidied = moment
            free_lost_jobs()
            deliver_buffered()
            bury_lost()
            tell_of_emergencies()
        if moment - self._forgot >= 60:
            self._forgot = moment
            forget_old()
            make_partitions()
            tell_of_a_late_seal()

    def _sleep(self) -> None:
        raw = connection.connection
        if select.select([raw], [], [], IDLE_SECONDS)[0]:
            raw.poll()
            raw.notifies.clear()


def _away(problem: Exception) -> bool:
    """Whether the database is, not the statement; psycopg2 calls some ends of a session a plain DatabaseError."""
    session = connection.connection
    return isinstance(problem, OperationalError | InterfaceError) or session is None or bool(session.closed)


def make_partitions() -> None:
    """The trace's partitions of this month and the next two."""
    with connection.cursor() as cursor:
        for ahead in range(3):
            cursor.execute(
                "SELECT trace_partition((date_trunc('month', now()) + make_interval(months => %s))::date)", [ahead]
            )
