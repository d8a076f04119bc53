"""Running instances go on in another version: nothing is lost, and what is not mapped is refused beforehand."""

from __future__ import annotations

import orjson
import pytest
from django.db import connection

from bpmn import compile_program
from engine import commands, queries, refusals
from engine.runtime.mapping import suggest
from engine.service_tasks import service_task
from engine.testing import Request, person, start
from tests.conformance.drawing import draw
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db


@service_task("repair.count")
def count(inputs, call):
    return {"counted": call.variables.get("counted", 0) + 1}


def migrate(request: Request, to: int = 2, **mapping: str):
    return commands.migrate_process_instance(
        instance_id=request.id, to_version=to, mapping=mapping, actor=person("administrator"), reason="新流程"
    )


def order(requests: list[Request], *, dry_run: bool = False, **mapping: str) -> dict:
    batch = commands.start_batch(
        kind="migrate_instances", targets=[r.id for r in requests], actor=person("administrator"), reason="新流程",
        parameters={"to": 2, "mapping": mapping, "dry_run": dry_run},
    )  # fmt: skip
    Request(0).run_jobs()
    found = queries.batch(batch, person("administrator"))
    return {result["code"]: result["count"] for result in found["results"]}


def simple(*tasks: str, key: str = "moving") -> Drawing:
    drawing = Drawing(key).start()
    for task in tasks:
        drawing.user_task(task)
    return drawing.end()


def timed(*more: str) -> Drawing:
    drawing = Drawing("moving").start().user_task("record")
    for task in more:
        drawing.user_task(task)
    return drawing.end().boundary_timer("remind", "record", "PT1H", interrupting=False).service_task(
        "tell", "repair.count"
    ).end("told")  # fmt: skip


def row(request: Request) -> dict:
    return request.open_tasks()[0]


def test_an_open_task_keeps_its_id_assignee_due_date_and_timer(deploy):
    deploy(timed())
    request = start("moving", by="cashier").claim("record", by="cashier")
    before = row(request)
    due = request._one("SELECT run_at FROM job WHERE root_id = %s", request.id)
    deploy(timed("check"))
    assert migrate(request).state == "safe"
    after = row(request)
    same = ("id", "work_id", "state", "assignee_id", "assigned_at", "due_at", "created_at", "round")
    assert [after[name] for name in same] == [before[name] for name in same]
    assert after["digest"] != before["digest"]
    assert request._one("SELECT run_at FROM job WHERE root_id = %s", request.id) == due
    assert request.view()["definition"]["version"] == 2
    request.pass_time(hours=2)
    assert request.variables["counted"] == 1
    request.complete("record", by="cashier").expect_waiting_at("check")
    request.complete("check", by="cashier").expect_ended()


def test_a_renamed_element_needs_a_mapping_and_nothing_changes_without_it(deploy):
    deploy(simple("record"))
    request = start("moving", by="cashier")
    deploy(simple("note_down"))
    with pytest.raises(refusals.MappingNeeded) as refused:
        migrate(request)
    assert "“record” is not there any more" in refused.value.message("en")
    assert "“record”在目标版本中已不存在" in refused.value.message("zh")
    assert row(request)["element_id"] == "record"
    assert request.view()["definition"]["version"] == 1
    task = row(request)["id"]
    migrate(request, record="note_down")
    assert (row(request)["id"], row(request)["element_id"]) == (task, "note_down")
    request.complete("note_down", by="cashier").expect_ended()


def test_the_ledger_and_the_trace_tell_who_why_and_between_which_versions(deploy):
    deploy(simple("record"))
    request = start("moving", by="cashier")
    deploy(simple("record", "check"))
    migrate(request)
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor, reason, entries FROM trace WHERE root_id = %s AND command LIKE 'migrate%%'",
                       [request.id])  # fmt: skip
        ((actor, reason, entries),) = cursor.fetchall()
        cursor.execute(
            "SELECT body FROM ledger.event WHERE body LIKE '%%migrate_process_instance%%' ORDER BY id DESC LIMIT 1"
        )
        body = orjson.loads(cursor.fetchone()[0])
    assert (actor, reason) == ("administrator", "新流程")
    assert [entry[1] for entry in orjson.loads(entries)] == ["moved"]
    assert "'from_version': 1" in str(body)
    assert "'to_version': 2" in str(body)


MULTI = """<bpmn:userTask id="sign" name="sign">
<bpmn:extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="cashier"/>
</bpmn:extensionElements>
<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>
<zeebe:loopCharacteristics inputCollection="=people" inputElement="who"/></bpmn:extensionElements>
</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"""


def countersigned(*after: str) -> Drawing:
    drawing = Drawing("moving").start()
    drawing.parts.append(MULTI)
    drawing.to("sign").at("sign")
    for task in after:
        drawing.user_task(task)
    return drawing.end()


def test_a_countersign_in_the_middle_goes_on(deploy):
    deploy(countersigned())
    request = start("moving", by="cashier", people=["a", "b", "c"])
    request.complete("sign", by="cashier")
    ids = [task["id"] for task in request.open_tasks()]
    deploy(countersigned("file"))
    migrate(request)
    assert [task["id"] for task in request.open_tasks()] == ids
    request.complete("sign", by="cashier").complete("sign", by="cashier").expect_waiting_at("file")


