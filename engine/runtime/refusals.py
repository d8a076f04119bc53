"""Why a command is not carried out."""

from __future__ import annotations


class Refusal(Exception):
    """A command that cannot be carried out; nothing has changed."""

    code = "refused"


class WorkNotOpen(Refusal):
    """The work is not open: it was closed before or never was."""

    code = "work_not_open"


class NotAllowedHere(Refusal):
    """The command does not fit this kind of work or element."""

    code = "not_allowed_here"


class BudgetExceeded(Refusal):
    """The command would have cost more steps, children or bytes than one command may."""

    code = "budget_exceeded"


class SnapshotUnreadable(Refusal):
    """The snapshot was not written by this runtime or not for this program."""

    code = "snapshot_unreadable"
