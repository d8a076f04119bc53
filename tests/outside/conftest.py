"""The demo company, small diagrams that call connectors, and the other parties."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.commands import deploy_definition
from people.actors import SYSTEM
from tests.engine.conftest import _fresh_caches, company
from tests.engine.drawing import Drawing
from tests.standins.gateway import Gateway
from tests.standins.smtp import MailServer

__all__ = ["_fresh_caches", "company"]


@pytest.fixture
def mail(settings) -> Iterator[MailServer]:
    with MailServer() as server:
        settings.MAIL_URL, settings.MAIL_FROM = server.url, "城市燃气 <service@gas.example>"
        yield server


@pytest.fixture
def gateway(settings, monkeypatch) -> Iterator[Gateway]:
    monkeypatch.setenv("SECRET_SMS_TOKEN", "sms-secret")
    monkeypatch.setenv("SECRET_ERP_TOKEN", "erp-secret")
    monkeypatch.setenv("SECRET_WECOM_CORP_SECRET", "wecom-secret")
    with Gateway() as server:
        settings.SMS_URL, settings.SMS_SECRET = f"{server.url}/sms", "SMS_TOKEN"
        settings.WECOM_URL, settings.WECOM_CORP_ID, settings.WECOM_AGENT_ID = server.url, "ww1", "7"
        settings.HTTP_ALLOW = f"{server.url}/ internal ERP_TOKEN"
        yield server


def mapping(**inputs: str) -> str:
    """An input mapping; each value is FEEL."""
    parts = "".join(f"<zeebe:input source={_quoted('=' + source)} target='{name}'/>" for name, source in inputs.items())
    return f"<zeebe:ioMapping>{parts}</zeebe:ioMapping>"


def _quoted(text: str) -> str:
    from xml.sax.saxutils import quoteattr

    return quoteattr(text)


@pytest.fixture
def calling(company, db):
    """Deploys a process of one service task and a user task after it; the key of the definition."""

    def deploy(type_: str, *, files: dict[str, bytes] | None = None, retries: int = 3, **inputs: str) -> str:
        key = "calling_" + type_.replace(".", "_")
        drawing = Drawing(key).start().service_task("tell", type_, retries=retries, io=mapping(**inputs))
        drawing.user_task("look").end()
        deploy_definition(files={"process.bpmn": drawing.xml(), **(files or {})}, actor=SYSTEM)
        return key

    return deploy
