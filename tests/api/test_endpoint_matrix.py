"""Every operation of the API × every kind of person, of the own unit and of another: the answer stands in a CSV file.

Each request is made on things of the first branch and undone. A new operation fails until its row is there:
`WRITE_MATRIX=1 pytest tests/api/test_endpoint_matrix.py` writes the missing rows, to be read before they are kept.
"""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from ledger.context import audited
from people import commands, rights
from people.actors import SYSTEM, actor_named
from people.models import User, today
from people.queries import unit_by_code
from registers.models import Customer
from tests.api.conversation import schema
from tests.api.installation import applied, colleague

FILE = Path(__file__).with_name("endpoint_matrix.csv")
PEOPLE = (
    "",
    "customer_service",
    "branch_manager",
    "branch_manager_2",
    "process_designer",
    "auditor",
    "administrator",
)
"""Nobody, then people of the first branch, of the second (`_2`), and of the whole company."""
OPERATIONS = sorted(
    (path, method)
    for path, operations in schema()["paths"].items()
    for method in operations
    if method in ("get", "post", "put", "patch", "delete")
)
REASON = {"reason": "matrix"}
BODIES: dict[str, dict[str, Any]] = {
    "/api/accounts/": {"username": "matrix.new", "full_name": "新人", "unit": "001"},
    "/api/accounts/{username}/reset-password/": REASON,
    "/api/process-instances/{instance_id}/priority/": {"priority": 60, **REASON},
    "/api/user-tasks/{user_task_id}/priority/": {"priority": 60, **REASON},
    "/api/process-instances/{instance_id}/cancel/": REASON,
    "/api/process-instances/{instance_id}/suspend/": REASON,
    "/api/process-instances/{instance_id}/resume/": REASON,
    "/api/process-instances/{instance_id}/hold/": REASON,
    "/api/process-instances/{instance_id}/lift-hold/": REASON,
    "/api/process-definitions/{key}/suspend/": REASON,
    "/api/process-definitions/{key}/resume/": REASON,
    "/api/rights-changes/": {"kind": "disable", "username": "matrix_target", **REASON},
    "/api/rights-changes/{change_id}/decide/": {"approve": True},
    "/api/substitutes/": {
        "absent": "surveyor",
        "substitute": "cashier",
        "valid_from": "2026-01-01",
        "valid_until": "2099-01-01",
    },
    "/api/bulk-changes/": {"register": "customers", "records": [999999999], "changes": {"phone": "1"}, **REASON},
    "/api/bulk-changes/check/": {"register": "customers", "records": [999999999], "changes": {"phone": "1"}},
    "/api/change-requests/opening/": {
        "unit": "001",
        "name": "新户",
        "category": "school",
        "phone": "13800000000",
        "address": "海棠路 1 号",
        **REASON,
    },
    "/api/change-requests/closing/": {"customer_id": 999999999, **REASON},
    "/api/change-requests/transfer/": {"customer_id": 999999999, "balance": "settled", "name": "新户", **REASON},
    "/api/change-requests/{request_id}/revert/": REASON,
    "/api/user-tasks/{user_task_id}/assign/": {"username": "customer_service"},
    "/api/user-tasks/{user_task_id}/draft/": {"data": {}},
}
"""What is sent where an empty body would be refused before the right is asked."""
Rows = dict[tuple[str, str], dict[str, str]]
Keys = dict[str, tuple[Client, str]]


