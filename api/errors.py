"""Every error leaves as problem+json with a stable code, in the reader's language."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from rest_framework import exceptions
from rest_framework.response import Response

from api.rendering import dumps
from api.statuses import STATUS
from bpmn.document import Finding

log = logging.getLogger("api")
PROBLEM = "application/problem+json"

TEXTS: Mapping[str, tuple[str, str]] = {
    "invalid": (
        "请求内容有误，请按各字段的提示修改后重试。",
        "The request is not valid; mend the fields named and send it again.",
    ),
    "idempotency_key_missing": (
        "请求缺少 Idempotency-Key 头（或长于 200 个字符）：请为每次提交生成一个唯一值，重试时沿用同一个值。",
        "The header Idempotency-Key is missing or longer than 200 characters: send a unique value for each submission,"
        " the same one for its retries.",
    ),
    "not_authenticated": ("请先登录。", "Log in first."),
    "sign_on_failed": (
        "统一认证未成功，请返回登录页重试；仍不行请联系系统管理员。",
        "The company's log-in did not succeed: go back to the log-in page and try again, or ask an administrator.",
    ),
    "log_in_unfinished": (
        "登录尚未完成：请先设置新密码或绑定身份验证器。",
        "The log-in is not finished: choose a new password or set up your authenticator first.",
    ),
    "wrong_credentials": ("用户名或密码不正确。", "The user name or the password is wrong."),
    "csrf_failed": (
        "页面已过期，请刷新后重试（其他客户端：请在 X-CSRFToken 头中带上 GET /api/session/ 返回的 csrf_token）。",
        "The page is out of date: reload it and try again. Other clients: send the"
        " csrf_token of GET /api/session/ in the header X-CSRFToken.",
    ),
    "forbidden": ("您没有执行此操作的权限。", "You do not have the right to do this."),
    "not_found": ("没有找到，或您无权查看。", "There is no such thing, or you may not see it."),
    "method_not_allowed": (
        "此地址不支持该方法；可用的方法见响应头 Allow 与 /api/docs/。",
        "This address does not support that method; the header Allow and /api/docs/ name those it does.",
    ),
    "not_sealed": (
        "该记录尚未封存（或没有这样的检查点）：封存每隔几秒进行一次，请稍后再试。",
        "This is not sealed yet, or there is no such checkpoint: the sealer runs every few seconds, try again then.",
    ),
    "unsupported_media_type": (
        "不支持的内容类型：请以 application/json 发送（上传文件用 multipart/form-data）。",
        "This content type is not supported: send application/json, or multipart/form-data for files.",
    ),
    "not_acceptable": (
        "无法提供所要求的格式：请把 Accept 头设为 application/json 或去掉。",
        "The format asked for is not available: set Accept to application/json or leave it out.",
    ),
    "too_large": ("内容过大，请减小后重试。", "The content is too large: send less at a time."),
    "throttled": ("请求过于频繁，请稍后再试。", "Too many requests; try again later."),
    "server_error": (
        "服务器出错，操作没有生效。请重试；仍不行请把编号告诉管理员。",
        "The server failed and nothing was changed. Try again; if it stays, tell an administrator the number.",
    ),
}


def lang() -> str:
    """The reader's language as the project's short code."""
    return "en" if (translation.get_language() or "").startswith("en") else "zh"


def text(code: str) -> str:
    """The sentence of a code in the reader's language."""
    zh, en = TEXTS.get(code, TEXTS["invalid"])
    return en if lang() == "en" else zh


def problem(code: str, detail: str = "", *, status: int | None = None, **more: Any) -> dict[str, Any]:
    """The body of a refusal."""
    status = status or STATUS.get(code, 400)
    body: dict[str, Any] = {"type": "about:blank", "title": code, "status": status, "code": code}
    body["detail"] = detail or text(code)
    return body | {k: v for k, v in more.items() if v}


def is_number(text: str) -> bool:
    """Whether a text is an id or number that the database can hold."""
    return text.isascii() and text.isdecimal() and len(text) <= 18


def unparsed(why: str) -> dict[str, str]:
    """The error of a body that is no JSON."""
    sentence = "the body must be JSON in UTF-8: " if lang() == "en" else "请求体须为 UTF-8 编码的 JSON："
    if why.startswith("Multipart"):
        sentence = "" if lang() == "en" else "上传的内容不完整："
    return {"field": "", "code": "parse", "message": sentence + why}


def unreadable(field: str, given: str) -> dict[str, str]:
    """The error of one field or parameter whose value cannot be read."""
    sentence = "cannot be read: {}; correct it or leave it out" if lang() == "en" else "无法识别“{}”，请改正或去掉。"
    return {"field": field, "code": "unreadable", "message": sentence.format(given[:60])}


