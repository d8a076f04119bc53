import type { Finding, PersonRef } from './base';

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
  suspended_at: string | null;
  suspended_reason: string;
  may: { suspend: boolean; resume: boolean };
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
