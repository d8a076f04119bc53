"""What the API itself refuses, before anything inside is asked."""

from __future__ import annotations


class ApiRefusal(Exception):
    """A request that does not get as far as a command."""

    code = "invalid"

    def __init__(self, errors: list[dict[str, str]] | None = None) -> None:
        self.errors = errors or []
        super().__init__(self.code)


class CsrfFailed(ApiRefusal):
    """The page is out of date."""

    code = "csrf_failed"


class NoIdempotencyKey(ApiRefusal):
    """A completion carries an Idempotency-Key."""

    code = "idempotency_key_missing"


class Forbidden(ApiRefusal):
    """The person lacks the permission that this address asks for."""

    code = "forbidden"


class SignOnFailed(ApiRefusal):
    """The company's log-in page did not vouch for anybody."""

    code = "sign_on_failed"


class TooLarge(ApiRefusal):
    """The content is larger than allowed."""

    code = "too_large"


class NotFound(ApiRefusal):
    """There is no such thing, or the reader may not see it."""

    code = "not_found"
