"""The engine's tables. Outsiders use its commands and queries, never these."""

from .batches import Batch, BatchRow
from .data_stores import DataStore
from .definitions import DefinitionFile, ProcessDefinition
from .incidents import Incident
from .instances import InstanceSubject, ProcessInstance, StoredVariable
from .jobs import Job
from .legal_holds import LegalHold
from .messages import Message, Subscription
from .traces import IdempotencyKey, PushEvent, Trace
from .user_tasks import Draft, UserTask

__all__ = [
    "Batch",
    "BatchRow",
    "DataStore",
    "DefinitionFile",
    "Draft",
    "IdempotencyKey",
    "Incident",
    "InstanceSubject",
    "Job",
    "LegalHold",
    "Message",
    "ProcessDefinition",
    "ProcessInstance",
    "PushEvent",
    "StoredVariable",
    "Subscription",
    "Trace",
    "UserTask",
]
