"""The single page application: every address that is not the API's answers with its shell."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

MISSING = (
    "<!doctype html><meta charset=utf-8><p>前端尚未构建：请运行 make run。/ The front end is not built: run make run."
)


@lru_cache(maxsize=1)
def _shell() -> bytes | None:
    path = settings.WEB_DIST / "index.html"
    return path.read_bytes() if path.exists() else None


@require_safe
@ensure_csrf_cookie
def single_page(request: HttpRequest) -> HttpResponse:
    """The application's shell, never cached, so that a new release is seen at the next visit."""
    shell = _shell()
    response = HttpResponse(shell if shell else MISSING, status=200 if shell else 503)
    response["Cache-Control"] = "no-cache"
    return response
