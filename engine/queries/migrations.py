"""What a designer or operator looks at before instances migrate: the two versions' elements side by side."""

from __future__ import annotations

from typing import Any

from django.db import connection

from engine.commands.migration import version_of
from engine.programs import Deployed, form_files
from engine.refusals import Forbidden
from engine.runtime.mapping import suggest
from people.actors import Actor

_WAITING = """SELECT w.element_id, count(*) FROM (
 SELECT t.element_id, t.root_id FROM user_task t WHERE t.state IN ('CREATED', 'ASSIGNED')
 UNION ALL SELECT j.element_id, j.root_id FROM job j WHERE j.work_id <> ''
 UNION ALL SELECT s.element_id, s.root_id FROM subscription s) w
 JOIN process_instance i ON i.id = w.root_id AND i.definition_id = %s AND i.state IN ('ACTIVE', 'SUSPENDED')
 GROUP BY 1"""
_RUNNING = """SELECT count(*) FROM process_instance WHERE definition_id = %s AND root_id = id
 AND state IN ('ACTIVE', 'SUSPENDED')"""


def migration_between(key: str, actor: Actor, *, from_version: int, to_version: int) -> dict[str, Any]:
    """Each element of the one version with where it probably is in the other, how much waits there, and the forms."""
    if not (actor.system or actor.may("migrate_instances")):
        raise Forbidden(what="迁移流程实例")
    old, new = version_of(key, from_version), version_of(key, to_version)
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [old.id])
        waiting = dict(cursor.fetchall())
        cursor.execute(_RUNNING, [old.id])
        running = cursor.fetchone()[0]
    here = old.program.elements
    return {
        "from": from_version,
        "to": to_version,
        "running": running,
        "elements": [
            {
                "id": s.old,
                "name": here[s.old].name if s.old in here else s.old,
                "type": here[s.old].type if s.old in here else "",
                "suggested": s.new,
                "why": s.why,
                "waiting": waiting.get(s.old, 0),
            }
            for s in suggest(old.program, new.program)
        ],
        "targets": [
            {"id": e.id, "name": e.name, "type": e.type}
            for e in new.program.elements.values()
            if e.type not in ("sequenceFlow", "process")
        ],
        "changed_forms": _changed_forms(old, new),
    }


def _changed_forms(old: Deployed, new: Deployed) -> list[str]:
    before, after = form_files(old.files), form_files(new.files)
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
