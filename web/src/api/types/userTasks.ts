import type { RJSFSchema, UiSchema } from '@rjsf/utils';

import type { GroupRef, Page, PersonRef, UnitRef, Variables } from './base';
import type { DefinitionRef } from './definitions';
import type { InstanceState } from './instances';

export type UserTaskState = 'CREATED' | 'ASSIGNED' | 'COMPLETED' | 'CANCELED';
export type DueState = 'none' | 'due' | 'soon' | 'overdue';
export interface UserTask {
  id: string;
  element_id: string;
  name: string;
  state: UserTaskState;
  definition: DefinitionRef;
  instance: { id: string; business_key: string; title: string };
  subject: string;
  assignee: PersonRef | null;
  candidate_groups: GroupRef[];
  unit: UnitRef | null;
  created_at: string;
  due_at: string | null;
  due_state: DueState;
  department: string;
  priority: number;
  completed_at: string | null;
  completed_by: PersonRef | null;
  behalf?: PersonRef | null;
  acting_for?: PersonRef | null;
  outcome: string | null;
  round: number;
  superseded_at: string | null;
  version: number;
  suspended?: boolean;
  may: { claim: boolean; unclaim: boolean; complete: boolean; assign: boolean; add_signer: boolean; prioritize: boolean; return: boolean; withdraw: boolean };
}
export interface UserTaskCounts { mine: number; group: number; done: number; overdue: number }
export interface UserTaskPage extends Page<UserTask> { counts?: UserTaskCounts }
export interface UserTaskDetail extends UserTask {
  description: string;
  candidates: PersonRef[];
  previous: { element_name: string; completed_by: PersonRef | null; behalf?: PersonRef | null; completed_at: string; comment: string; round: number; superseded_at: string | null }[];
  instance_state: InstanceState;
}
export interface Completion {
  user_task: UserTask;
  instance: { id: string; state: InstanceState };
  next: UserTask[];
  event_id: string;
}

export type Right = 'hidden' | 'masked' | 'read' | 'edit' | 'required';
export interface Outcome { value: string; label: string; style: 'primary' | 'default' | 'danger' }
export interface Form {
  key: string;
  version: number;
  title: string;
  schema: RJSFSchema;
  ui_schema: UiSchema;
  data: Variables;
  rights: Record<string, Right>;
  outcomes: Outcome[] | null;
  outcome_field: string | null;
  draft: { saved_at: string } | null;
  submit_label: string;
  documents: string[];
}
