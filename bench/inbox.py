"""The inbox over many open tasks: first page, counts, search, deep pages; many closed ones beside them.

50 roles, 200 units. Shown is the time in the database of one call, p50 / p95; the goal is p95 ≤ 10 ms and ≤ 1.5 × of the
same over 10,000. `BENCH=full` goes to 1,000,000 open and 10,000,000 closed. Run: `python -m bench inbox`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from bench._goals import tell
from bench._measuring import FULL, load, own_server, percentile, tree_cpu

SIZES = (10_000, 1_000_000) if FULL else (10_000, 100_000)
CLOSED = 10_000_000 if FULL else 300_000
CALLS = 60
ROLES, BRANCHES, STATIONS = 50, 20, 9

OPEN = """
INSERT INTO user_task (root_id, instance_id, work_id, element_id, scope_id, process_scope, state, name, definition_key,
 definition_name, digest, business_key, instance_title, subject, role, unit_id, unit_path, assignee_id, assignee,
 created_at, due_at)
SELECT n, n, '1', 'check', '0', '0', CASE WHEN n %% 10 < 7 THEN 'CREATED' ELSE 'ASSIGNED' END, '核对资料', 'bench', '性能',
 'none', 'BX' || (20260000000 + n), '用户报装 ' || md5(n::text), '解放路' || n %% 997 || '号', 'role_' || (n * 7919 / 200 %% 50),
 u.id, u.path, CASE WHEN n %% 10 < 7 THEN NULL ELSE 1000000 + n %% 400 END, CASE WHEN n %% 10 < 7 THEN '' ELSE 'p' END,
 now() - n %% 90 * interval '1 day', now() + (hashint8(n) %% 1000000) * interval '1 second'
FROM generate_series(%s::bigint, %s::bigint) n
 JOIN (SELECT id, path, row_number() OVER (ORDER BY id) - 1 AS place FROM people_unit WHERE code LIKE 'bench%%') u
 ON u.place = n * 104729 %% 200
"""
CLOSED_SQL = """
INSERT INTO user_task (root_id, instance_id, work_id, element_id, scope_id, process_scope, state, name, definition_key,
 definition_name, digest, business_key, instance_title, role, unit_id, unit_path, created_at, completed_at,
 completed_by_id, completed_by)
SELECT -n, -n, '1', 'check', '0', '0', 'COMPLETED', '核对资料', 'bench', '性能', 'none', 'BX' || n, '用户报装', 'role_' || n %% 50, u.id,
 u.path, now() - interval '400 days', now() - n * interval '1 second', 1000000 + n %% 400, 'p'
FROM generate_series(%s::bigint, %s::bigint) n
 JOIN (SELECT id, path, row_number() OVER (ORDER BY id) - 1 AS place FROM people_unit WHERE code LIKE 'bench%%') u
 ON u.place = n %% 200
