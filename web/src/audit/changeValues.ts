import type { Change, FieldChange, Json } from '../api/types';

/** A change as the ledger tells it, with what else the event says. */
export interface LedgerChange extends Change {
  details?: { [key: string]: Json };
}

export interface Values {
  shown: FieldChange[];
  /** Variables of one activity or sub-process only: input mappings and the like. */
  local: FieldChange[];
}

const PROCESS_SCOPE = '0';

/** The values that changed: of a register's row its fields, of an engine event its variables. */
export function valuesOf({ changes }: LedgerChange): Values {
  return { shown: changes.filter((change) => !isLocal(change)), local: changes.filter(isLocal) };
}

function isLocal({ scope_id: scope }: FieldChange): boolean {
  return scope !== undefined && scope !== PROCESS_SCOPE;
}

/** What else the event tells, where no value changed: what was searched for, which file was exported. */
export function factsOf(change: LedgerChange): { name: string; value: Json }[] {
  const { seq: _seq, files: _files, ...facts } = change.details ?? {};
  if (change.kind === 'engine') return facts.element ? [{ name: 'element', value: facts.element_name ?? facts.element }] : [];
  return Object.entries(facts)
    .filter(([name, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0) && !(name === 'username' && value === change.actor?.username))
    .map(([name, value]) => ({ name, value }));
}

/** Whether a value of the change is sealed: shown to whoever may see it and says what for. */
export function isSealed(change: LedgerChange): boolean {
  return JSON.stringify([change.changes, change.details ?? {}]).includes('{"$sealed":');
}
