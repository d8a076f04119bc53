"""What is deployed: the catalogue, versions and their files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.db import connection

from bpmn import Finding
from engine import access
from engine.access import Row
from engine.commands.assignment import as_row
from engine.english import english_lanes, english_names
from engine.programs import deployed, form_files
from engine.queries.names import person
from engine.refusals import Forbidden, NotFound
from people.actors import Actor

_RUNNING = """(SELECT count(*) FROM (SELECT 1 FROM process_instance i
 WHERE i.definition_id = d.id AND i.state = 'ACTIVE' LIMIT 10001) r)"""
_RUNNING_OF_ALL = """(SELECT count(*) FROM (SELECT 1 FROM process_instance i WHERE i.definition_id IN
 (SELECT o.id FROM process_definition o WHERE o.key = d.key) AND i.state = 'ACTIVE' LIMIT 10001) r)"""


def definitions(actor: Actor, *, lang: str = "zh") -> list[dict[str, Any]]:
    """The newest version of every definition, by category and name; `running` counts the instances of all versions."""
    rows = _rows("d.latest ORDER BY d.category, d.name, d.key", [], running=_RUNNING_OF_ALL)
    return [_line(row, actor, lang) for row in rows]


def definition(key: str, actor: Actor, *, version: int | None = None, lang: str = "zh") -> dict[str, Any]:
    """One definition with its elements and findings (as `Finding` values)."""
    row = _one(key, version)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM process_definition WHERE key = %s", [key])
        count = cursor.fetchone()[0]
    english = english_names(row["digest"]) if lang.startswith("en") else {}
    lanes = english_lanes(row["digest"]) if english else {}
    elements = [
        {
            "id": e["id"],
            "type": e["type"],
            "name": english.get(e["id"]) or e["name"],
            "lane": lanes.get(e["lane"]) or e["lane"] or None,
        }
        for e in orjson.loads(row["elements"])
    ]
    return _line(row, actor, lang) | {
        "start_form_key": row["start_form_key"] or None,
        "elements": elements,
        "findings": [Finding(**finding) for finding in orjson.loads(row["findings"])],
        "versions": count,
    }


def versions(key: str, actor: Actor) -> list[dict[str, Any]]:
    """All versions, the newest first."""
    rows = _rows("d.key = %s ORDER BY d.version DESC", [key])
    if not rows:
        raise NotFound(thing="流程定义")
    names = ("version", "digest", "comment", "running")
    return [{name: row[name] for name in names} | _deployed_by(row) for row in rows]


def bpmn_xml(key: str, actor: Actor, *, version: int | None = None) -> bytes:
    """The diagram of a version as UTF-8."""
    return diagram_of(_one(key, version)["digest"])


def diagram_of(digest: str) -> bytes:
    """The first BPMN file of a version, decoded by what it says of itself and given as UTF-8."""
    files = deployed(digest).files
    name = next((name for name in sorted(files) if name.endswith(".bpmn")), None)
    if name is None:
        raise NotFound(thing="流程图")
    return files[name]


def files(key: str, actor: Actor, *, version: int | None = None) -> Mapping[str, bytes]:
    """Every file of a version by name; only for designers, deployers and administrators."""
    if not any(actor.may(right) for right in ("design", "deploy", "administer", "audit")):
        raise Forbidden(what="查看流程文件")
    return deployed(_one(key, version)["digest"]).files


def latest_keys() -> list[str]:
    """The keys of all definitions, sorted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM process_definition WHERE latest ORDER BY key")
        return [key for (key,) in cursor.fetchall()]


def forms(actor: Actor, *, lang: str = "zh") -> list[dict[str, Any]]:
    """The forms of the newest definitions."""
    found = []
    for row in _rows("d.latest ORDER BY d.key", []):
        version = deployed(row["digest"])
        for key in sorted(form_files(version.files)):
            form = version.form(key)
            title = form.localised(lang)["title"] if form else key
            found.append({"key": key, "title": title, "definition": version.key, "version": version.version})
    return found


def _rows(where: str, params: list[Any], *, running: str = _RUNNING) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT d.*, {running} AS running FROM process_definition d WHERE {where}", params)
        return [as_row(cursor, row) for row in cursor.fetchall()]


def _one(key: str, version: int | None) -> dict[str, Any]:
    where = "d.key = %s AND " + ("d.latest" if version is None else "d.version = %s")
    running = _RUNNING_OF_ALL if version is None else _RUNNING
    rows = _rows(where, [key] if version is None else [key, version], running=running)
    if not rows:
        raise NotFound(thing="流程定义")
    return rows[0]


def _line(row: Row, actor: Actor, lang: str) -> dict[str, Any]:
    english = lang.startswith("en")
    return {
        "key": row["key"],
        "name": (row["name_en"] if english else "") or row["name"],
        "version": row["version"],
        "digest": row["digest"],
        "description": (english and deployed(row["digest"]).properties.get("description.en")) or row["description"],
        "may_start": access.may_start(orjson.loads(row["starters"]), actor),
        "start_form": bool(row["start_form_key"]),
        "running": row["running"],
        "category": (english and deployed(row["digest"]).properties.get("category.en")) or row["category"],
        "suspended_at": access.moment(row["suspended_at"]),
        "suspended_reason": row["suspended_reason"],
        "may": {
            "suspend": row["suspended_at"] is None and actor.may_everywhere("suspend_instances"),
            "resume": row["suspended_at"] is not None and actor.may_everywhere("suspend_instances"),
        },
    } | _deployed_by(row)


def _deployed_by(row: Row) -> dict[str, Any]:
    return {
        "deployed_at": access.moment(row["deployed_at"]),
        "deployed_by": person(row["deployed_by"], row["deployed_by_name"]),
    }
