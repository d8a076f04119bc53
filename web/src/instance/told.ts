import type { TraceEntry } from '../api/types';

/** Whether an entry tells a person something: somebody acted, data changed, or the engine left a sentence. */
export function isTold(entry: TraceEntry): boolean {
  return Boolean(entry.actor) || entry.changes.length > 0 || Boolean(entry.text) || Boolean(entry.user_task_id);
}
