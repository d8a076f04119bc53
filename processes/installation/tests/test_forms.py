"""The forms of all processes: two languages everywhere, every user task has one, and their rules bite."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from forms import FormInvalid, load_form, validate
from tests.scenarios.jobs import DINER
from tests.scenarios.scenario import PROCESSES, forms, program

FORMS = sorted(PROCESSES.glob("*/forms/*.form.json"))


def _untranslated(node: Any, path: str = "") -> Iterator[str]:
    if isinstance(node, dict):
        english = node.get("x-en", {})
        for word in ("title", "description", "enumNames"):
            if word in node and isinstance(node[word], str | list) and word not in english:
                yield f"{path}/{word}"
        for key, value in node.items():
            yield from _untranslated(value, f"{path}/{key}") if key != "x-en" else ()
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _untranslated(value, f"{path}/{index}")


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_text_is_there_in_english_too(path):
    source = json.loads(path.read_text())
    assert list(_untranslated({"schema": source["schema"], "ui": source.get("ui", {})})) == []
    assert source["title"]["zh"] != source["title"]["en"]
    load_form(source)


@pytest.mark.parametrize("key", ["installation", "rectification"])
def test_every_user_task_has_its_form_and_a_role(key):
    for node in program(key).nodes:
        if node.type == "userTask":
            assert node.task.form_id.source.strip('="') in forms(key) or str(node.task.form_id.value) in forms(key)
            assert node.task.candidate_groups is not None or node.lane_group


@pytest.mark.parametrize(
    ("form", "data", "field"),
    [
        ("application", DINER | {"licence_no": None}, "/licence_no"),
        ("application", DINER | {"contact_phone": "12345"}, "/contact_phone"),
        ("application", DINER | {"appliances": []}, "/appliances"),
        ("application", DINER | {"licence_no": "91340100MA2N0001X0"}, "/licence_no"),
        ("review_papers", {"papers_decision": "missing"}, "/missing_papers"),
        ("survey", {"feasible": True, "findings": "可"}, "/riser"),
        ("approval", {"decision": "return"}, "/comment"),
        ("drawing_review", {"drawing_decision": "return"}, "/drawing_marks"),
        ("construction", {"section_briefed": True, "progress": 80, "pressure_test": "pass"}, "/progress"),
        ("construction", {"section_briefed": False, "progress": 100, "pressure_test": "pass"}, "/section_briefed"),
        ("construction", {"section_briefed": True, "progress": 100, "pressure_test": "fail"}, "/pressure_test"),
        ("commissioning", {"checklist_done": ["leak_test"]}, "/checklist_done"),
        ("archive", {"volume_checked": False, "shelf": "A", "retention_years": 30}, "/volume_checked"),
    ],
)
def test_refuses_what_the_rules_forbid(form, data, field):
    with pytest.raises(FormInvalid) as refused:
        validate(forms("installation")[form], data)
    assert field in {error.field for error in refused.value.errors}


def test_the_military_needs_no_licence():
    validate(
        forms("installation")["application"],
        {k: v for k, v in DINER.items() if k != "licence_no"} | {"category": "military"},
    )
