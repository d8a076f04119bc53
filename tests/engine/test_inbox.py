"""The inbox: who is offered what, filters, keyset pages, and the indexes that keep it fast."""

from __future__ import annotations

import pytest
from django.db import connection

from engine import queries
from engine.testing import person, start
from people.models import Unit
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db


def group(name: str, **arguments):
    return queries.user_tasks_for(person(name), view="group", **arguments)


def test_a_task_of_two_groups_is_offered_to_both_and_once_to_who_holds_both(deploy):
    deploy(Drawing("two").start().user_task("look", groups="cashier,finance_officer").end())
    start("two", by="cashier")
    assert len(group("cashier").results) == 1
    assert len(group("finance_officer").results) == 1
    both = person("cashier")
    both = type(both)(both.user_id, both.username, both.full_name, both.grants | person("finance_officer").grants)
    assert len(queries.user_tasks_for(both, view="group").results) == 1
    assert queries.counts_for(both)["group"] == 1
    assert group("finance_officer_2").results == []


def test_a_named_candidate_is_offered_the_task(deploy):
    who = '<zeebe:userTask/><zeebe:assignmentDefinition candidateUsers="surveyor"/>'
    drawing = Drawing("named").start()
    drawing._add("userTask", "look", f"<bpmn:extensionElements>{who}</bpmn:extensionElements>")
    deploy(drawing.end())
    start("named", by="cashier")
    assert len(group("surveyor").results) == 1
    assert group("cashier").results == []


def test_an_assignee_in_the_diagram_has_it_at_once(deploy):
    deploy(Drawing("given").start().user_task("look", assignee="surveyor").end())
    start("given", by="cashier")
    (task,) = queries.user_tasks_for(person("surveyor"), view="mine").results
    assert task["assignee"]["username"] == "surveyor"
    assert group("cashier").results == []


def test_pages_follow_each_other_without_gap_or_repetition(deploy):
    deploy(Drawing("many", titleExpression='="申请 " + string(n)').start().user_task("look").end())
    for number in range(7):
        start("many", by="cashier", n=number, run=False)
    seen: list[str] = []
    for ordering in ("due_at", "-created_at"):
        seen, cursor = [], None
        while True:
            page = group("cashier", page_size=3, cursor=cursor, ordering=ordering)
            seen += [task["instance"]["title"] for task in page.results]
            cursor = page.next
            if cursor is None:
                break
        assert sorted(seen) == [f"申请 {number}" for number in range(7)]
    assert seen == [f"申请 {number}" for number in reversed(range(7))]
    assert [t["instance"]["title"] for t in group("cashier", filters={"q": "申请 3"}).results] == ["申请 3"]
    assert group("cashier", filters={"q": "%"}).results == []
    assert group("cashier", filters={"due": "overdue"}).results == []


def test_a_large_inbox_is_read_by_its_index(deploy):
    unit = Unit.objects.get(path=max(path for _, path in person("cashier").grants))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO user_task (root_id, instance_id, work_id, element_id, scope_id, process_scope, state, name,"
            " definition_key, definition_name, digest, role, unit_id, unit_path, created_at, due_at)"
            " SELECT n, n, '1', 'e', '0', '0', 'CREATED', 'n', 'd', 'd', 'x', 'role' || n %% 50, n %% 200 + 10000,"
            " '9.', now(), now() + n * interval '1 minute' FROM generate_series(1, 20000) n"
            " UNION ALL SELECT n, n, '1', 'e', '0', '0', 'CREATED', 'n', 'd', 'd', 'x', 'cashier', %s, %s,"
            " now(), now() + n * interval '1 minute' FROM generate_series(20001, 21500) n",
            [unit.pk, unit.path],
        )
        cursor.execute("ANALYZE user_task")
    page = group("cashier", page_size=50)
    assert len(page.results) == 50
    assert [t["due_at"] for t in page.results] == sorted(t["due_at"] for t in page.results)
    assert queries.counts_for(person("cashier"))["group"] == 1000
    from engine.queries.inbox import _source

    sql, params = _source(person("cashier"), "group", [], [], "t.due_sort ASC, t.id ASC", 51, "t.id, t.due_sort")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql} ORDER BY due_sort, id LIMIT 51", params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "user_task_group" in plan
    assert "Seq Scan on user_task" not in plan


def test_a_role_held_at_many_units_is_read_in_the_order_of_due_dates_and_shows_the_same(deploy, monkeypatch):
    unit = Unit.objects.get(path=max(path for _, path in person("cashier").grants))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO user_task (root_id, instance_id, work_id, element_id, scope_id, process_scope, state, name,"
            " definition_key, definition_name, digest, role, unit_id, unit_path, created_at, due_at)"
            " SELECT n, n, '1', 'e', '0', '0', 'CREATED', 'n', 'd', 'd', 'x',"
            " CASE WHEN n %% 3 = 0 THEN 'surveyor' ELSE 'cashier' END, %s, %s,"
            " now(), now() + (n * 7919 %% 100) * interval '1 minute' FROM generate_series(30001, 30120) n",
            [unit.pk, unit.path],
        )

    def pages() -> list[str]:
        first = group("cashier", page_size=30)
        return [t["id"] for t in [*first.results, *group("cashier", page_size=30, cursor=first.next).results]]

    unit_by_unit = pages()
    monkeypatch.setattr("engine.queries.inbox.MANY_UNITS", 0)
    assert pages() == unit_by_unit
    assert len(set(unit_by_unit)) == 60
    assert queries.counts_for(person("cashier"))["group"] >= 80
