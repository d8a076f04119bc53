"""Who asks: the session's user as an Actor."""

from __future__ import annotations

from django.http import HttpRequest
from rest_framework import authentication
from rest_framework.request import Request

from people.actors import Actor, actor_for
from people.models import User


class SessionAuthentication(authentication.SessionAuthentication):
    """Session and CSRF; an unknown visitor is told 401, not 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


def actor_of(request: Request | HttpRequest) -> Actor:
    """The person behind a request with roles and rights, cached until they change."""
    assert isinstance(request.user, User)
    return actor_for(request.user)
