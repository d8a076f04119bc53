"""The rules in the order in which their findings are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bpmn.document import Finding
from bpmn.lint.diagram import Diagram
from bpmn.lint.drawing import drawings_have_elements, everything_is_drawn
from bpmn.lint.expressions import expressions_can_be_read, timers_can_be_read
from bpmn.lint.extensions import extensions_are_read
from bpmn.lint.gateways import (
    conditions_are_looked_at,
    conditions_are_not_empty,
    decisions_have_conditions,
    event_gateways_wait_for_events,
    gateways_do_something,
)
from bpmn.lint.identity import (
    a_process_is_executable,
    ids_are_given,
    ids_are_unique,
    processes_have_names_of_their_own,
    something_happens,
    there_is_a_process,
)
from bpmn.lint.joins import joins_fit_their_splits
from bpmn.lint.known import Deployment
from bpmn.lint.lineage import read_variables_are_set
from bpmn.lint.loops import calls_come_to_an_end, circles_have_a_way_out
from bpmn.lint.messages import messages_have_two_ends
from bpmn.lint.outside import (
    calendars_exist,
    decisions_exist,
    forms_exist,
    groups_exist,
    lanes_are_groups,
    processes_exist,
    service_tasks_exist,
    somebody_does_it,
)
from bpmn.lint.references import (
    defaults_leave_here,
    flows_have_both_ends,
    neighbours_agree,
    references_resolve,
)
from bpmn.lint.schema import follows_the_schema
from bpmn.lint.structure import (
    a_scope_has_one_beginning,
    event_sub_processes_have_a_trigger,
    every_path_ends,
    everything_is_reachable,
    flows_enter_and_leave_rightly,
    flows_stay_in_their_scope,
)

Rule = Callable[[Diagram, Deployment], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    there_is_a_process,
    a_process_is_executable,
    processes_have_names_of_their_own,
    ids_are_given,
    ids_are_unique,
    follows_the_schema,
    flows_have_both_ends,
    references_resolve,
    defaults_leave_here,
    neighbours_agree,
    drawings_have_elements,
    everything_is_drawn,
    something_happens,
    a_scope_has_one_beginning,
    event_sub_processes_have_a_trigger,
    flows_stay_in_their_scope,
    flows_enter_and_leave_rightly,
    everything_is_reachable,
    every_path_ends,
    decisions_have_conditions,
    conditions_are_looked_at,
    conditions_are_not_empty,
    event_gateways_wait_for_events,
    gateways_do_something,
    joins_fit_their_splits,
    circles_have_a_way_out,
    calls_come_to_an_end,
    expressions_can_be_read,
    timers_can_be_read,
    read_variables_are_set,
    extensions_are_read,
    forms_exist,
    decisions_exist,
    service_tasks_exist,
    groups_exist,
    lanes_are_groups,
    somebody_does_it,
    processes_exist,
    calendars_exist,
    messages_have_two_ends,
)
