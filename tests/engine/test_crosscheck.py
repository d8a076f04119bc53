"""A person's deployment is walked on both runtimes; what parts them is told, and refuses nothing."""

from __future__ import annotations

import pytest

from engine.commands import deploy_definition
from engine.testing import person
from people.actors import SYSTEM
from tests.conformance.drawing import draw

pytestmark = pytest.mark.django_db
SIDE_BY_SIDE = "s: start\na: user\ne: eventsub {\ns2: start timer=PT1H\nb: user\ns2 -> b\n}\ns -> a"


def deployed(actor, **more):
    files = {"process.bpmn": draw(SIDE_BY_SIDE)}
    return [f.code for f in deploy_definition(files=files, actor=actor, **more).findings if "compare" in f.code]


def test_a_persons_deployment_is_compared(company, settings):
    settings.CROSSCHECK_SECONDS = 8
    assert deployed(person("process_designer"), dry_run=True) == []
    assert deployed(person("process_designer")) == ["not-compared"]


def test_the_release_s_own_folders_and_a_setting_of_zero_ask_nothing(company, settings):
    settings.CROSSCHECK_SECONDS = 8
    assert deployed(SYSTEM) == []
    settings.CROSSCHECK_SECONDS = 0
    assert deployed(person("process_designer"), comment="again") == []
