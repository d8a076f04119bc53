"""What a layout is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One value of a row: its name, how people call it, its kind, and where it stands."""

    name: str
    zh: str
    en: str
    kind: str = "text"
    """text, number, amount, fen, date, moment, or one of the choices of `choices`."""
    width: int = 0
    """Bytes in a fixed-width line (numbers right-aligned with zeros, text left-aligned with spaces)."""
    required: bool = True
    longest: int = 64
    choices: tuple[tuple[str, ...], ...] = ()
    """Each a value and the other words for it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of file: with a width it is fixed, else separated by commas; a header and a trailer or headings."""

    key: str
    zh: str
    en: str
    encodings: tuple[str, ...]
    detail: tuple[Column, ...]
    header: tuple[Column, ...] = ()
    trailer: tuple[Column, ...] = ()
    fixed: bool = False

    def named(self, name: str) -> Column:
        """The column of this name, of whichever record."""
        return next(column for column in (*self.detail, *self.header, *self.trailer) if column.name == name)
