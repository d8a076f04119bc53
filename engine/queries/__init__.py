"""Everything that can be asked: plural nouns, shaped as the API shows them, only what the actor may see."""

from .about import OpenInstance, open_instances_about
from .archives import archive_instance, archive_instances, archives
from .batches import ROW_STATES, batch, batch_rows, batches
from .definitions import bpmn_xml, definition, definitions, files, forms, versions
from .form_rights import form_rights
from .inbox import counts_for, user_tasks_for
from .incidents import incident, incident_ids, incidents
from .instance_filters import instance_ids
from .instances import instance_bpmn_xml, instances_of_customer, process_instance, process_instances
from .migrations import migration_between
from .movement import moves_of, offers_of, returns_of, rewinds_of, withdrawal_of
from .paging import Page
from .references import running_of_customers
from .shown_forms import form_for, start_form
from .signing import signer_preview, signers_for
from .traces import trace_of, variable_history, variables_of
from .user_tasks import completion, user_task

__all__ = [
    "ROW_STATES",
    "OpenInstance",
    "Page",
    "archive_instance",
    "archive_instances",
    "archives",
    "batch",
    "batch_rows",
    "batches",
    "bpmn_xml",
    "completion",
    "counts_for",
    "definition",
    "definitions",
    "files",
    "form_for",
    "form_rights",
    "forms",
    "incident",
    "incident_ids",
    "incidents",
    "instance_bpmn_xml",
    "instance_ids",
    "instances_of_customer",
    "running_of_customers",
    "migration_between",
    "moves_of",
    "offers_of",
    "open_instances_about",
    "process_instance",
    "process_instances",
    "returns_of",
    "rewinds_of",
    "signer_preview",
    "signers_for",
    "start_form",
    "trace_of",
    "user_task",
    "user_tasks_for",
    "variable_history",
    "variables_of",
    "versions",
    "withdrawal_of",
]
