/** Shapes of the API's answers (see /api/schema/). */
import type { RJSFSchema, UiSchema } from '@rjsf/utils';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Variables = Record<string, Json>;

export interface Page<T> {
  results: T[];
  next: string | null;
  previous: string | null;
  count: number | null;
  count_capped: boolean;
}

export interface PersonRef { username: string; full_name: string }
export interface UnitRef { id: string; code: string; name: string }
export interface GroupRef { key: string; name: string }

export interface Finding {
  code: string;
  severity: 'error' | 'warning' | 'info';
  element_id: string | null;
  line: number | null;
  file: string | null;
  message: string;
}

export interface FieldProblem { field: string; code: string; message: string }

export interface DemoUser extends PersonRef { role_name: string }
export interface Session {
  csrf_token: string;
  authenticated: boolean;
  demo_mode: boolean;
  demo_users?: DemoUser[];
}

export interface May {
  design: boolean;
  deploy: boolean;
  audit: boolean;
  administer: boolean;
  send_messages: boolean;
  see_customers: boolean;
}
export interface Me extends PersonRef {
  language: string;
  unit: UnitRef | null;
  roles: { key: string; name: string; unit: UnitRef }[];
  may: May;
  demo_mode: boolean;
  counts: { mine: number; group: number; overdue: number };
}

export interface ProcessDefinition {
  key: string;
  name: string;
  version: number;
  digest: string;
  deployed_at: string;
  deployed_by: PersonRef | null;
  description: string;
  may_start: boolean;
  start_form: boolean;
  running: number;
  category: string;
}
export interface ProcessDefinitionDetail extends ProcessDefinition {
  start_form_key: string | null;
  elements: { id: string; type: string; name: string; lane: string | null }[];
  findings: Finding[];
  versions: number;
}
export interface DefinitionVersion {
  version: number;
  digest: string;
  deployed_at: string;
  deployed_by: PersonRef | null;
  comment: string;
  running: number;
}
export interface DefinitionRef { key: string; name: string; version: number }

export type InstanceState = 'ACTIVE' | 'COMPLETED' | 'TERMINATED' | 'CANCELED' | 'FAILED' | 'SUSPENDED';

export interface OpenWork {
  work_id: string;
  kind: string;
  element_id: string;
  name: string;
  since: string;
  due_at: string | null;
  assignee: PersonRef | null;
  candidate_groups: GroupRef[];
  user_task_id?: string | null;
}
export interface Incident {
  id: string;
  element_id: string | null;
  code: string;
  message: string;
  created_at: string;
  attempts: number;
}
export interface ClockSegment { kind: 'net' | 'stopped'; reason: string; from: string; to: string | null }
export interface Clock {
  key: string;
  name: string;
  limit_seconds: number | null;
  used_seconds: number;
  paused: boolean;
  basis: string;
  due_at: string | null;
  segments: ClockSegment[];
}
export interface ProcessInstance {
  id: string;
  definition: DefinitionRef;
  business_key: string;
  title: string;
  state: InstanceState;
  started_at: string;
  started_by: PersonRef | null;
  ended_at: string | null;
  unit: UnitRef | null;
  customer: { id: string; name: string } | null;
  parent: { id: string; business_key: string; definition: DefinitionRef } | null;
  called: { id: string; business_key: string; definition: DefinitionRef; state: InstanceState; element_id: string }[];
  open: OpenWork[];
  passed: { element_id: string; times: number }[];
  taken: { flow_id: string; times: number }[];
  incidents: Incident[];
  clocks: Clock[];
  may: { cancel: boolean; send_message: boolean; see_incidents: boolean };
}

export interface VariableChange { name: string; label: string; old: Json; new: Json; scope_id: string | null }
export interface TraceEntry {
  seq: number;
  at: string;
  action: string;
  element_id: string | null;
  element_name: string;
  element_type: string;
  actor: PersonRef | null;
  on_behalf_of: PersonRef | null;
  user_task_id: string | null;
  text: string;
  details: Json;
  changes: VariableChange[];
}
export interface Variable {
  name: string;
  label: string;
  value: Json;
  scope_id: string | null;
  changed_at: string;
  changed_by: PersonRef | null;
  changed_in: string | null;
}
export interface VariableHistoryEntry { old: Json; new: Json; at: string; by: PersonRef | null; element_id: string | null }
export interface Document {
  id: string;
  number: string;
  kind: string;
  title: string;
  created_at: string;
  created_by: PersonRef | null;
  size: number;
  sha256: string;
  url: string;
}
export interface Attachment {
  id: string;
  name: string;
  size: number;
  content_type: string;
  sha256: string;
  uploaded_at: string;
  uploaded_by: PersonRef | null;
  url: string;
}
export interface AttachmentLimits { max_bytes: number; content_types: string[] }

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
  outcome: string | null;
  round: number;
  version: number;
  may: { claim: boolean; unclaim: boolean; complete: boolean; assign: boolean };
}
export interface UserTaskCounts { mine: number; group: number; done: number; overdue: number }
export interface UserTaskPage extends Page<UserTask> { counts?: UserTaskCounts }
export interface UserTaskDetail extends UserTask {
  description: string;
  candidates: PersonRef[];
  previous: { element_name: string; completed_by: PersonRef | null; completed_at: string; comment: string }[];
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

export interface Customer {
  id: string;
  number: string;
  name: string;
  category: string;
  grade: string;
  unit: UnitRef | string | null;
  phone: string;
  address: string;
  open_instances: number;
}
export interface CustomerField { name: string; label: string; value: Json; right: 'read' | 'masked'; governed: boolean }
export interface Meter {
  serial: string;
  type: string;
  size: string;
  state: string;
  installed_at: string | null;
  reading_in: string | null;
}
export type RegisterRow = Record<string, Json>;
export interface CustomerDetail {
  id: string;
  number: string;
  fields: CustomerField[];
  sites: RegisterRow[];
  supply_points: RegisterRow[];
  meters: Meter[];
  contracts: RegisterRow[];
  accounts: RegisterRow[];
  instances: { id: string; definition: DefinitionRef | string; business_key: string; state: InstanceState; started_at: string }[];
  documents: Document[];
}

export interface Change {
  id: string;
  at: string;
  kind: 'row' | 'engine' | 'auth' | 'read' | 'admin';
  action: string;
  actor: PersonRef | null;
  on_behalf_of: PersonRef | null;
  instance: { id: string; business_key: string } | null;
  user_task: { id: string; name: string } | null;
  table: string | null;
  table_label: string | null;
  record: string | null;
  record_label: string | null;
  changes: { field: string; label: string; old: Json; new: Json }[];
  reason: string;
  ip: string | null;
  request_id: string | null;
}
export interface Unit { id: string; code: string; name: string; kind: string; parent: string | null }
