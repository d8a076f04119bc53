"""Applications for gas, made through the API as the counter makes them."""

from __future__ import annotations

import itertools
from typing import Any

from engine.testing import Request
from ledger import audited
from people.actors import SYSTEM
from people.models import Position, User
from tests.api.conversation import Person

_numbers = itertools.count(1)

APPLICATION: dict[str, Any] = {
    "channel": "counter",
    "category": "commercial",
    "licence_no": "91420102MA4KX0QN2B",
    "contact_name": "陈志远",
    "contact_phone": "13871234567",
    "site_address": "城中区解放大道 318 号一层",
    "expected_monthly": 1800,
    "appliances": [{"name": "双眼大锅灶", "rated_flow": 4.5, "quantity": 2}],
    "papers": ["licence", "identity", "premises", "plan", "appliance_list"],
}


def applied(*, by: Person | None = None, **changes: Any) -> dict[str, Any]:
    """A new application, its jobs run; the instance as the API shows it."""
    person = by or Person("customer_service")
    variables = {**APPLICATION, "customer_name": f"江城老灶饭店 {next(_numbers)} 号店", **changes}
    instance = person.post("/api/process-instances/", {"definition": "installation", "variables": variables})
    assert person.status == 201, instance
    Request(int(instance["id"])).run_jobs()
    return instance


def acceptance(person: Person) -> dict[str, Any]:
    """The first user task of a new application."""
    instance = applied()
    [task] = person.get("/api/user-tasks/", view="group", instance=instance["id"])["results"]
    return task


def colleague(username: str, *, like: str = "customer_service") -> str:
    """One more person with the role of `like` at the same unit."""
    if not User.objects.filter(username=username).exists():
        pattern = User.objects.get(username=like)
        with audited(actor=SYSTEM, reason="test"):
            user = User(username=username, full_name=f"同事 {username}", password=pattern.password, unit=pattern.unit)
            user.save()
            for position in Position.objects.filter(user=pattern):
                Position.objects.create(
                    user=user, role=position.role, unit=position.unit, valid_from=position.valid_from
                )
    return username
