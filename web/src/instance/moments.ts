import type { PersonRef, TraceEntry, VariableChange } from '../api/types';
import { decisionsOf, type Decision } from './decisions';

/** One command's part of the trace: what somebody (or the system) did, what it changed, and where it led. */
export interface Moment {
  key: string;
  at: string;
  command: string;
  name: string;
  userTaskId: string | null;
  actor: PersonRef | null;
  onBehalfOf: PersonRef | null;
  changes: VariableChange[];
  reached: string[];
  canceled: string[];
  reason: string;
  incidents: string[];
  decisions: Decision[];
  ended: boolean;
}

function commandOf({ details, action }: TraceEntry): string {
  if (details && typeof details === 'object' && !Array.isArray(details) && typeof details.command === 'string') return details.command;
  return action;
}

function reasonOf({ details, action }: TraceEntry): string {
  const told = action === 'moved' && details && typeof details === 'object' && !Array.isArray(details) ? details.reason : '';
  return typeof told === 'string' ? told : '';
}

function nameOf(entry: TraceEntry): string {
  return entry.element_name || entry.element_id || '';
}

function keyOf(entry: TraceEntry): string {
  return `${entry.at} ${entry.actor?.username ?? ''} ${commandOf(entry)}`;
}

function names(entries: TraceEntry[], wanted: (entry: TraceEntry) => boolean): string[] {
  return [...new Set(entries.filter(wanted).map(nameOf))];
}

function isPerson(actor: PersonRef | null): boolean {
  return actor !== null && actor.username !== 'system';
}

function momentOf(entries: TraceEntry[]): Moment {
  const [first] = entries;
  return {
    key: first.id,
    at: first.at,
    command: commandOf(first),
    name: nameOf(first),
    userTaskId: first.user_task_id,
    actor: isPerson(first.actor) ? first.actor : null,
    onBehalfOf: first.on_behalf_of,
    changes: entries.flatMap((entry) => entry.changes),
    reached: names(entries, ({ action, element_type }) => action === 'waiting' && element_type === 'userTask'),
    canceled: names(entries, ({ action }) => action === 'canceled'),
    reason: entries.map(reasonOf).find(Boolean) ?? '',
    incidents: names(entries, ({ action }) => action === 'incident'),
    decisions: decisionsOf(entries),
    ended: entries.some(({ action, element_type }) => action === 'ended' && element_type === 'process'),
  };
}

/** The trace, told as what happened: the entries that one command left at one time make one moment. */
export function momentsOf(entries: TraceEntry[]): Moment[] {
  const groups: TraceEntry[][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last && keyOf(last[0]) === keyOf(entry)) last.push(entry);
    else groups.push([entry]);
  }
  return groups.map(momentOf);
}
