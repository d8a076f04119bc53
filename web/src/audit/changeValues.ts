import type { Change, Json } from '../api/types';

/** A change as the ledger tells it: engine events carry the variables that they changed among their details. */
export interface LedgerChange extends Change {
  details?: { [key: string]: Json };
}

export interface ValueChange {
  field: string;
  label: string;
  old: Json;
  new: Json;
}

export interface Values {
  shown: ValueChange[];
  /** Variables of one activity or sub-process only: input mappings and the like. */
  local: ValueChange[];
}

const PROCESS_SCOPE = '0';

/** The values that changed: of a register's row its fields, of an engine event its variables. */
export function valuesOf(change: LedgerChange, labels: ReadonlyMap<string, string> = new Map()): Values {
  if (change.changes.length > 0) return { shown: change.changes, local: [] };
  const told = change.details?.changes;
  const variables = Array.isArray(told) ? told.filter(isDict) : [];
  const values = (local: boolean) => variables
    .filter((one) => isLocal(one) === local)
    .map((one): ValueChange => {
      const field = String(one.name ?? '');
      return { field, label: labels.get(field) ?? field, old: one.old ?? null, new: one.new ?? null };
    });
  return { shown: values(false), local: values(true) };
}

function isLocal(variable: { [key: string]: Json }): boolean {
  return typeof variable.scope_id === 'string' && variable.scope_id !== PROCESS_SCOPE;
}

/** What else the event tells, where no value changed: what was searched for, which file was exported. */
export function factsOf(change: LedgerChange): { name: string; value: Json }[] {
  const { changes: _changes, seq: _seq, files: _files, ...facts } = change.details ?? {};
  if (change.kind === 'engine') return facts.element ? [{ name: 'element', value: facts.element }] : [];
  return Object.entries(facts)
    .filter(([name, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0) && !(name === 'username' && value === change.actor?.username))
    .map(([name, value]) => ({ name, value }));
}

function isDict(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
