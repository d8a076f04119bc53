"""Who asks: the session's user as an Actor."""

from __future__ import annotations

from django.http import HttpRequest
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from engine.outside.credentials import PREFIX, Machine, machine_of
from people.actors import Actor, actor_for
from people.models import User


class SessionAuthentication(authentication.SessionAuthentication):
    """Session and CSRF; an unknown visitor is told 401, not 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class MachineAuthentication(authentication.BaseAuthentication):
    """A worker's own token as bearer; it opens the external tasks and nothing else."""

    def authenticate(self, request: Request) -> tuple[Machine, None] | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        machine = machine_of(token.strip()) if token.startswith(PREFIX) else None
        if machine is None:
            raise exceptions.AuthenticationFailed
        return machine, None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def machine_behind(request: Request) -> Machine:
    """The machine behind a request that `MachineAuthentication` let in."""
    assert isinstance(request.user, Machine)
    return request.user


def actor_of(request: Request | HttpRequest) -> Actor:
    """The person behind a request with roles and rights, cached until they change."""
    assert isinstance(request.user, User)
    return actor_for(request.user)
