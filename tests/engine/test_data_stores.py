"""Data stores outlive the instances that read and write them; one command at a time, each change in the ledger."""

from __future__ import annotations

from decimal import Decimal

import orjson
import pytest
from django.db import connection

from engine.service_tasks import service_task
from engine.steps import variables_of_scope
from engine.testing import Request, start
from tests.engine.drawing import Drawing
from tests.engine.test_races import at_once, committed, rows  # noqa: F401 - the fixture is used by its name
from tests.engine.test_races import deploy as deploy_committed

STORE = '<bpmn:dataStore id="ds" name="price list"/>'
REFERENCE = '<bpmn:dataStoreReference id="prices" name="prices" dataStoreRef="ds"/>'
SPECIFICATION = (
    '<bpmn:ioSpecification><bpmn:dataInput id="in_{0}" name="known"/><bpmn:dataOutput id="out_{0}" name="fresh"/>'
    "<bpmn:inputSet/><bpmn:outputSet/></bpmn:ioSpecification>"
    "<bpmn:dataInputAssociation><bpmn:sourceRef>prices</bpmn:sourceRef><bpmn:targetRef>in_{0}</bpmn:targetRef>"
    "</bpmn:dataInputAssociation><bpmn:dataOutputAssociation><bpmn:sourceRef>out_{0}</bpmn:sourceRef>"
    "<bpmn:targetRef>prices</bpmn:targetRef></bpmn:dataOutputAssociation>"
)


class Keeping(Drawing):
    """A drawing with a data store that its tasks read as `known` and write from `fresh`."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.messages["ds"] = STORE
        self.parts.append(REFERENCE)

    def ask(self, id_: str) -> Keeping:
        who = '<zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="cashier"/>'
        return self._with(id_, "userTask", who)

    def compute(self, id_: str, expression: str) -> Keeping:
        return self._with(id_, "scriptTask", f'<zeebe:script expression="{expression}" resultVariable="fresh"/>')

    def _with(self, id_: str, tag: str, inner: str) -> Keeping:
        inside = f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>" + SPECIFICATION.format(id_)
        self._add(tag, id_, inside)
        return self


def known(request: Request) -> object:
    """What the open task was given of the store."""
    from engine import steps

    (task,) = request.open_tasks()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {steps.COLUMNS} FROM process_instance i WHERE i.id = %s", [request.id])
        return variables_of_scope(steps.instance_from(cursor.fetchone()), task["scope_id"])["known"]


@pytest.mark.django_db
def test_what_one_instance_writes_the_next_one_reads(deploy):
    deploy(Keeping("pricing").start().ask("price").end())
    first = start("pricing", by="cashier")
    assert known(first) is None
    first.complete("price", {"fresh": {"gas": 3.10, "fee": 7}}, by="cashier").expect_ended("finished")
    second = start("pricing", by="cashier")
    assert known(second) == {"gas": Decimal("3.1"), "fee": 7}
    assert type(known(second)["gas"]) is Decimal
    second.complete("price", {"fresh": {"gas": 4}}, by="cashier")
    lines = rows("SELECT instance, actor, body FROM ledger.event WHERE table_name = 'data_store' ORDER BY id")
    told = [(line[0], orjson.loads(line[2])["changes"]["content"]) for line in lines[-2:]]
    assert told == [
        (str(first.id), ["null", '{"gas":{"$decimal":"3.1"},"fee":7}']),
        (str(second.id), ['{"gas":{"$decimal":"3.1"},"fee":7}', '{"gas":4}']),
    ]


@pytest.mark.django_db
def test_a_later_task_of_the_same_command_reads_what_an_earlier_one_wrote(deploy):
    @service_task("test.between")
    def between(inputs, call):
        return {}

    drawing = Keeping("twice").start().compute("one", "=1").service_task("between", "test.between")
    deploy(drawing.compute("more", "=known + 1").ask("look").end())
    assert known(start("twice", by="cashier")) == 2


@pytest.mark.django_db
def test_a_new_version_does_not_empty_the_store(deploy):
    deploy(Keeping("pricing").start().ask("price").end())
    start("pricing", by="cashier").complete("price", {"fresh": 5}, by="cashier")
    deploy(Keeping("pricing").start().ask("price").user_task("look").end())
    assert known(start("pricing", by="cashier")) == 5


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_none_overwrites_another(committed):  # noqa: F811
    deploy_committed(Keeping("counting").start().compute("add", "=(if known = null then 0 else known) + 1").end())
    at_once(8, lambda index: start("counting", by="cashier", run=False))
    assert rows("SELECT content FROM data_store WHERE name = 'price list'") == [("8",)]