def known() -> Rows:
    if not FILE.exists():
        return {}
    with FILE.open(encoding="utf-8", newline="") as file:
        return {(row["path"], row["method"]): row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def things(django_db_setup: None, django_db_blocker: Any) -> dict[str, str]:
    """What stands in the addresses: all of the first branch."""
    from tests.worlds import load_company_once

    load_company_once(django_db_blocker)
    with django_db_blocker.unblock():
        instance = applied()
        task = _first_task(int(instance["id"]))
        target = colleague("matrix_target", like="surveyor")
        with audited(actor=SYSTEM, reason="test"):
            place = unit_by_code("001-01")
            customer, _ = Customer.objects.get_or_create(
                number="MATRIX-1", defaults={"name": "矩阵", "category": "school", "unit": place}
            )
        change = rights.propose_rights_change(
            kind="disable", username=target, reason="test", actor=actor_named("administrator")
        )
        away = commands.appoint_substitute(
            absent="surveyor", substitute=target, valid_from=today(), valid_until=today(),
            actor=actor_named("surveyor"), definitions=["rectification"],
        )  # fmt: skip
    return {
        "key": "installation",
        "instance_id": instance["id"],
        "user_task_id": str(task),
        "customer_id": str(customer.pk),
        "username": target,
        "change_id": str(change.pk),
        "substitute_id": str(away.pk),
        "request_id": "999999999",  # other tests of this area leave proposals
        "bulk_id": "999999999",
        "run_id": "999999999",
        "collection_id": "999999999",
        "name": "customer_name",
    }


def _first_task(instance_id: int) -> int:
    from engine.models import UserTask

    return int(UserTask.objects.get(root_id=instance_id, state="CREATED").pk)


@pytest.fixture(scope="module")
def keys(things: dict[str, str], django_db_blocker: Any) -> Keys:
    """A browser for each person, and the key of the session: one request may end it in the browser."""
    with django_db_blocker.unblock():
        found = {}
        for username in PEOPLE:
            client = Client(raise_request_exception=False)
            if username:
                client.force_login(User.objects.get(username=username))
            key = client.cookies[settings.SESSION_COOKIE_NAME].value if username else ""
            found[username] = client, key
    return found


def answered(method: str, path: str, things: dict[str, str], browser: tuple[Client, str]) -> str:
    """The status of the answer; whatever the request did is undone."""
    address = path
    for part in path.split("/"):
        if part.startswith("{"):
            address = address.replace(part, things.get(part[1:-1], "1"))
    client, key = browser
    client.cookies.clear()
    if key:
        client.cookies[settings.SESSION_COOKIE_NAME] = key
    with transaction.atomic():
        ask = getattr(client, method)
        body = json.dumps(BODIES.get(path, {}))
        answer = ask(address) if method == "get" else ask(address, body, content_type="application/json")
        transaction.set_rollback(True)
    return str(answer.status_code)


def test_every_operation_has_its_row_and_every_row_its_operation(
    things: dict[str, str], keys: Keys, db_open: None
) -> None:
    rows = known()
    missing = [operation for operation in OPERATIONS if operation not in rows]
    if os.environ.get("WRITE_MATRIX"):
        for path, method in missing:
            cells = {who or "nobody": answered(method, path, things, keys[who]) for who in PEOPLE}
            rows[path, method] = {"path": path, "method": method, **cells}
        with FILE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["path", "method", *(who or "nobody" for who in PEOPLE)], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows[operation] for operation in OPERATIONS)
        return
    assert missing == []
    assert set(rows) == set(OPERATIONS)


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who or "nobody")
def test_every_cell_is_as_written(who: str, things: dict[str, str], keys: Keys, db_open: None) -> None:
    rows = known()
    wrong = [
        f"{method} {path}: {found} instead of {cell}"
        for path, method in OPERATIONS
        if (cell := rows.get((path, method), {}).get(who or "nobody"))
        and (found := answered(method, path, things, keys[who])) != cell
    ]
    assert wrong == []


def test_no_cell_is_a_failure_of_ours_and_nobody_gets_in_without_a_log_in() -> None:
    rows = known()
    assert not [(key, row) for key, row in rows.items() if any(cell.startswith("5") for cell in list(row.values())[2:])]
    open_ = {path for (path, _), row in rows.items() if row["nobody"] not in ("401", "403")}
    asked = ("applications/", "applications/progress/", "uploads/", "rectifications/")
    for_the_public = {f"/api/public/{name}" for name in asked}
    assert open_ == {"/api/session/", "/api/webhooks/{name}/"} | for_the_public
