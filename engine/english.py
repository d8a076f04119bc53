"""Names of elements and processes for who reads Chinese and for who reads English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import orjson

from bpmn.reading import read_document
from engine.programs import Deployed, deployed
from engine.refusals import BothLanguages
from people.roles import ROLES

ENGLISH_NAME = "nameEn"


@lru_cache(maxsize=500)
def english_names(digest: str) -> Mapping[str, str]:
    """The `gas:nameEn` of every element of a version's diagrams by the element's id."""
    found: dict[str, str] = {}
    for file, data in deployed(digest).files.items():
        if not file.endswith(".bpmn"):
            continue
        for element in read_document(data, file=file).walk():
            for name, value in element.attributes.items():
                if element.id and value and name.rsplit("}", 1)[-1] == ENGLISH_NAME:
                    found[element.id] = value
    return found


@lru_cache(maxsize=500)
def english_lanes(digest: str) -> Mapping[str, str]:
    """The English names of a version's lanes by their Chinese ones."""
    files = [(file, data) for file, data in deployed(digest).files.items() if file.endswith(".bpmn")]
    lanes = [one for file, data in files for one in read_document(data, file=file).walk() if one.tag == "lane"]
    names = english_names(digest)
    return {lane.attributes.get("name", ""): names.get(lane.id or "", "") for lane in lanes}


def element_named(digest: str, element_id: str, name: str) -> BothLanguages:
    """The element's name for a refusal, its id when it has none."""
    return BothLanguages(name or element_id, english_names(digest).get(element_id) or name or element_id)


def task_named(task: Mapping[str, Any]) -> BothLanguages:
    """The name of a user task's row for a refusal."""
    own = orjson.loads(task["properties"]).get(ENGLISH_NAME) if task.get("properties") else None
    name = element_named(task["digest"], task["element_id"], task["name"])
    return BothLanguages(name, own) if own else name


def process_named(version: Deployed) -> BothLanguages:
    """The name of a deployed process for a refusal."""
    return element_named(version.digest, version.key, version.name)


def roles_named(keys: Iterable[str]) -> BothLanguages:
    """The names of roles for a refusal; an unknown key stands for itself."""
    known = [(ROLES[key].name_zh, ROLES[key].name_en) if key in ROLES else (key, key) for key in keys]
    return BothLanguages("、".join(zh for zh, _ in known) or "-", ", ".join(en for _, en in known) or "-")


def listed(names: Iterable[BothLanguages]) -> BothLanguages:
    """Each name once, with the marks of each language between them."""
    each = list({name.english: name for name in names}.values())
    return BothLanguages("、".join(each), ", ".join(name.english for name in each))


def starting(version: Deployed) -> BothLanguages:
    """What somebody may not do who may not start the process."""
    name = process_named(version)
    return BothLanguages(f"发起{name}", f"starting {name.english}")