def test_a_called_process_keeps_its_own_version(deploy):
    deploy(simple("inner", key="called"))
    deploy(Drawing("moving").start().call("calling", "called").end())
    request = start("moving", by="cashier")
    inner = row(request)["id"]
    deploy(simple("inner", "more", key="called"))
    deploy(Drawing("moving").start().call("calling", "called").user_task("after").end())
    migrate(request)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.definition_key, d.version FROM process_instance i JOIN process_definition d"
            " ON d.id = i.definition_id WHERE i.root_id = %s ORDER BY i.id", [request.id])  # fmt: skip
        assert cursor.fetchall() == [("moving", 2), ("called", 1)]
    assert row(request)["id"] == inner
    request.complete("inner", by="cashier").expect_waiting_at("after")


def form(*fields: str, required: tuple[str, ...] = ()) -> bytes:
    properties = {name: {"type": "string", "title": name} for name in fields}
    schema = {"type": "object", "properties": properties, "required": list(required)}
    return orjson.dumps({"key": "card", "title": {"zh": "卡", "en": "Card"}, "schema": schema})


def with_form() -> Drawing:
    extra = '<zeebe:formDefinition formId="card"/>'
    return Drawing("moving").start().user_task("record", extra=extra).end()


def test_the_dry_run_names_a_required_field_that_the_new_form_dropped(deploy):
    deploy(with_form(), **{"card.form.json": form("name", "phone", "email", required=("phone", "email"))})
    request = start("moving", by="cashier")
    deploy(with_form(), **{"card.form.json": form("name", "email")})
    verdict = commands.try_migration(instance_id=request.id, to_version=2, mapping={}, actor=person("administrator"))
    ((change),) = verdict.forms
    assert (change.dropped, change.eased) == (("phone",), ("email",))
    assert "删除了原必填项: phone" in change.text("zh")
    assert "gone, though it was required: phone" in change.text("en")


def test_a_changed_form_is_told_before_and_used_after(deploy):
    deploy(with_form(), **{"card.form.json": form("name", "phone")})
    request = start("moving", by="cashier")
    deploy(with_form(), **{"card.form.json": form("name", "email", required=("email",))})
    verdict = commands.try_migration(instance_id=request.id, to_version=2, mapping={}, actor=person("administrator"))
    assert verdict.state == "safe"
    ((change),) = verdict.forms
    assert (change.added, change.removed, change.required) == (("email",), ("phone",), ("email",))
    migrate(request)
    with pytest.raises(refusals.InvalidForm):
        request.complete("record", by="cashier", name="王")
    request.complete("record", by="cashier", name="王", email="a@b").expect_ended()


def test_a_dry_run_tells_how_many_are_safe_and_changes_nothing(deploy):
    deploy(simple("record", "check"))
    early, late, done = (start("moving", by="cashier") for _ in range(3))
    late.complete("record", by="cashier")
    done.complete("record", by="cashier").complete("check", by="cashier")
    deploy(simple("record", "look"))
    assert order([early, late, done], dry_run=True) == {"safe": 1, "needs_mapping": 1, "not_open": 1}
    assert [r.view()["definition"]["version"] for r in (early, late)] == [1, 1]
    assert order([early, late, done]) == {"migrated": 1, "needs_mapping": 1, "not_open": 1}
    assert order([early, late], check="look") == {"invalid": 1, "migrated": 1}
    late.complete("look", by="cashier").expect_ended()


def test_a_token_at_another_kind_of_event_is_blocked(deploy):
    deploy(Drawing("moving").start().timer("pause", "PT1H").end())
    request = start("moving", by="cashier")
    deploy(Drawing("moving").start().catch_message("pause", "news").end())
    with pytest.raises(refusals.MigrationBlocked):
        migrate(request)
    request.pass_time(hours=2).expect_ended()


def test_a_suspended_instance_stays_suspended_and_its_new_timers_wait(deploy):
    deploy(simple("record"))
    request = start("moving", by="cashier")
    commands.suspend_process_instance(instance_id=request.id, actor=person("administrator"), reason="x")
    deploy(timed())
    migrate(request)
    request.expect_state("SUSPENDED")
    request.pass_time(hours=2)
    assert "counted" not in request.variables
    commands.resume_process_instance(instance_id=request.id, actor=person("administrator"), reason="x")
    request.run_jobs()
    assert request.variables["counted"] == 1


def test_who_may_not_migrate_is_refused(deploy):
    deploy(simple("record"))
    request = start("moving", by="cashier")
    deploy(simple("record", "check"))
    with pytest.raises((refusals.Forbidden, refusals.NotFound)):
        commands.migrate_process_instance(
            instance_id=request.id, to_version=2, mapping={}, actor=person("cashier"), reason="x"
        )


def test_elements_are_suggested_by_id_name_and_position():
    def program(diagram: str):
        return compile_program({"p.bpmn": draw(diagram)}, process_id="p")

    old = program("s: start\na: user\nb: user name=Pay\nc: user name=Old\ne: end\ns -> a -> b -> c -> e")
    new = program("s: start\na: user\nb2: user name=Pay\nc2: user name=New\ne: end\ns -> a -> b2 -> c2 -> e")
    found = {s.old: (s.new, s.why) for s in suggest(old, new)}
    assert found["a"] == ("a", "id")
    assert found["b"] == ("b2", "name")
    assert found["c"] == ("c2", "position")