def problem_response(code: str, detail: str = "", **more: Any) -> HttpResponse:
    """A refusal from a plain Django view."""
    body = problem(code, detail, **more)
    return HttpResponse(dumps(body), status=body["status"], content_type=PROBLEM)


def finding(f: Finding) -> dict[str, Any]:
    """A finding with its message in the reader's language."""
    message = f.message if lang() == "en" else f.message_zh or f.message
    return {
        "code": f.code,
        "severity": f.severity,
        "element_id": f.element_id,
        "line": f.line,
        "file": f.file,
        "message": message,
        "mend": (f.mend if lang() == "en" else f.mend_zh) or "",
    }


def _of_field(e: Exception, code: str, detail: str) -> tuple[dict[str, str], ...]:
    field = getattr(e, "field", "")
    return ({"field": field, "code": code, "message": detail},) if isinstance(field, str) and field else ()


def refusal(e: Exception) -> dict[str, Any] | None:
    """The problem of one of our refusals (anything with a `code`), None for a real error."""
    code = getattr(e, "code", None)
    if not isinstance(code, str):
        return None
    message = getattr(e, "message", None)
    detail = message(lang()) if callable(message) else ""
    findings = tuple(finding(f) for f in getattr(e, "findings", ()))
    return problem(
        code,
        detail or _docstring(e),
        errors=list(getattr(e, "errors", None) or _of_field(e, code, detail)),
        findings=list(findings),
        extra=getattr(e, "extra", None),
    )


def _docstring(e: Exception) -> str:
    own = e.__class__.__dict__.get("__doc__") or ""
    return text(e.code) if getattr(e, "code", "") in TEXTS else own.split("\n")[0]  # type: ignore[attr-defined]


DRF: tuple[tuple[type[Exception], str], ...] = (
    (exceptions.NotAuthenticated, "not_authenticated"),
    (exceptions.AuthenticationFailed, "not_authenticated"),
    (exceptions.PermissionDenied, "forbidden"),
    (PermissionDenied, "forbidden"),
    (exceptions.NotFound, "not_found"),
    (Http404, "not_found"),
    (ObjectDoesNotExist, "not_found"),
    (exceptions.MethodNotAllowed, "method_not_allowed"),
    (exceptions.NotAcceptable, "not_acceptable"),
    (exceptions.UnsupportedMediaType, "unsupported_media_type"),
    (exceptions.Throttled, "throttled"),
    (RequestDataTooBig, "too_large"),
)


def handle(e: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler; None lets a real error go on to the log and a 500."""
    body = _problem_of(e)
    if body is None:
        return None
    response = Response(body, status=body["status"], content_type=PROBLEM)
    if body["status"] == 401:
        response["WWW-Authenticate"] = getattr(e, "auth_header", "Session")
    return response


def _problem_of(e: Exception) -> dict[str, Any] | None:
    if isinstance(e, exceptions.ValidationError):
        return problem("invalid", errors=list(_flatten(e.detail)))
    if isinstance(e, exceptions.ParseError):
        return problem("invalid", errors=[unparsed(str(e.detail))])
    for kind, code in DRF:
        if isinstance(e, kind):
            csrf = code == "forbidden" and "CSRF" in str(e)
            return problem("csrf_failed" if csrf else code)
    return refusal(e)


def _flatten(detail: Any, path: str = "") -> Any:
    if isinstance(detail, Mapping):
        for key, value in detail.items():
            yield from _flatten(value, f"{path}/{key}" if key != "non_field_errors" else path)
    elif isinstance(detail, list):
        for i, value in enumerate(detail):
            yield from _flatten(value, f"{path}/{i}" if isinstance(value, Mapping) else path)
    else:
        yield {"field": path, "code": getattr(detail, "code", "invalid"), "message": str(detail)}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF refusal in our shape."""
    return problem_response("csrf_failed")


def guarded(view: Any) -> Any:
    """For plain views: turns refusals into problems and lets real errors through."""

    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = view(request, *args, **kwargs)
        except Exception as e:
            body = _problem_of(e)
            if body is None:
                raise
            return HttpResponse(dumps(body), status=body["status"], content_type=PROBLEM)
        return response

    return inner


def server_error(request: HttpRequest) -> HttpResponse:
    """What a real error of ours looks like outside: no trace, but the number under which the log has it."""
    number = getattr(request, "id", "")
    return problem_response("server_error", f"{text('server_error')} [{number}]", extra={"request_id": number})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that the API does not have."""
    return problem_response("not_found")
