"""What a password must look like, beside its length and what everybody guesses."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation

KINDS = (str.islower, str.isupper, str.isdigit, lambda letter: not letter.isalnum())
ENOUGH = 3


class VariedCharacters:
    """At least three kinds of characters; a Django password validator."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises `ValidationError` when fewer kinds are used."""
        if sum(any(kind(letter) for letter in password) for kind in KINDS) < ENOUGH:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """The rule in the reader's language."""
        if (translation.get_language() or "").startswith("en"):
            return "Use at least three of: small letters, capitals, digits, other signs."
        return "请至少使用小写字母、大写字母、数字、其他符号中的三种。"