"""


def main() -> None:
    with own_server():
        from ledger.context import audited
        from people.actors import SYSTEM

        with audited(actor=SYSTEM):
            _units()
        filled = 0
        before: dict[str, float] = {}
        smallest: dict[str, float] = {}
        for size in SIZES:
            _fill(OPEN, filled + 1, size)
            filled = size
            before = _report(f"{size:,} open", before)
            smallest = smallest or before
        _fill(CLOSED_SQL, 1, CLOSED)
        after = _report(f"{filled:,} open, {CLOSED:,} closed beside them", before)
        _judge(smallest, before, after)


def _judge(smallest: dict[str, float], largest: dict[str, float], beside: dict[str, float]) -> None:
    """The slowest call of each kind, and how much each kind grew: medians, for a p95 of 60 calls is two calls' luck."""
    slowest = max(largest, key=lambda name: largest[name])
    tell(
        f"inbox over {SIZES[-1]:,}: slowest call, p95 in the database", wanted="≤ 10 ms",
        seen=f"{largest[slowest]:.1f} ms ({slowest})", met=largest[slowest] <= 10,
    )  # fmt: skip
    for title, now, then in ((f"{SIZES[-1]:,} beside {SIZES[0]:,}", largest, smallest),
                             (f"{CLOSED:,} closed ones beside them", beside, largest)):  # fmt: skip
        grown = sorted(now[name] / then[name] for name in now)
        seen = f"median {grown[len(grown) // 2]:.1f} ×, most {grown[-1]:.1f} ×"
        tell(f"inbox, {title}", wanted="≤ 1.5 ×", seen=seen, met=grown[len(grown) // 2] <= 1.5)


def _units() -> None:
    from people.models import Unit

    top = Unit.objects.create(code="bench", name="Bench", path="9000.")
    for branch in range(BRANCHES):
        middle = Unit.objects.create(
            code=f"bench-{branch}", name=f"Branch {branch}", parent=top, path=f"9000.{branch:04}."
        )
        for station in range(STATIONS if branch else STATIONS - 1):
            path = f"{middle.path}{station:04}."
            Unit.objects.create(code=f"bench-{branch}-{station}", name=f"Station {station}", parent=middle, path=path)


def _fill(sql: str, first: int, last: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for start in range(first, last + 1, 250_000):
            cursor.execute(sql, [start, min(start + 249_999, last)])
        cursor.execute("VACUUM ANALYZE user_task")


def _people() -> dict[str, Any]:
    """One role at a station, three at a branch with its stations, two at the whole company."""
    from people.actors import Actor
    from people.models import Unit

    paths = {unit.code: unit.path for unit in Unit.objects.filter(code__startswith="bench")}
    held = {
        "clerk": {("role_1", paths["bench-3-4"])},
        "branch manager": {(f"role_{n}", paths["bench-3"]) for n in (2, 3, 4)},
        "head office": {(f"role_{n}", paths["bench"]) for n in (5, 6)},
    }
    return {
        who: Actor(1_000_000 + n, f"bench-{n}", who, frozenset(grants)) for n, (who, grants) in enumerate(held.items())
    }


def _report(title: str, before: dict[str, float]) -> dict[str, float]:
    print(f"-- {title}; {CALLS} calls each, {load()}")
    found = {}
    for name, call in _calls().items():
        times = _times(call)
        p50, found[name] = percentile([wall for wall, _ in times], 0.5), percentile([wall for wall, _ in times], 0.95)
        cpu = sum(cpu for _, cpu in times) / len(times)
        grown = f"   {found[name] / before[name]:.1f} × of the table before" if before.get(name) else ""
        print(f"{name:<34}{p50:8.2f} / {found[name]:.2f} ms   CPU {cpu:6.2f} ms{grown}")
    return found


def _calls() -> dict[str, Callable[[], Any]]:
    from engine.queries import counts_for, user_tasks_for

    calls: dict[str, Callable[[], Any]] = {}
    for who, actor in _people().items():
        deep = _cursor_at(actor, 20)
        some = random.Random(7)
        calls |= {
            f"{who}: group, first page": lambda a=actor: user_tasks_for(a, view="group"),
            f"{who}: group, page 20": lambda a=actor, c=deep: user_tasks_for(a, view="group", cursor=c),
            f"{who}: counts": lambda a=actor: counts_for(a),
            f"{who}: search": lambda a=actor, r=some: user_tasks_for(
                a, view="group", filters={"q": f"解放路{r.randrange(997)}号"}
            ),
            f"{who}: search a number": lambda a=actor, r=some: user_tasks_for(
                a, view="group", filters={"q": str(20260000000 + r.randrange(SIZES[0]))}
            ),
        }
    calls["mine, first page"] = lambda a=actor: user_tasks_for(a, view="mine")
    calls["done, first page"] = lambda a=actor: user_tasks_for(a, view="done")
    return calls


def _cursor_at(actor: Any, page: int) -> str | None:
    from engine.queries import user_tasks_for

    cursor = None
    for _ in range(page - 1):
        cursor = user_tasks_for(actor, view="group", cursor=cursor).next or cursor
    return cursor


def _times(call: Callable[[], Any]) -> list[tuple[float, float]]:
    """Milliseconds that each of the calls spent in the database, and of CPU there (as fine as ten calls' clock ticks)."""
    from django.db import connection

    spent = 0.0

    def timed(execute: Any, *given: Any) -> Any:
        nonlocal spent
        began = time.perf_counter()
        try:
            return execute(*given)
        finally:
            spent += time.perf_counter() - began

    times = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    with connection.execute_wrapper(timed):
        call()
        before = tree_cpu(backend)
        for _ in range(CALLS):
            spent = 0.0
            call()
            times.append(spent * 1000)
    cpu = (tree_cpu(backend) - before) / CALLS * 1000
    return [(wall, cpu) for wall in times]


if __name__ == "__main__":
    main()
