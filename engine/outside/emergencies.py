"""Break-glass is told at once: to who may decide it, and to every administrator and auditor once it is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from engine import clock
from engine.jobs.chores import chore, queue_chore
from engine.outside.mailing import deliver_letter, letter_to, server_from
from engine.outside.notifying import topic_of
from engine.outside.sending_once import Sending, send_once
from engine.outside.texting import by_gateway
from engine.push import push
from ledger.context import audited
from ledger.recording import record
from people.actors import SYSTEM
from people.models import RightsChange, User
from people.queries import users_holding

CHORE = "emergency.tell"
WATCHERS = ("administrator", "auditor")
LINK = "/admin/rights-changes?state="
_INSERT = """INSERT INTO notification (key, user_id, title, text, link, created_at)
 SELECT %s, u, %s, %s, %s, %s FROM unnest(%s::bigint[]) u ON CONFLICT (user_id, key) DO NOTHING RETURNING user_id"""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is told of an emergency in the state it has now, and to whom."""

    key: str
    title: str
    text: str
    people: tuple[User, ...]


def tell_of_emergencies() -> int:
    """How many people were told now, in the house; short messages and e-mail follow as jobs of their own."""
    found = RightsChange.objects.filter(kind="emergency", state="PROPOSED") | RightsChange.objects.filter(
        kind="emergency", state="APPROVED", ends_at__gt=clock.now()
    )
    return sum(_tell(change) for change in found.select_related("user", "role", "unit", "decided_by").order_by("pk"))


def _tell(change: RightsChange) -> int:
    alarm = _alarm(change)
    with audited(actor=SYSTEM, change_request=f"rights:{change.pk}"):
        with connection.cursor() as cursor:
            values: list[Any] = [
                alarm.key,
                alarm.title,
                alarm.text,
                LINK,
                clock.now(),
                [person.pk for person in alarm.people],
            ]
            cursor.execute(_INSERT, values)
            told = [user_id for (user_id,) in cursor.fetchall()]
        if told:
            body = {"state": change.state, "told": told}
            record(kind="admin", action="emergency_told", body=body, table="people_rightschange", record=change.pk)
            queue_chore(name=CHORE, target=change.pk)
            push([topic_of(user_id) for user_id in told])
    return len(told)


def _alarm(change: RightsChange) -> Alarm:
    """A proposal concerns those who may decide it and the auditors; an open one the asker too, who may end it."""
    path = change.unit.path if change.unit else ""
    people = list(users_holding(WATCHERS, path))
    who, role = change.user.full_name, change.role.name_zh if change.role else ""
    where = change.unit.name if change.unit else ""
    if change.state == "PROPOSED":
        title = f"应急授权待审批：{who} / Emergency rights to decide"
        text = f"{who} 申请在 {where} 紧急取得“{role}”权限 {change.minutes} 分钟，事由：{change.reason}。请核实后审批。"
        people = [person for person in people if person.pk not in (change.user_id, change.proposed_by_id)]
    else:
        until = timezone.localtime(change.ends_at).strftime("%H:%M") if change.ends_at else ""
        by = change.decided_by.full_name if change.decided_by else ""
        title = f"应急授权已启用：{who} / Emergency rights are in force"
        text = f"{who} 在 {where} 取得“{role}”权限至 {until}，批准人 {by}，事由：{change.reason}。期间操作均有记录。"
    return Alarm(f"emergency:{change.pk}:{change.state}", title[:200], text, tuple(people))


@chore(CHORE)
def send_alarm(change_id: int) -> bool:
    """One emergency's short messages and letters, each once; nothing is left afterwards."""
    change = RightsChange.objects.select_related("user", "role", "unit", "decided_by").get(pk=change_id)
    alarm = _alarm(change)
    for person in alarm.people:
        if person.phone:
            sending = Sending(f"{alarm.key}:{person.pk}", "sms", person.phone, "", alarm.text, None, "")
            _send(sending, partial(by_gateway, sending), "SMS_URL")
    server = server_from(settings.MAIL_URL)
    for number, address in enumerate(filter(None, settings.ALARM_MAIL.split(","))):
        sending = Sending(f"{alarm.key}:mail:{number}", "email", address.strip(), alarm.title, alarm.text, None, "")
        if server is not None:
            _send(sending, partial(deliver_letter, server, _letter(sending)), "MAIL_URL")
        else:
            _send(sending, None, "MAIL_URL")
    return False


def _send(sending: Sending, deliver: Callable[[], str] | None, setting: str) -> None:
    """Sends, or keeps the text in the outbox; where neither is set up the notification in the house has to do."""
    ready = deliver if getattr(settings, setting) else None
    if ready is not None or settings.OUTBOX_KEEPS:
        send_once(sending, ready, what=sending.channel, setting=setting)


def _letter(sending: Sending) -> EmailMessage:
    return letter_to(
        sending.recipient, subject=sending.subject, body=sending.text, key=sending.key.replace(":", "-"), at=clock.now()
    )
