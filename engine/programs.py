"""Deployed definitions as compiled Programs, kept once per web or worker process."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any

import orjson
from django.conf import settings
from django.db import connection

from bpmn.program import Constant, Program
from engine.examining import diagrams_in
from engine.refusals import NotFound
from engine.runtime.protocol import Environment

if TYPE_CHECKING:
    from forms import Form

FORM_SUFFIX = ".form.json"


@dataclass(frozen=True)
class Deployed:
    """One version of a definition, ready to run: its program, files and what the shell shows of it."""

    id: int
    key: str
    version: int
    digest: str
    name: str
    program: Program
    files: Mapping[str, bytes]
    properties: Mapping[str, str]
    _forms: dict[str, Form] = field(default_factory=dict, compare=False)

    @property
    def start_form_key(self) -> str:
        """The key of the form that starts an instance, "" without one."""
        return start_form_of(self.program)

    def form(self, key: str) -> Form | None:
        """The form of that key in this version's files, or None."""
        if key not in self._forms:
            from forms import load_form

            data = form_files(self.files).get(key)
            if data is None:
                return None
            self._forms[key] = load_form(data)
        return self._forms[key]


def start_form_of(program: Program) -> str:
    """The form named by the process's property `startForm`, else by its none start event."""
    if named := program.properties.get("startForm"):
        return named
    for start in program.starts:
        node = program.node(start.element_id)
        form_id = node.task.form_id if node is not None and start.kind == "none" else None
        if isinstance(form_id, Constant) and form_id.value:
            return str(form_id.value)
    return ""


def form_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Form files by their key: what the form says itself, else the file's own name."""
    found = {}
    for name, data in files.items():
        if name.endswith(FORM_SUFFIX):
            own = orjson.loads(data)
            key = own.get("key") if isinstance(own, dict) else None
            found[str(key or name.rsplit("/", 1)[-1].removesuffix(FORM_SUFFIX))] = data
    return found


_cache: dict[str, Deployed] = {}
_lock = Lock()
_ONE = "SELECT id, key, version, digest, name, properties FROM process_definition WHERE "


def deployed(digest: str) -> Deployed:
    """The definition version of that digest; loaded and compiled once per process."""
    found = _cache.get(digest)
    return found or _load("digest = %s OR program_digest = %s ORDER BY id DESC LIMIT 1", [digest, digest])


def deployed_latest(key: str) -> Deployed:
    """The newest version of a definition, as the database says now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM process_definition WHERE key = %s AND latest", [key])
        row = cursor.fetchone()
    if row is None:
        raise NotFound(thing=f"流程定义 {key}")
    return deployed(row[0])


def _load(where: str, params: list[Any]) -> Deployed:
    with connection.cursor() as cursor:
        cursor.execute(_ONE + where, params)
        row = cursor.fetchone()
        if row is None:
            raise NotFound(thing="流程定义")
        cursor.execute("SELECT name, content FROM definition_file WHERE definition_id = %s ORDER BY name", [row[0]])
        files = {name: bytes(content) for name, content in cursor.fetchall()}
    properties = orjson.loads(row[5])
    value = Deployed(row[0], row[1], row[2], row[3], row[4], compiled(files, row[1]), files, properties)
    with _lock:
        _cache[value.digest] = value
        _cache.setdefault(value.program.digest, value)
    return value


def compiled(files: Mapping[str, bytes], process_id: str | None = None) -> Program:
    """The Program of a set of files, forms left out; raises `bpmn.Refused` with every finding."""
    from bpmn import compile_program

    return compile_program(diagrams_in(files), process_id=process_id)


def loaded() -> list[str]:
    """The digests of the versions that this process has loaded."""
    return list(_cache)


def forget_definition(digest: str) -> None:
    """Drops one version from this process's cache."""
    _cache.pop(digest, None)


def forget() -> None:
    """Empties this process's cache (tests that reuse databases need it)."""
    _cache.clear()
    runtime.cache_clear()


@cache
def runtime() -> ModuleType:
    """The runtime module that the setting ENGINE_RUNTIME names."""
    return importlib.import_module(f"engine.runtime.{settings.ENGINE_RUNTIME}")


LARGE = 4_096
"""Bytes above which a variable stands apart from the snapshot, so that a step does not write it again."""


def environment() -> Environment:
    """The surroundings of a step: calendars, late-bound definitions, and from which size variables stand apart."""
    return Environment(calendars=_Calendars(), resolve=_resolve, store_above=LARGE)


class _Calendars(dict[str, Any]):
    """Working calendars by name, read from `people` when first asked for."""

    def __missing__(self, name: str) -> Any:
        from people.calendars import calendar

        return calendar(name)

    def get(self, name: str, default: Any = None) -> Any:
        return self[name]


def _resolve(process_id: str, binding: str) -> Program | None:
    try:
        if binding in {"", "latest", "deployment"}:
            return deployed_latest(process_id).program
        if binding in _cache:
            return _cache[binding].program
        return _load(
            "digest = %s OR program_digest = %s OR (key = %s AND version_tag = %s) ORDER BY id DESC LIMIT 1",
            [binding, binding, process_id, binding],
        ).program
    except NotFound:
        return None
