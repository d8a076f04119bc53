"""The engine's tables. Outsiders use its commands and queries, never these."""

from .definitions import DefinitionFile, ProcessDefinition
from .incidents import Incident
from .instances import InstanceSubject, ProcessInstance, StoredVariable
from .jobs import Job
from .messages import Message, Subscription
from .traces import IdempotencyKey, PushEvent, Trace
from .user_tasks import Draft, UserTask

__all__ = [
    "DefinitionFile",
    "Draft",
    "IdempotencyKey",
    "Incident",
    "InstanceSubject",
    "Job",
    "Message",
    "ProcessDefinition",
    "ProcessInstance",
    "PushEvent",
    "StoredVariable",
    "Subscription",
    "Trace",
    "UserTask",
]
