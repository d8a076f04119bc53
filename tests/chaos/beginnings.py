"""Processes that begin at a record: the night begins them there, as long as the demo has no case of its own."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from demo.answers import modules
from demo.cases import Plan
from demo.client import Person, Refused
from demo.workbook import Case


def own_cases(book: list[Case]) -> list[Case]:
    """A case for each process that the book lacks and that can be begun at a record here."""
    known = {case.definition for case in book}
    lacking = sorted(set(_BEGIN) & set(modules()) - known)
    return [Case(n, key, "夜", {}, False, Plan("")) for n, key in enumerate(lacking, start=1)]


def begun(case: Case, person: Person, rng: random.Random, key: str) -> str | None:
    """The instance's id, begun at some customer's record; None where the process begins by its form."""
    begin = _BEGIN.get(case.definition)
    return None if begin is None or case.variables else str(begin(person, _customer(person, rng), key))


def _customer(person: Person, rng: random.Random) -> dict[str, Any]:
    found = person.get("/api/customers/?page_size=50")["results"]
    if not found:
        raise Refused("no customer", 404, {"code": "not_found"})
    return dict(rng.choice(found))


def _ask_to_see(person: Person, customer: dict[str, Any], key: str) -> str:
    until = (dt.datetime.now(dt.UTC) + dt.timedelta(days=3)).date().isoformat()
    variables = {
        "access_kind": "fields", "access_register": "customers", "access_records": [int(customer["id"])],
        "access_fields": ["phone"], "access_purpose": "回访", "access_until": until,
    }  # fmt: skip
    body = {"definition": "data_access", "variables": variables}
    return str(person.post("/api/process-instances/", body, key=key)["id"])


_BEGIN = {"data_access": _ask_to_see}
"""Not `data_change`: a proposal carries no key, so that one whose answer was lost cannot be told from another."""
ASKER = "cost_estimator"
"""Somebody who sees customers, their telephones masked."""
