"""The demo company and small diagrams for the engine's tests."""

from __future__ import annotations

import pytest

from engine import clock, programs
from engine.commands import deploy_definition
from engine.queries import names
from people.actors import SYSTEM, forget_actors
from people.demo import load_company
from tests.engine.drawing import Drawing


@pytest.fixture(autouse=True)
def _fresh_caches():
    programs.forget()
    names.forget()
    forget_actors()
    clock.be_real()
    yield
    clock.be_real()


@pytest.fixture(scope="session")
def company(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load_company()


@pytest.fixture
def deploy(company, db):
    def deploy(drawing: Drawing, **more: bytes):
        return deploy_definition(files={"process.bpmn": drawing.xml(), **more}, actor=SYSTEM)

    return deploy
