"""Compares the walls in the database with those that were released: triggers, functions, grants, guarded partitions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connection

MANIFEST = Path(__file__).resolve().parent / "manifest.json"

_FUNCTIONS = """
SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid) || ' definer ' || p.prosecdef
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prokind = 'f' AND (n.nspname = 'ledger' OR (n.nspname = 'public' AND p.proname ~ '^(people|registers)_'))
"""
_TRIGGERS = """
SELECT c.oid::regclass::text || ' ' || t.tgname, pg_get_triggerdef(t.oid) || ' enabled ' || t.tgenabled::text
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND NOT c.relispartition
  AND (n.nspname = 'ledger' OR (n.nspname = 'public' AND c.relname ~ '^((people|registers)_|(document|attachment)$)'))
"""
_GRANTS = r"""
SELECT c.oid::regclass::text || ' ' || r.rolname, string_agg(DISTINCT a.privilege_type, ' ')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
     aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
WHERE NOT c.relispartition AND c.relkind IN ('r', 'p') AND n.nspname IN ('ledger', 'public')
  AND r.rolname LIKE 'gas\_%' AND r.oid <> c.relowner
GROUP BY 1
UNION ALL
SELECT c.oid::regclass::text || '.' || t.attname || ' ' || r.rolname, string_agg(DISTINCT a.privilege_type, ' ')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute t ON t.attrelid = c.oid,
     aclexplode(t.attacl) a JOIN pg_roles r ON r.oid = a.grantee
WHERE NOT c.relispartition AND n.nspname IN ('ledger', 'public')
  AND r.rolname LIKE 'gas\_%' AND r.oid <> c.relowner
GROUP BY 1
UNION ALL
SELECT p.oid::regprocedure::text || ' ' || r.rolname, string_agg(DISTINCT a.privilege_type, ' ')
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
     aclexplode(p.proacl) a JOIN pg_roles r ON r.oid = a.grantee
WHERE p.prosecdef AND n.nspname IN ('ledger', 'public') AND r.rolname LIKE 'gas\_%' AND r.oid <> p.proowner
GROUP BY 1
"""
_ANYBODYS = """
SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
     aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
WHERE p.prosecdef AND p.prorettype <> 'trigger'::regtype AND a.grantee = 0
  AND n.nspname IN ('ledger', 'public') AND p.proname !~ 'partition'
"""
_STRANGERS = """
SELECT c.oid::regclass::text || ': ' || coalesce(r.rolname, 'PUBLIC') || ' may ' || a.privilege_type
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
     aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
WHERE n.nspname = 'ledger' AND c.relkind IN ('r', 'p') AND a.grantee <> c.relowner
  AND a.privilege_type <> 'SELECT' AND coalesce(r.rolname, '') <> 'gas_sealer'
"""
_UNGUARDED = """
SELECT c.oid::regclass::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'ledger.event'::regclass AND 2 > (
    SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgenabled = 'A'
       AND t.tgfoid = 'ledger.deny()'::regprocedure)
"""
_ASTRAY = "SELECT count(*) FROM ledger.event_other"


def fingerprint() -> dict[str, str]:
    """The SHA-256 of every function, trigger and grant that guards, by its name."""
    found: dict[str, str] = {}
    for kind, sql in (("function", _FUNCTIONS), ("trigger", _TRIGGERS), ("grant", _GRANTS)):
        found |= {f"{kind} {name}": sha256(text.encode()).hexdigest() for name, text in _rows(sql)}
    return dict(sorted(found.items()))


def released() -> dict[str, str]:
    """The fingerprint of this release."""
    return dict(json.loads(MANIFEST.read_text(encoding="utf-8")))


def findings(expected: Mapping[str, str] | None = None) -> list[str]:
    """What is wrong with the walls, a sentence each; empty when all stand as released.

    The roles' grants are compared where `grant_roles` has made them: a server for development has none.
    """
    wanted, found = dict(expected or released()), fingerprint()
    granted = any(name.startswith("grant ") for name in found)
    if not granted:
        wanted = {name: value for name, value in wanted.items() if not name.startswith("grant ")}
    said = [f"missing: {name}" for name in wanted.keys() - found.keys()]
    said += [f"not in the release: {name}" for name in found.keys() - wanted.keys()]
    said += [f"changed: {name}" for name in wanted.keys() & found.keys() if wanted[name] != found[name]]
    said += [f"a stranger writes the ledger: {name}" for (name,) in _rows(_STRANGERS)]
    said += [f"unguarded partition: {name}" for (name,) in _rows(_UNGUARDED)]
    said += [f"anybody may call: {n}" for (n,) in _rows(_ANYBODYS) if granted and f"function {n}" in wanted]
    astray = _rows(_ASTRAY)[0][0]
    if astray:
        said.append(f"{astray} events fell outside every month's partition")
    return sorted(said)


def _rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def write_manifest() -> None:
    """Makes the present walls the released ones: for the release's author, after a migration."""
    MANIFEST.write_text(json.dumps(fingerprint(), indent=1) + "\n", encoding="utf-8")
