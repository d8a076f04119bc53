"""The service task that sends e-mail over SMTP."""

from __future__ import annotations

import datetime as dt
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from engine.documents.models import Document
from engine.documents.storage import open_kept
from engine.outside.references import secret_named
from engine.outside.refusals import CallFailed, NoSuchDocument
from engine.outside.sending_once import Sending, keys_for, send_once
from engine.outside.texts import Text, text_for
from engine.service_tasks import Call, service_task

SECONDS = 30.0
ADDRESS = r"^[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9.-]{1,250}$"
_ONE = {"type": "string", "pattern": ADDRESS, "maxLength": 254}
TEXTS = {
    "text": {"type": "string", "maxLength": 20_000},
    "template": {"type": "string", "pattern": "^([a-z][a-z0-9_]{0,60}/)?[a-z][a-z0-9_]{0,60}$"},
    "data": {"type": "object"},
}
"""The inputs by which every connector is told what to say."""


@dataclass(frozen=True)
class Server:
    """The SMTP server that MAIL_URL names: smtp://user@host:587?starttls=1 or smtps://user@host."""

    host: str
    port: int
    user: str
    tls: bool
    starttls: bool


@service_task(
    "email.send",
    title="发送邮件",
    title_en="Send an e-mail",
    kind="external",
    inputs={
        "type": "object",
        "properties": {
            "to": {"oneOf": [_ONE, {"type": "array", "items": _ONE, "minItems": 1, "maxItems": 50}]},
            "subject": {"type": "string", "maxLength": 200},
            "attachments": {"type": "array", "items": {"type": "string"}, "maxItems": 10},
            **TEXTS,
        },
        "required": ["to"],
        "additionalProperties": False,
    },
)
def send_email(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; each recipient gets a letter of their own, once, and sees none of the others."""
    text = text_for(inputs, call)
    papers = _papers(inputs.get("attachments") or [], call)
    to = inputs["to"] if isinstance(inputs["to"], list) else [inputs["to"]]
    server = server_from(settings.MAIL_URL)
    for key, recipient in keys_for(call.job_id, list(dict.fromkeys(to))):
        sending = Sending(key, "email", recipient, text.subject, text.body, call.instance_id, call.element_id)
        letter = _letter(key, recipient, text, papers, call)
        send = (lambda letter=letter: deliver_letter(server, letter)) if server else None
        send_once(sending, send, what="mail server", setting="MAIL_URL")
    return {}


def server_from(url: str) -> Server | None:
    """The server of a MAIL_URL, None for ""."""
    if not url:
        return None
    parts = urlsplit(url)
    tls = parts.scheme == "smtps"
    starttls = parse_qs(parts.query).get("starttls", ["0"])[0] == "1"
    port = parts.port or (465 if tls else 587 if starttls else 25)
    return Server(parts.hostname or "", port, unquote(parts.username or ""), tls, starttls)


def _papers(numbers: list[str], call: Call) -> list[tuple[str, bytes]]:
    """The instance's own documents as (file name, bytes); raises NoSuchDocument."""
    found: Mapping[str, Document] = {
        paper.number: paper for paper in Document.objects.filter(instance_id=call.instance_id, number__in=numbers)
    }
    papers = []
    for number in numbers:
        if number not in found:
            raise NoSuchDocument(number=number)
        with open_kept(found[number].sha256) as file:
            papers.append((f"{found[number].title}-{number}.pdf", file.read()))
    return papers


def _letter(key: str, recipient: str, text: Text, papers: list[tuple[str, bytes]], call: Call) -> EmailMessage:
    subject = text.subject or call.business_key
    letter = letter_to(recipient, subject=subject, body=text.body, key=f"job-{key}", at=call.now)
    for file_name, content in papers:
        letter.add_attachment(content, maintype="application", subtype="pdf", filename=file_name)
    return letter


def letter_to(recipient: str, *, subject: str, body: str, key: str, at: dt.datetime) -> EmailMessage:
    """The letter; its Message-ID is made of the key, so that a second copy is recognised as one."""
    name, sender = parseaddr(settings.MAIL_FROM)
    letter = EmailMessage()
    letter["From"] = formataddr((name, sender))
    letter["To"] = recipient
    letter["Subject"] = subject
    letter["Date"] = format_datetime(at)
    letter["Message-ID"] = f"<{key}@{sender.partition('@')[2] or 'localhost'}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(body)
    return letter


def deliver_letter(server: Server, letter: EmailMessage) -> str:
    """The Message-ID of the letter that the server has taken."""
    try:
        with _connected(server) as connection:
            connection.send_message(letter)
    except (OSError, smtplib.SMTPException) as problem:
        raise CallFailed(what=f"smtp {server.host}:{server.port}", why=_said(problem)) from None
    return str(letter["Message-ID"])


def _connected(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    connection: smtplib.SMTP
    if server.tls:
        connection = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    if server.starttls:
        connection.starttls(context=context)
    if server.user:
        connection.login(server.user, secret_named(settings.MAIL_SECRET))
    return connection


def _said(problem: Exception) -> str:
    """What the server said, without the recipients and what was sent."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {text.decode(errors='replace')}" for code, text in problem.recipients.values())[:300]
    if isinstance(problem, smtplib.SMTPResponseException):
        said = problem.smtp_error
        return f"{problem.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"[:300]
    return f"{type(problem).__name__}: {problem}"[:300]
