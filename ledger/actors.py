"""The ledger's own programs as actors: they act for nobody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Program:
    """A program of ours under its name."""

    username: str
    user_id: int | None = None
    on_behalf_of: tuple[int, str] | None = None
    on_behalf_of_name: str = ""
    emergency: str = ""
    system: bool = True

    @property
    def full_name(self) -> str:
        """The same name."""
        return self.username
