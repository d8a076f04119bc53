import type { Json, PersonRef, UnitRef } from './base';
import type { DefinitionRef } from './definitions';
import type { ChangeTexts, Document, InstanceState } from './instances';

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
export interface CustomerField { name: string; label: string; value: Json; text: string | null; right: 'read' | 'masked'; governed: boolean; proposed?: Json }
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
  name: string;
  fields: CustomerField[];
  sites: RegisterRow[];
  supply_points: RegisterRow[];
  appliances: RegisterRow[];
  meters: Meter[];
  contracts: RegisterRow[];
  accounts: RegisterRow[];
  charges: RegisterRow[];
  volumes: RegisterRow[];
  hazards: RegisterRow[];
  contacts: RegisterRow[];
  payments: RegisterRow[];
  theft_cases: RegisterRow[];
  instances: { id: string; definition: DefinitionRef | string; business_key: string; state: InstanceState; started_at: string }[];
  documents: Document[];
}

export interface FieldChange extends ChangeTexts {
  field: string;
  label: string;
  old: Json;
  new: Json;
  /** Of a variable: 0 for the process, else one activity or sub-process. */
  scope_id?: string;
}

export interface Change {
  id: string;
  at: string;
  kind: 'row' | 'engine' | 'auth' | 'read' | 'admin';
  kind_label: string;
  action: string;
  action_label: string;
  actor: PersonRef | null;
  on_behalf_of: PersonRef | null;
  instance: { id: string; business_key: string } | null;
  user_task: { id: string; name: string } | null;
  table: string | null;
  table_label: string | null;
  record: string | null;
  record_label: string | null;
  changes: FieldChange[];
  reason: string;
  ip: string | null;
  request_id: string | null;
  /** The proposal that was applied: its number, or B and that of a bulk change. */
  change_request?: string;
}
export interface Unit { id: string; code: string; name: string; kind: string; parent: string | null }

export interface RecordColumn {
  name: string;
  label: string;
  kind: 'text' | 'choice' | 'date' | 'moment' | 'number' | 'boolean';
  sortable: boolean;
  filterable: boolean;
  sensitive: boolean;
  choices: { value: string; label: string }[];
}
export type RegisterGroup = 'customers' | 'meters' | 'money' | 'network' | 'safety' | 'archive';
export interface RegisterRef { key: string; title: string; group: RegisterGroup; columns: RecordColumn[] }
export interface RecordRow { id: string; values: Record<string, Json>; texts: Record<string, string>; customer_id: string | null }
export interface RelatedRecords { key: string; title: string; columns: RecordColumn[]; rows: RecordRow[]; more: boolean }
export interface RecordDetail {
  key: string;
  id: string;
  title: string;
  name: string;
  fields: CustomerField[];
  links: { key: string; id: string; label: string; name: string }[];
  related: RelatedRecords[];
  /** The moment that the fields are of; null for now. */
  at: string | null;
  existed: boolean;
}
export interface MonthUsed { month: string; volume: number; charged: number | null }
export interface LifeStage {
  at: string;
  kind: 'made' | 'verified' | 'received' | 'issued' | 'installed' | 'removed' | 'sent' | 'tested' | 'stocked' | 'scrapped';
  supply_point_id: string | null;
  supply_point: string;
  reading: number | null;
  text: string;
  passed: boolean | null;
  instance_id: string;
  business_key: string;
}
export interface Posting {
  id: string;
  posted_at: string;
  kind: string;
  kind_label: string;
  text: string;
  amount: string;
  /** What the customer owes after it; negative when the company owes. */
  balance: string;
  charge_id: string | null;
  charge_number: string;
  instance_id: string;
  business_key: string;
}
