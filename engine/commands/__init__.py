"""Everything that can be done: verb and noun, keyword-only, with `actor`; one command is one transaction."""

from .assignment import assign_user_task, claim_user_task, unclaim_user_task
from .batches import start_batch, stop_batch
from .completion import Completed, complete_user_task
from .definition_suspension import resume_definition, suspend_definition
from .definitions import DeployedVersion, deploy_definition
from .drafts import discard_draft, save_draft
from .incidents import move_incident, retry_incident, skip_incident
from .instances import cancel_process_instance, start_process_instance
from .legal_hold import lift_legal_hold, place_legal_hold
from .messages import Delivered, broadcast_signal, deliver_message
from .migration import Verdict, migrate_process_instance, try_migration
from .moving import Moved, move_tokens, return_user_task, rewind_process_instance, skip, withdraw_completion
from .priority import set_process_instance_priority, set_user_task_priority
from .signing import SignerAdded, add_signer
from .suspension import resume_process_instance, suspend_process_instance

__all__ = [
    "Completed",
    "Delivered",
    "DeployedVersion",
    "Moved",
    "SignerAdded",
    "add_signer",
    "assign_user_task",
    "broadcast_signal",
    "cancel_process_instance",
    "claim_user_task",
    "complete_user_task",
    "deliver_message",
    "deploy_definition",
    "discard_draft",
    "Verdict",
    "migrate_process_instance",
    "try_migration",
    "lift_legal_hold",
    "place_legal_hold",
    "move_incident",
    "resume_definition",
    "resume_process_instance",
    "move_tokens",
    "retry_incident",
    "return_user_task",
    "rewind_process_instance",
    "save_draft",
    "skip_incident",
    "set_process_instance_priority",
    "set_user_task_priority",
    "start_batch",
    "skip",
    "start_process_instance",
    "stop_batch",
    "suspend_definition",
    "suspend_process_instance",
    "unclaim_user_task",
    "withdraw_completion",
]
