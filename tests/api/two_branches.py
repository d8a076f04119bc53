"""Two branches with everything a person can leave behind, each text of it marked by its branch.

The person of a branch holds every role there (the auditor's is the company's) and none elsewhere: what carries the
other branch's mark must be in no answer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from engine.commands import save_draft
from engine.documents import commands as papers
from engine.documents.models import Document
from engine.models import UserTask
from engine.testing import start
from ledger.context import audited
from people import commands as people_commands
from people import rights
from people.actors import SYSTEM, actor_for
from people.models import Position, User, today
from people.queries import unit_by_code
from people.roles import ROLES
from registers import commands
from registers.change_requests import propose_change
from tests.api.installation import APPLICATION

WHOLE_COMPANY = frozenset({"auditor"})
OPENED_IN = 900


@dataclass(frozen=True)
class Branch:
    """A branch's person, the mark on its rows, and what stands in addresses."""

    code: str
    mark: str
    digits: str
    username: str
    things: dict[str, list[str]] = field(default_factory=dict)

    @property
    def marks(self) -> tuple[str, ...]:
        """What must be in no answer to the other branch."""
        return self.mark, self.digits


def two_branches() -> tuple[Branch, Branch]:
    """The two, made where they are missing; committed, as in the company's real life."""
    return _branch("001", "甲记ZQA", "19911110"), _branch("002", "乙记ZQB", "19922220")


def _branch(code: str, mark: str, digits: str) -> Branch:
    branch = Branch(code, mark, digits, f"everything.{code}")
    if not User.objects.filter(username=branch.username).exists():
        _appoint(branch)
    person = User.objects.get(username=branch.username)
    things = branch.things
    things["username"] = things["absent"] = things["substitute"] = [branch.username, f"target.{code}"]
    _registers(branch, person)
    _process(branch, person)
    _people(branch, person)
    return branch


def _appoint(branch: Branch) -> None:
    unit = unit_by_code(branch.code)
    with audited(actor=SYSTEM, reason="test"):
        for name in (branch.username, f"target.{branch.code}"):  # a colleague's name is everybody's to know
            User.objects.create(
                username=name, full_name=f"{branch.code} 的同事", unit=unit, phone=f"{branch.digits}001"
            )
        person = User.objects.get(username=branch.username)
        held = [role for role in ROLES if role not in WHOLE_COMPANY]
        Position.objects.bulk_create(Position(user=person, role_id=role, unit=unit) for role in held)
        Position.objects.create(user=User.objects.get(username=f"target.{branch.code}"), role_id="surveyor", unit=unit)


def _registers(branch: Branch, person: User) -> None:
    mark, digits, unit = branch.mark, branch.digits, unit_by_code(branch.code)
    now = dt.datetime.now(dt.UTC) - dt.timedelta(days=3)
    with audited(actor=SYSTEM, instance_id=OPENED_IN, reason=mark):
        customer = commands.open_customer(
            name=f"{mark}餐饮", category="commercial", unit_id=unit.pk, licence_no=f"{mark}L",
            billing_title=f"{mark}抬头", contact_name=f"{mark}联系", phone=f"{digits}002",
        )  # fmt: skip
        site = commands.open_site(customer_id=customer.pk, address=f"{mark}路 8 号")
        point = commands.open_supply_point(site_id=site.pk, riser=f"{mark}-17", design_flow=Decimal(16))
        meter = commands.receive_meter(
            serial=f"{mark}-M", maker=f"{mark}厂", type="diaphragm", g_size="G10", rated_flow=Decimal(16),
            unit_id=unit.pk, verified_until=today() + dt.timedelta(days=900),
        )  # fmt: skip
        commands.issue_meter(meter_id=meter.pk)
        hung = commands.install_meter(
            meter_id=meter.pk, supply_point_id=point.pk, reading_in=Decimal(1), installed_at=now
        )
        reading = commands.record_reading(installation_id=hung.pk, mechanical=Decimal(2))
        contract = commands.sign_contract(customer_id=customer.pk, supply_point_id=point.pk)
        account = commands.open_payment_account(
            customer_id=customer.pk, method="collection", bank=f"{mark}银行", account_name=f"{mark}户",
            account_no=f"6222{digits}9999", agreement_no=f"{mark}协议",
        )  # fmt: skip
        commands.open_contact(customer_id=customer.pk, name=f"{mark}安全员", phone=f"{digits}003")
        hazard = commands.record_hazard(
            unit_id=unit.pk,
            customer_id=customer.pk,
            grade="general",
            place=f"{mark}厨房",
            description=f"{mark}软管老化",
        )
    request = propose_change(
        table="registers_customer", record_id=customer.pk, changes={"phone": f"{digits}004"}, reason=f"{mark}换号",
        actor=actor_for(person),
    )  # fmt: skip
    things = branch.things
    things["customer_id"] = [str(customer.pk)]
    things["record_id"] = [str(row.pk) for row in (customer, site, point, meter, reading, contract, account, hazard)]
    things["record"] = things["record_id"]
    things["request_id"] = [str(request.pk)]


