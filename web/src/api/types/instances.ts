import type { GroupRef, Json, PersonRef, UnitRef } from './base';
import type { DefinitionRef } from './definitions';

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
export interface ClockSegment {
  kind: 'net' | 'stopped';
  reason: string | null;
  department?: string | null;
  element_id?: string | null;
  start: string;
  end: string | null;
  seconds: number;
}
export interface Clock {
  key: string;
  name: string;
  limit_seconds: number | null;
  used_seconds: number;
  working_day_seconds: number | null;
  paused: boolean;
  basis: string | null;
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
  priority: number | null;
  suspended_reason: string;
  hold: { reason: string; placed_at: string; placed_by: PersonRef } | null;
  customer: { id: string; name: string } | null;
  parent: { id: string; business_key: string; definition: DefinitionRef } | null;
  called: { id: string; business_key: string; definition: DefinitionRef; state: InstanceState; element_id: string }[];
  open: OpenWork[];
  passed: { element_id: string; times: number }[];
  taken: { flow_id: string; times: number }[];
  incidents: Incident[];
  clocks: Clock[];
  may: { cancel: boolean; suspend: boolean; resume: boolean; prioritize: boolean; hold: boolean; lift_hold: boolean; move: boolean; send_message: boolean; see_incidents: boolean };
}

/** Old and new value as people read them, null for nothing. */
export interface ChangeTexts { old_text: string | null; new_text: string | null }
export interface VariableChange extends ChangeTexts { name: string; label: string; old: Json; new: Json; scope_id?: string }
export interface TraceEntry {
  id: string;
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
  /** The value as people read it, null for nothing. */
  text: string | null;
  scope_id: string | null;
  changed_at: string;
  changed_by: PersonRef | null;
  changed_in: string | null;
  changed_in_name: string | null;
}
export interface VariableHistoryEntry extends ChangeTexts {
  old: Json;
  new: Json;
  at: string;
  by: PersonRef | null;
  element_id: string | null;
  element_name: string | null;
}
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

/** A process instance as lists show it. */
export type InstanceLine = Pick<
  ProcessInstance,
  'id' | 'definition' | 'business_key' | 'title' | 'state' | 'started_at' | 'started_by' | 'ended_at' | 'unit'
>;
