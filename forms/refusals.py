"""Why a form is not taken: at deployment (`FormRefused`) or when somebody sends data (`FormInvalid`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class FieldRefusal:
    """One problem: the JSON pointer of the field, a stable code, a sentence that says how to mend it."""

    field: str
    code: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """The entry of the API's `errors` list."""
        return asdict(self)


class FormRefused(Exception):
    """The form definition cannot be used."""

    code = "form_refused"

    def __init__(self, errors: Sequence[FieldRefusal]) -> None:
        super().__init__("; ".join(f"{error.field or '/'}: {error.message}" for error in errors))
        self.errors = tuple(errors)


class FormInvalid(Exception):
    """The form has fields to correct."""

    code = "invalid_form"

    def __init__(self, errors: Sequence[FieldRefusal]) -> None:
        super().__init__("; ".join(f"{error.field or '/'}: {error.message}" for error in errors))
        self.errors = tuple(errors)


class ReadOnlyField(FormInvalid):
    """A field that may only be read was sent with another value."""

    code = "read_only_field"
