"""The inbox: mine, my groups', what I did; each page a few milliseconds whatever stands beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import connection

from engine import clock
from engine.commands.assignment import as_row, number
from engine.queries.names import subtree
from engine.queries.paging import CAP, Page, capped, decode, encode
from engine.queries.standing import suspended_roots
from engine.queries.user_tasks import user_task_view
from engine.refusals import Invalid
from people.actors import Actor, StandIn

ORDERINGS = {
    "due_at": ("t.due_sort", "ASC"),
    "-due_at": ("t.due_sort", "DESC"),
    "created_at": ("t.created_at", "ASC"),
    "-created_at": ("t.created_at", "DESC"),
    "priority": ("t.priority", "DESC"),
    "-priority": ("t.priority", "ASC"),
}
_AT_UNIT = (
    "t.unit_id IN (SELECT n.id FROM people_unit u JOIN people_unit n ON n.path LIKE u.path || '%%'"
    " WHERE u.id::text = %s OR u.code = %s)"
)
MORE_PAIRS = 4_000
"""How many role × unit pairs one person's list looks at."""
MANY_UNITS = 30
"""A role held at more units than this is looked up in the order of its due dates, not unit by unit."""


def user_tasks_for(
    actor: Actor,
    *,
    view: str = "mine",
    filters: Mapping[str, Any] | None = None,
    ordering: str = "due_at",
    cursor: str | None = None,
    page_size: int = 50,
    lang: str = "zh",
) -> Page:
    """One page of the actor's inbox; `view` is mine, group or done."""
    column, direction = ("t.completed_at", "DESC") if view == "done" else ORDERINGS.get(ordering, ORDERINGS["due_at"])
    wheres, params = _filtered(dict(filters or {}))
    after = decode(cursor, int if column == "t.priority" else str, int)
    if after is not None:
        sign = ">" if direction == "ASC" else "<"
        wheres.append(f"({column}, t.id) {sign} (%s, %s)")
        params += after
    order = f"{column} {direction}, t.id {direction}"
    columns = f"t.id, {column} AS place"
    source, source_params = _source(actor, view, wheres, params, order, page_size + 1, columns)
    with connection.cursor() as db:
        home = "every_user_task" if view == "done" else "user_task"
        db.execute(_PAGE.format(source=source, direction=direction, home=home), [*source_params, page_size + 1])
        rows = [as_row(db, row) for row in db.fetchall()]
    more, rows = len(rows) > page_size, rows[:page_size]
    name = column.removeprefix("t.")
    next_ = encode([_sort_value(rows[-1][name]), rows[-1]["id"]]) if more and rows else None
    still = suspended_roots(row["root_id"] for row in rows) if view != "done" else set()
    lines = [user_task_view(row, actor, lang, listed=True) | {"suspended": row["root_id"] in still} for row in rows]
    return Page(results=_still_mine(lines) if view == "done" else lines, next=next_)


_UNTOUCHED = """SELECT t.id FROM user_task t JOIN process_instance i ON i.id = t.root_id AND i.state = 'ACTIVE'
 WHERE t.id = ANY(%s) AND NOT EXISTS (SELECT 1 FROM user_task n WHERE n.root_id = t.root_id
 AND n.state = 'COMPLETED' AND n.completed_at > t.completed_at)"""


