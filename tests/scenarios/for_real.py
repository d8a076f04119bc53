"""Goes through a process in the database as the demo's people would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import connection

from demo.answers import PHOTOGRAPH, Sitting, answer
from demo.photographs import photograph
from engine import clock, queries
from engine.documents.commands import save_attachment
from engine.testing import Request, person
from people.actors import Actor

CHINA = dt.timezone(dt.timedelta(hours=8))


def go_on(request: Request, element: str, plan: Mapping[str, Any] | None = None, *, round_: int = 1) -> None:
    """Whoever's turn it is completes the oldest open task of that element, with a picture where one is wanted."""
    tasks = request.open_tasks(element)
    assert tasks, f"nothing waits at {element}: {request.waiting_at()} {request.incidents()}"
    by = person(tasks[0]["assignee"] or tasks[0]["role"])
    shown = queries.form_for(tasks[0]["id"], by, "zh")["data"]
    said = answer(Sitting(element, shown, clock.now().astimezone(CHINA).date(), plan or {}, round_))
    request.complete(element, {name: _taken(value, by) for name, value in said.items()}, by=by)


def through(request: Request, *elements: str, plan: Mapping[str, Any] | None = None) -> None:
    """One after the other."""
    for element in elements:
        go_on(request, element, plan)


def told(request: Request) -> list[tuple[str, str]]:
    """(user name, title) of every notification of the instance, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.username, n.title FROM notification n JOIN people_user u ON u.id = n.user_id"
            " WHERE n.instance_id = %s ORDER BY n.id",
            [request.id],
        )
        return [(username, title) for username, title in cursor.fetchall()]


def _taken(value: Any, by: Actor) -> Any:
    if value != [PHOTOGRAPH]:
        return value
    return [save_attachment(name="现场照片.png", content=[photograph(1)], actor=by)["id"]]
