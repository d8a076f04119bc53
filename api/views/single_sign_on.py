"""Logging in at the company's own page (OpenID Connect, authorisation code with PKCE), when the settings name one."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from api.errors import guarded
from api.refusals import NotFound, SignOnFailed
from api.views.session import enter
from people.sessions import log_in_elsewhere


@cache
def _provider(client_id: str, client_secret: str, discovery: str) -> Any:
    from authlib.integrations.django_client import OAuth  # with what it needs a tenth of the start

    oauth = OAuth()
    return oauth.register(
        "company",
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=discovery,
        client_kwargs={"scope": "openid profile", "code_challenge_method": "S256", "timeout": 10},
    )


def _company() -> Any:
    if not settings.OIDC["client_id"]:
        raise NotFound
    return _provider(settings.OIDC["client_id"], settings.OIDC["client_secret"], settings.OIDC["discovery"])


def _failures() -> tuple[type[Exception], ...]:
    """What the conversation with the company's page ends in when it fails."""
    from authlib.integrations.base_client.errors import OAuthError
    from joserfc.errors import JoseError
    from requests.exceptions import RequestException

    return OAuthError, JoseError, RequestException


def _back() -> str:
    return f"{settings.PUBLIC_URL}/api/single-sign-on/back/"


@guarded
def go(request: HttpRequest) -> HttpResponse:
    """To the company's page; it sends the browser back with a code."""
    try:
        answer: HttpResponse = _company().authorize_redirect(request, _back())
    except _failures() as problem:
        raise SignOnFailed from problem
    return answer


@guarded
def back(request: HttpRequest) -> HttpResponse:
    """Logged in as who the company's page vouches for; state, nonce, signature, issuer and audience are checked."""
    company = _company()
    try:
        token = company.authorize_access_token(request)
    except _failures() as problem:
        raise SignOnFailed from problem
    told = token.get("userinfo") or {}
    enter(request, log_in_elsewhere(username=str(told.get(settings.OIDC["claim"]) or "")))
    return HttpResponseRedirect("/")