def _process(branch: Branch, person: User) -> None:
    mark, actor = branch.mark, actor_for(person)
    told = {"customer_name": f"{mark}火锅", "contact_name": f"{mark}申请人", "contact_phone": f"{branch.digits}005"}
    told |= {"site_address": f"{mark}大道"}
    case = start("installation", by=actor, unit_id=unit_by_code(branch.code).pk, **(APPLICATION | told))
    task = UserTask.objects.filter(root_id=case.id, state="CREATED").first()
    assert task is not None
    save_draft(user_task_id=task.pk, data={"note": f"{mark}草稿"}, actor=actor)
    attachment = papers.save_attachment(
        name=f"{mark}.pdf", content=SimpleUploadedFile(f"{mark}.pdf", b"%PDF-1.4\n%%EOF\n"), purpose=mark, actor=actor
    )
    things = branch.things
    things["instance_id"] = [str(case.id)]
    things["user_task_id"] = [str(task.pk)]
    things["attachment_id"] = [attachment["id"]]
    things["document_id"] = [
        str(pk) for pk in Document.objects.filter(instance_id=case.id).values_list("pk", flat=True)
    ]


def _people(branch: Branch, person: User) -> None:
    change = rights.propose_rights_change(
        kind="emergency", username=branch.username, role="cashier", unit_code=branch.code, minutes=5,
        reason=f"{branch.mark}应急", actor=actor_for(person),
    )  # fmt: skip
    away = people_commands.appoint_substitute(
        absent=branch.username, substitute=f"target.{branch.code}", valid_from=today(), valid_until=today(),
        actor=actor_for(person), definitions=["rectification"],
    )  # fmt: skip
    branch.things["change_id"] = [str(change.pk)]
    branch.things["substitute_id"] = [str(away.pk)]


def secrets_of(branch: Branch) -> tuple[str, ...]:
    """What only who may see contacts and bank accounts sees whole, of the branch's rows."""
    mark, digits = branch.mark, branch.digits
    phones = tuple(f"{digits}{number:03}" for number in (2, 3, 4, 5))
    named = (f"{mark}联系", f"{mark}安全员", f"{mark}申请人", f"{mark}L", f"{mark}户", f"{mark}协议")
    return (*phones, f"6222{digits}9999", *named)


def common_things() -> dict[str, list[str]]:
    """What belongs to the whole company."""
    return {
        "key": ["installation", "data_change"],
        "name": ["customer_name", "contact_phone"],
        "table": ["registers_customer", "people_user", "process_definition"],
        "register": ["customers", "accounts", "meters", "sites", "contracts", "hazards", "supply-points", "readings"],
    }


def told_in(body: Any) -> str:
    """The answer as text, a workbook unpacked."""
    import io
    import zipfile

    if isinstance(body, bytes) and body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)
