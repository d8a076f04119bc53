import type { components } from '../api/schema';

export type ChangeRequest = components['schemas']['ChangeRequestShape'];
export type ChangedField = components['schemas']['ChangedField'];
export type ProposableField = components['schemas']['ProposableFieldShape'];
export type Proposal = components['schemas']['Proposal'];
export type Proposed = components['schemas']['ProposedShape'];

/** The record that a change is about: its table in the registers and its number there. */
export interface RecordRef {
  table: string;
  recordId: string | number;
}
