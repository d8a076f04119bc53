import type { UserTask } from '../api/types';

export interface Merged { rows: UserTask[]; waiting: number }

/**
 * The shown rows brought up to date by a newly fetched first page, without a row ever jumping:
 * known rows change in place, gone ones leave, new ones are appended where nothing would move, else counted.
 */
export function mergeFresh({ shown, fresh, whole, keep }: {
  shown: UserTask[];
  fresh: UserTask[];
  whole: boolean;
  keep: string | null;
}): Merged {
  const byId = new Map(fresh.map((task) => [task.id, task]));
  const known = new Set(shown.map((task) => task.id));
  const stays = (task: UserTask): boolean => !whole || byId.has(task.id) || task.id === keep;
  const rows = shown.filter(stays).map((task) => byId.get(task.id) ?? task);
  const lastKnown = fresh.reduce((last, task, index) => (known.has(task.id) ? index : last), -1);
  const tail = whole ? fresh.slice(lastKnown + 1) : [];
  const waiting = fresh.filter((task) => !known.has(task.id)).length - tail.length;
  return { rows: [...rows, ...tail], waiting };
}