def _still_mine(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was done last in a running instance may be withdrawn from the list; the task's own page asks for sure."""
    with connection.cursor() as db:
        db.execute(_UNTOUCHED, [[int(line["id"]) for line in lines if line["may"]["withdraw"]]])
        untouched = {str(pk) for (pk,) in db.fetchall()}
    return [line | {"may": line["may"] | {"withdraw": line["id"] in untouched}} for line in lines]


_PAGE = """SELECT t.* FROM (SELECT f.id, f.place FROM ({source}) f
 ORDER BY f.place {direction}, f.id {direction} LIMIT %s) k
 JOIN {home} t ON t.id = k.id ORDER BY k.place {direction}, k.id {direction}"""
"""Only the rows of the page are read whole; what is looked through for them is found in the indexes alone."""


def counts_for(actor: Actor) -> dict[str, int]:
    """How many: mine, group, done, overdue; each counted to 1,000 at most."""
    now = clock.now()
    overdue = ["t.due_sort < %s"], [now]
    mine_late = _count(actor, "mine", *overdue)
    return {
        "mine": _count(actor, "mine", [], []),
        "group": _count(actor, "group", [], []),
        "done": _count(actor, "done", [], []),
        "overdue": capped(mine_late + _count(actor, "group", *overdue))[0],
    }


def _count(actor: Actor, view: str, wheres: list[str], params: list[Any]) -> int:
    source, source_params = _source(actor, view, wheres, params, "t.due_sort, t.id", CAP + 1, "t.id, t.due_sort")
    with connection.cursor() as db:
        db.execute(f"SELECT count(*) FROM ({source} LIMIT %s) counted", [*source_params, CAP + 1])
        return capped(int(db.fetchone()[0]))[0]


def _source(
    actor: Actor, view: str, wheres: list[str], params: list[Any], order: str, limit: int, columns: str
) -> tuple[str, list[Any]]:
    """SELECT … FROM … WHERE of a view, without its order; the tasks of whom the actor stands in for among them."""
    if actor.stands_in and view != "done":
        return _with_stand_ins(actor, view, wheres, params, order, limit, columns)
    more = "".join(f" AND {where}" for where in wheres)
    if view == "mine":
        return (
            f"SELECT {columns} FROM user_task t WHERE t.state = 'ASSIGNED' AND t.assignee_id = %s{more}",
            [actor.on_behalf_of[0] if actor.on_behalf_of else actor.user_id, *params],
        )
    if view == "done":
        return (
            f"SELECT {columns} FROM every_user_task t WHERE t.state = 'COMPLETED' AND t.completed_by_id = %s{more}",
            [actor.user_id, *params],
        )
    return _group_source(actor, more, params, order, limit, columns)


def _with_stand_ins(
    actor: Actor, view: str, wheres: list[str], params: list[Any], order: str, limit: int, columns: str
) -> tuple[str, list[Any]]:
    """The actor's own source and one for each absent person, every task once."""
    own = _source(replace(actor, stands_in=()), view, wheres, params, order, limit, columns)
    sources = [own, *(_of_absent(s, view, wheres, params, order, limit, columns) for s in actor.stands_in)]
    direction = "DESC" if "DESC" in order else "ASC"  # the columns are the id and what is ordered by, in this order
    union = " UNION ".join(
        f"(SELECT * FROM ({sql}) h ORDER BY 2 {direction}, 1 {direction} LIMIT {int(limit)})" for sql, _ in sources
    )
    return f"SELECT t.* FROM ({union}) t WHERE true", [value for _, values in sources for value in values]


def _of_absent(
    absent: StandIn, view: str, wheres: list[str], params: list[Any], order: str, limit: int, columns: str
) -> tuple[str, list[Any]]:
    """What the absent person would see, within the scope; what that one holds for others is not handed on."""
    reach, values = [*wheres], [*params]
    if absent.definitions:
        reach.append("t.definition_key = ANY(%s)")
        values.append(sorted(absent.definitions))
    if absent.roles:
        reach.append("(t.role = ANY(%s) OR t.more_roles && %s::text[])")
        values += [sorted(absent.roles), sorted(absent.roles)]
    if view == "mine":
        reach.append("t.behalf_id IS NULL")
    person = Actor(user_id=absent.user_id, username=absent.username, full_name="", grants=absent.grants)
    return _source(person, view, reach, values, order, limit, columns)


def _group_source(
    actor: Actor, more: str, params: list[Any], order: str, limit: int, columns: str
) -> tuple[str, list[Any]]:
    """Tasks by their first role (the top of every role at every unit), by a further role, by the person's name.

    The branches exclude each other, so that nothing need be compared and a count can stop early.
    """
    narrow, wide = _pairs(actor)
    grants = sorted(actor.grants)
    held = [role for role, _ in grants], [path for _, path in grants]
    first = f"""SELECT p.* FROM unnest(%s::text[], %s::bigint[]) AS g(role, unit_id), LATERAL (
 SELECT {columns} FROM user_task t WHERE t.state = 'CREATED' AND t.role = g.role AND t.unit_id = g.unit_id{more}
 ORDER BY {order} LIMIT %s) p"""
    further = f"""SELECT {columns} FROM user_task t WHERE t.state = 'CREATED' AND t.more_roles IS NOT NULL
 AND t.more_roles && %s::text[] AND EXISTS (SELECT 1 FROM unnest(%s::text[], %s::text[]) AS h(role, path)
 WHERE h.role = ANY(t.more_roles) AND starts_with(t.unit_path, h.path)) AND NOT {_BY_ROLE}{more}"""
    named = f"""SELECT {columns} FROM user_task t WHERE t.state = 'CREATED' AND t.candidate_users IS NOT NULL
 AND t.candidate_users @> ARRAY[%s] AND NOT {_BY_ROLE} AND NOT EXISTS
 (SELECT 1 FROM unnest(%s::text[], %s::text[]) AS h(role, path)
 WHERE h.role = ANY(t.more_roles) AND starts_with(t.unit_path, h.path)){more}"""
    everywhere = f"""SELECT p.* FROM unnest(%s::text[]) AS g(role), LATERAL (
 SELECT {columns} FROM user_task t WHERE t.state = 'CREATED' AND t.role = g.role AND t.unit_id = ANY(%s::bigint[]){more}
 ORDER BY {order} LIMIT %s) p"""
    sql = " UNION ALL ".join([*[everywhere] * len(wide), first, further, named])
    first_params = [value for units, roles in wide.items() for value in (roles, list(units), *params, limit)]
    first_params += [[role for role, _ in narrow], [unit for _, unit in narrow], *params, limit]
    further_params = [sorted(set(held[0])), *held, *held, *params]
    named_params = [actor.username, *held, *held, *params]
    return sql, first_params + further_params + named_params


_BY_ROLE = """EXISTS (SELECT 1 FROM unnest(%s::text[], %s::text[]) AS h(role, path)
 WHERE h.role = t.role AND starts_with(t.unit_path, h.path))"""


def _pairs(actor: Actor) -> tuple[list[tuple[str, int]], dict[tuple[int, ...], list[str]]]:
    """Every (role, unit) at which the actor holds a role; apart, the roles held at many units, by those units."""
    by_role: dict[str, set[str]] = {}
    for role, path in actor.grants:
        by_role.setdefault(role, set()).add(path)
    below: dict[frozenset[str], list[int]] = {}
    narrow: list[tuple[str, int]] = []
    wide: dict[tuple[int, ...], list[str]] = {}
    for role, held in sorted(by_role.items()):
        paths = frozenset(held)
        if paths not in below:
            below[paths] = sorted(subtree(paths))
        if len(below[paths]) > MANY_UNITS:
            wide.setdefault(tuple(below[paths]), []).append(role)
        else:
            narrow += [(role, unit) for unit in below[paths]]
    return narrow[:MORE_PAIRS], wide


def _filtered(filters: Mapping[str, Any]) -> tuple[list[str], list[Any]]:
    wheres: list[str] = []
    params: list[Any] = []
    for name, column in (("definition", "definition_key"), ("element", "element_id"), ("kind", "element_id")):
        if value := filters.get(name):
            wheres.append(f"t.{column} = %s")
            params.append(value)
    if value := filters.get("unit"):
        wheres.append(_AT_UNIT)
        params += [str(value), str(value)]
    if value := filters.get("instance"):
        wheres.append("(t.root_id = %s OR t.instance_id = %s)")
        params += [number(value, "流程实例")] * 2
    if value := filters.get("priority"):
        wheres.append("t.priority >= %s")
        params.append(number(value, "优先级"))
    if value := filters.get("due"):
        wheres.append("t.due_sort < %s")
        params.append(_due_before(str(value)))
    if value := str(filters.get("q") or "").strip():
        wheres.append("(t.business_key || ' ' || t.instance_title || ' ' || t.subject || ' ' || t.name) ILIKE %s")
        escaped = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        params.append(f"%{escaped}%")
    return wheres, params


def _due_before(word: str) -> dt.datetime:
    now = clock.now()
    if word == "overdue":
        return now
    local = now.astimezone()
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if word == "today":
        return midnight + dt.timedelta(days=1)
    if word == "week":
        return midnight + dt.timedelta(days=7 - local.weekday())
    raise Invalid(what="due")


def _sort_value(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
