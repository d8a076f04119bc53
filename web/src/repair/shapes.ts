import type { DefinitionRef, InstanceState, PersonRef } from '../api/types';

/** An incident as operators see it. */
export interface IncidentRow {
  id: string;
  instance?: { id: string; business_key: string; title: string; definition: DefinitionRef; state: InstanceState };
  element_id: string;
  element_name: string;
  code: string;
  message: string;
  created_at: string;
  attempts: number;
  may_skip: boolean;
  resolved_at: string | null;
  resolved_by: string;
  resolution: string;
}

export type BatchKind =
  | 'suspend_instances' | 'resume_instances' | 'cancel_instances' | 'migrate_instances'
  | 'retry_incidents' | 'skip_incidents' | 'move_incidents' | 'cancel_incidents';

export interface Batch {
  id: string;
  kind: BatchKind;
  of: 'instance' | 'incident';
  reason: string;
  state: 'RUNNING' | 'ENDED' | 'STOPPED';
  total: number;
  waiting: number;
  done: number;
  refused: number;
  failed: number;
  stopped: number;
  created_at: string;
  created_by: PersonRef | null;
  ended_at: string | null;
}
export interface BatchDetail extends Batch {
  results: { state: string; code: string; count: number }[];
  parameters: Record<string, unknown>;
}
export type RowState = 'WAITING' | 'DONE' | 'REFUSED' | 'FAILED' | 'STOPPED';
export interface BatchRow {
  position: number;
  target: string;
  instance_id: string | null;
  business_key: string;
  title: string;
  state: RowState;
  code: string;
  message: string;
  done_at: string | null;
}

export interface MigrationElement { id: string; name: string; type: string; suggested: string; why: string; waiting: number }
export interface Migration {
  from: number;
  to: number;
  running: number;
  elements: MigrationElement[];
  targets: { id: string; name: string; type: string }[];
  changed_forms: string[];
}
