"""Who reads English meets no Chinese name of an element, process, form field or clock that has an English one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from demo.answers import modules
from demo.play import FILE
from demo.workbook import Case, cases
from engine.english import english_names
from engine.programs import deployed_latest
from engine.testing import Request
from tests.api.conversation import Person

pytestmark = pytest.mark.usefixtures("db_open")

CJK = re.compile(r"[\u3400-\u9fff]")
PAPERS = {
    "variables",
    "data",
    "value",
    "old",
    "new",
    "text",
    "old_text",
    "new_text",
    "subject",
    "business_key",
    "tables",
}
"""What people typed, in whatever language; the headings of decision tables have one only."""


def _strings(answer: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an answer with the place where it stands, but for what people typed."""
    if isinstance(answer, dict):
        for name, value in answer.items():
            if name not in PAPERS:
                yield from _strings(value, f"{path}/{name}")
    elif isinstance(answer, list):
        for value in answer:
            yield from _strings(value, path)
    elif isinstance(answer, str):
        yield path, answer


def _chinese_with_english(key: str) -> dict[str, str]:
    """The Chinese names of a version's elements and form fields that have an English one."""
    version = deployed_latest(key)
    english = english_names(version.digest)
    known = {shown.name: english[shown.id] for shown in version.program.elements.values() if shown.id in english}
    for name, value in version.properties.items():
        if english_text := version.properties.get(f"{name}.en"):
            known[value] = english_text
    for file, data in version.files.items():
        if file.endswith(".form.json"):
            known |= dict(_titles(json.loads(data)))
    return {zh: en for zh, en in known.items() if zh and CJK.search(zh)}


def _titles(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for one in node:
            yield from _titles(one)
    elif isinstance(node, dict):
        if isinstance(node.get("zh"), str) and node.get("en"):
            yield node["zh"], node["en"]
        beside = node.get("x-en", {})
        yield from ((str(node[word]), str(beside[word])) for word in ("title", "description") if beside.get(word))
        for one in node.values():
            yield from _titles(one)


def _first_case(key: str) -> Case | None:
    begun_from_forms = (case for case in cases(FILE) if case.definition == key)
    return None if hasattr(modules()[key], "begin") else next(begun_from_forms, None)


def _pages(key: str, starter: str, variables: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The address and the answer of each page on which an instance of the process is met."""
    clerk, administrator, auditor = (
        Person(starter, lang="en"),
        Person("administrator", lang="en"),
        Person("auditor", lang="en"),
    )
    for path in (f"/api/process-definitions/{key}/", f"/api/process-definitions/{key}/start-form/"):
        yield path, clerk.get(path)
    started = clerk.post(
        "/api/process-instances/", {"definition": key, "variables": variables}, **{"Idempotency-Key": f"en-{key}"}
    )
    assert clerk.status == 201, started
    Request(int(started["id"])).run_jobs()
    instance = f"/api/process-instances/{started['id']}/"
    for path in (instance, f"{instance}trace/", f"{instance}variables/"):
        yield path, administrator.get(path)
    yield "changes", auditor.get("/api/audit/changes/", instance=started["id"])
    yield "list", administrator.get("/api/process-instances/", q=started["business_key"])
    for work in administrator.get(instance)["open"]:
        if work["kind"] == "user_task":
            yield from _task_pages(work)


def _task_pages(work: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    person = Person(work["candidate_groups"][0]["key"], lang="en")
    yield "inbox", person.get("/api/user-tasks/")
    path = f"/api/user-tasks/{work['user_task_id']}/"
    yield path, person.get(path)
    yield f"{path}form/", person.get(f"{path}form/")
    stranger = Person("auditor", lang="en")
    yield f"{path}claim/", stranger.post(f"{path}claim/", {})


@pytest.mark.parametrize("key", sorted(modules()))
def test_no_page_shows_a_chinese_name_that_has_an_english_one(key):
    case, known = _first_case(key), _chinese_with_english(key)
    if case is None:
        pytest.skip("its cases begin on a record's page; the walk of its definition is below")
    found = {
        (re.sub(r"\d+", "#", path), place, text, known[text])
        for path, answer in _pages(key, modules()[key].STARTER + case.suffix, case.variables)
        for place, text in _strings(answer)
        if text in known
    }
    assert not found


def test_no_catalogue_shows_a_chinese_name_that_has_an_english_one():
    known = {zh: en for key in modules() for zh, en in _chinese_with_english(key).items()}
    designer, administrator = Person("process_designer", lang="en"), Person("administrator", lang="en")
    pages = [
        designer.get("/api/process-definitions/"),
        designer.get("/api/forms/"),
        administrator.get("/api/rights/matrix/"),
    ]
    pages += [designer.get(f"/api/process-definitions/{key}/") for key in modules()]
    found = {(place, text, known[text]) for page in pages for place, text in _strings(page) if text in known}
    assert not found


def test_a_refusal_names_the_task_in_the_readers_language():
    clerk = Person("customer_service", lang="en")
    case = _first_case("complaint")
    started = clerk.post("/api/process-instances/", {"definition": "complaint", "variables": case.variables})
    Request(int(started["id"])).run_jobs()
    task = Person("administrator").get(f"/api/process-instances/{started['id']}/")["open"][0]["user_task_id"]
    said = clerk.post(f"/api/user-tasks/{task}/claim/", {})["detail"]
    assert "“Investigate”" in said or '"Investigate"' in said
    assert not CJK.search(said)
    other = Person("customer_service").post(f"/api/user-tasks/{task}/claim/", {})["detail"]
    assert "调查" in other
