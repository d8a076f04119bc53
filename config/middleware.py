"""What every answer carries: a strict content security policy, and the reader's language."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from api.errors import problem_response, unreadable
from ledger.context import Origin, coming_from
from people.session_store import UNFINISHED
from people.sessions import note_seen

POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # antd writes its styles at run time
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
Answer = Callable[[HttpRequest], HttpResponse]


def ContentSecurityPolicy(get_response: Answer) -> Answer:  # noqa: N802 - named like a class in the settings
    """Adds the policy to every answer that does not bring its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware


def ReadersLanguage(get_response: Answer) -> Answer:  # noqa: N802
    """Activates the language that the request asks for: Chinese unless English is named first."""

    def middleware(request: HttpRequest) -> HttpResponse:
        first = request.headers.get("Accept-Language", "zh-CN").split(",")[0].strip().lower()
        with translation.override("en" if first.startswith("en") else "zh-hans"):
            return get_response(request)

    return middleware


def ReadableAddress(get_response: Answer) -> Answer:  # noqa: N802
    """Refuses an address or header that holds the character U+0000, which no database keeps."""

    def middleware(request: HttpRequest) -> HttpResponse:
        parts = [("/path", request.path), ("/Idempotency-Key", request.headers.get("Idempotency-Key", ""))]
        parts += [(f"/{name}", name + "".join(request.GET.getlist(name))) for name in request.GET]
        for field, given in parts:
            if "\0" in given:
                return problem_response("invalid", errors=[unreadable(field, "U+0000")])
        return get_response(request)

    return middleware


def RequestOrigin(get_response: Answer) -> Answer:  # noqa: N802
    """Tells the ledger the address and the id of the request; the id goes back in `X-Request-Id`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        request.id = request_id  # type: ignore[attr-defined]
        with coming_from(Origin(request_id=request_id, ip=request.META.get("REMOTE_ADDR", ""))):
            response = get_response(request)
        response.headers["X-Request-Id"] = request_id
        return response

    return middleware


def FinishedLogIn(get_response: Answer) -> Answer:  # noqa: N802
    """Refuses the API to a session that has yet to choose a password or set up an authenticator."""

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path
        if path.startswith("/api/") and not path.startswith(UNFINISHED_MAY) and request.session.get(UNFINISHED):
            return problem_response("log_in_unfinished", extra={"left": request.session[UNFINISHED]})
        return get_response(request)

    return middleware


UNFINISHED_MAY = ("/api/session/", "/api/me/", "/api/schema/", "/api/docs/", "/api/single-sign-on/")
SEEN_EVERY = dt.timedelta(minutes=5)


def SeenLately(get_response: Answer) -> Answer:  # noqa: N802
    """Notes, every five minutes, that the session and its person are there: the review of unused accounts asks it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and request.session.session_key:
            seen = user.last_seen_at
            if seen is None or timezone.now() - seen > SEEN_EVERY:
                note_seen(user_id=user.pk, session_key=request.session.session_key)
        return response

    return middleware
