"""Everything that can be done: verb and noun, keyword-only, with `actor`; one command is one transaction."""

from .assignment import assign_user_task, claim_user_task, unclaim_user_task
from .completion import Completed, complete_user_task
from .definitions import DeployedVersion, deploy_definition
from .drafts import discard_draft, save_draft
from .incidents import retry_incident
from .instances import cancel_process_instance, start_process_instance
from .messages import Delivered, broadcast_signal, deliver_message

__all__ = [
    "Completed",
    "Delivered",
    "DeployedVersion",
    "assign_user_task",
    "broadcast_signal",
    "cancel_process_instance",
    "claim_user_task",
    "complete_user_task",
    "deliver_message",
    "deploy_definition",
    "discard_draft",
    "retry_incident",
    "save_draft",
    "start_process_instance",
    "unclaim_user_task",
]
