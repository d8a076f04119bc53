"""Who changed what, when and why, and can it be proved?"""

from ledger.context import Origin, audited, context_sql, set_context
from ledger.recording import record

__all__ = ["Origin", "audited", "context_sql", "record", "set_context"]
