"""From the bytes of a file to its rows and problems."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from exchange.cells import Unfit, value_of
from exchange.layouts.columns import Column, Layout
from exchange.problems import FileRefused, Problem


@dataclass(frozen=True, slots=True)
class Line:
    """A row that could be read: where it stands and its values."""

    number: int
    values: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """The SHA-256 of its values, which tells a repeated row from another one with the same key."""
        return hashlib.sha256(repr(sorted(self.values.items())).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file that could be read; rows with problems are not among `lines`, but counted in `count`."""

    layout: Layout
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()
    count: int = 0
    total: Decimal = Decimal(0)
    header: Mapping[str, Any] | None = None


def decoded(content: bytes, encodings: Iterable[str]) -> str:
    """The text in the first encoding that fits."""
    if not content.strip():
        raise FileRefused(Problem(0, "", "empty_file"))
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(Problem(0, "", "wrong_encoding", " / ".join(name.upper() for name in encodings)))


def separated(text: str) -> list[list[str]]:
    """The cells of every line of a CSV text."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise FileRefused(Problem(0, "", "truncated")) from None


def values_in(columns: Iterable[Column], cells: Iterable[str], number: int) -> tuple[dict[str, Any], list[Problem]]:
    """The values of a row by name, and what is wrong with them."""
    values: dict[str, Any] = {}
    problems = []
    for column, cell in zip(columns, cells, strict=True):
        try:
            values[column.name] = value_of(column, cell)
        except Unfit as unfit:
            problems.append(Problem(number, column.name, unfit.code, unfit.subject))
    return values, problems
