"""The documentation's own example, as a process of its own against a running site."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from conftest import database_url
from engine.commands import deploy_definition
from engine.outside.credentials import make_credential
from engine.testing import Request, person, start
from people.actors import SYSTEM
from people.demo import load_company
from tests.engine.drawing import Drawing
from tests.outside.conftest import mapping
from tests.serving import ROOT, Site

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=False)


def wait_for(request: Request, element_id: str, *, log) -> None:
    for _ in range(300):
        if element_id in request.waiting_at():
            return
        time.sleep(0.05)
    raise AssertionError(f"{request.waiting_at()} {request.incidents()}\n{log.read_text()}")


@pytest.fixture
def site(transactional_db, tmp_path):
    load_company()
    site = Site(database_url(), tmp_path)
    site.start("web")
    site.wait_until_ready()
    yield site
    site.stop()


def test_the_example_worker_waits_for_work_and_does_it(site, tmp_path):
    topic = "external.meter_reading"
    drawing = Drawing("reading").start()
    drawing.service_task("read", topic, io=mapping(meter_no="meter_no", last_reading="last")).user_task("look").end()
    drawing.boundary_error("unknown", "read").user_task("search").end("no_meter")
    deploy_definition(files={"process.bpmn": drawing.xml()}, actor=SYSTEM)
    _, token = make_credential(name="reader", topics=[topic], actor=person("administrator"))
    log = tmp_path / "worker.log"
    with log.open("wb") as output:
        worker = subprocess.Popen(
            [sys.executable, ROOT / "docs/examples/external_worker.py", site.url],
            env={**os.environ, "GAS_TOKEN": token}, stdout=output, stderr=output,
        )  # fmt: skip
        try:
            time.sleep(1.0)
            found = start("reading", by="cashier", run=False, meter_no="M1", last=100)
            missing = start("reading", by="cashier", run=False, meter_no="NONE", last=0)
            wait_for(found, "look", log=log)
            wait_for(missing, "search", log=log)
            assert found.variables["reading"] == 117
            assert worker.poll() is None, log.read_text()
        finally:
            worker.kill()
            worker.wait()
