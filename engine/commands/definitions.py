"""Deploying: immutable versions, refused with every finding when the engine would not run them as drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, transaction

from bpmn import Finding, Program
from bpmn.lint import Known
from bpmn.program import Constant
from engine import clock, examining
from engine.comparing import compared
from engine.data_stores import open_stores
from engine.programs import compiled, forget_definition, start_form_of
from engine.refusals import DefinitionRefused, Forbidden
from engine.schedules import schedule_starts
from engine.service_tasks import all_registered
from engine.wire import dump_plain
from ledger.context import context_json
from ledger.recording import RECORD_SQL, record_parameters
from people.actors import Actor
from people.roles import ROLE_WORDS

ANY_MESSAGE = "*"
EXTERNAL = "external.*"
"""Service task types that begin so belong to workers outside; they need no registered function."""


@dataclass(frozen=True)
class DeployedVersion:
    """What became of the files; with `unchanged` it is the version that already had them."""

    key: str
    version: int
    digest: str
    findings: tuple[Finding, ...]
    unchanged: bool


def deploy_definition(
    *, files: Mapping[str, bytes], actor: Actor, comment: str = "", dry_run: bool = False
) -> DeployedVersion:
    """The new version, or the present one when nothing changed; raises DefinitionRefused with every finding."""
    if not (actor.system or actor.may("deploy")):
        raise Forbidden(what="发布流程")
    findings = findings_of(files, actor=actor)
    if any(finding.severity == "error" for finding in findings):
        raise DefinitionRefused(findings=findings)
    program = compiled(files)
    digest = digest_of(files)
    if not (actor.system or dry_run):
        findings += compared(files, program=program)
    with transaction.atomic():
        present = _locked_latest(program.process_id)
        if present is not None and present[1] == digest:
            return DeployedVersion(program.process_id, present[0], digest, findings, unchanged=True)
        version = _next_version(program.process_id)
        if not dry_run:
            _insert(files, program, digest, version, findings, actor, comment)
    forget_definition(digest)
    return DeployedVersion(program.process_id, version, digest, findings, unchanged=False)


def findings_of(files: Mapping[str, bytes], *, actor: Actor) -> tuple[Finding, ...]:
    """What stands between the files and a deployment; a person's files are examined in a process that may die."""
    examine = examining.findings_of if actor.system else examining.findings_apart
    return examine(files, known=_known())


def _known() -> Known:
    tasks = all_registered()
    return Known(
        service_tasks=frozenset({EXTERNAL, *(task.type for task in tasks)}),
        candidate_groups=ROLE_WORDS,
        service_outputs={task.type: tuple(_fields(task.outputs)) for task in tasks if task.outputs},
    )


def _fields(schema: Mapping[str, Any]) -> list[str]:
    return list(schema.get("properties") or {}) if "type" in schema else list(schema)


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over all files, forms included, whatever their order."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{len(name)}:{name}:{len(files[name])}:".encode())
        digest.update(files[name])
    return digest.hexdigest()


def _locked_latest(key: str) -> tuple[int, str] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"deploy {key}"])
        cursor.execute("SELECT version, digest FROM process_definition WHERE key = %s AND latest", [key])
        row = cursor.fetchone()
    return None if row is None else (row[0], row[1])


def _next_version(key: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(version), 0) + 1 FROM process_definition WHERE key = %s", [key])
        return int(cursor.fetchone()[0])


_INSERT = """INSERT INTO process_definition (key, version, digest, program_digest, version_tag, name, name_en,
 description, category, comment,
 starters, start_form_key, properties, start_events, message_names, elements, findings, deployed_at,
 deployed_by_id, deployed_by, deployed_by_name, latest)
 VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, true) RETURNING id"""


def _insert(
    files: Mapping[str, bytes],
    program: Program,
    digest: str,
    version: int,
    findings: tuple[Finding, ...],
    actor: Actor,
    comment: str,
) -> None:
    key, properties = program.process_id, dict(program.properties)
    starters = [role.strip() for role in properties.get("starters", "").split(",") if role.strip()]
    starts = [{"kind": s.kind, "element_id": s.element_id, "name": s.name} for s in program.starts]
    elements = [asdict(element) for element in program.elements.values() if element.type != "sequenceFlow"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.context', %s, true)", [context_json(actor=actor, reason=comment)])
        cursor.execute("UPDATE process_definition SET latest = false WHERE key = %s AND latest", [key])
        cursor.execute(
            _INSERT,
            [key, version, digest, program.digest, program.version_tag, program.name or key,
             properties.get("nameEn", ""), properties.get("description", ""), properties.get("category", ""), comment,
             dump_plain(starters), start_form_of(program), dump_plain(properties), dump_plain(starts),
             dump_plain(sorted(message_names(program))), dump_plain(elements),
             dump_plain([asdict(finding) for finding in findings]), clock.now(), actor.user_id, actor.username,
             actor.full_name],
        )  # fmt: skip
        pk = cursor.fetchone()[0]
        for name, data in files.items():
            cursor.execute(
                "INSERT INTO definition_file (definition_id, name, content) VALUES (%s, %s, %s)", [pk, name, data]
            )
        schedule_starts(program, digest, clock.now())
        open_stores(program.data_stores, now=clock.now())
        body = {"key": key, "version": version, "digest": digest, "files": sorted(files)}
        record = record_parameters(
            kind="admin", action="deploy_definition", body=body, table="process_definition", record=pk
        )
        cursor.execute(f"SELECT {RECORD_SQL}", record)


def message_names(program: Program) -> set[str]:
    """The names of all messages that an instance may wait for or be started by; "*" when one is computed."""
    names: set[str] = set()
    for node in program.nodes:
        for event in node.events:
            if event.kind == "message" and event.name is not None:
                names.add(str(event.name.value) if isinstance(event.name, Constant) else ANY_MESSAGE)
    return names
