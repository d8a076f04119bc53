import type { Params } from '../api/client';

export type View = 'mine' | 'group' | 'done';
export type Due = 'overdue' | 'today' | 'week';
export const VIEWS: readonly View[] = ['mine', 'group', 'done'];
export const DUES: readonly Due[] = ['overdue', 'today', 'week'];
export const SORTS = ['due_at', '-created_at', 'created_at', 'priority'] as const;
export type Sort = (typeof SORTS)[number];

export const PRIORITIES = ['75', '100'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** What the inbox's list shows; it lives in the address alone. */
export interface Filters {
  view: View;
  q: string;
  kind: string;
  due: Due | '';
  unit: string;
  priority: Priority | '';
  sort: Sort;
}

function oneOf<T extends string>(value: string | null, allowed: readonly T[], otherwise: T): T;
function oneOf<T extends string>(value: string | null, allowed: readonly T[], otherwise: ''): T | '';
function oneOf<T extends string>(value: string | null, allowed: readonly T[], otherwise: T | ''): T | '' {
  return allowed.find((one) => one === value) ?? otherwise;
}

/** The filters that an address's query tells; whatever it cannot tell is left at its default. */
export function filtersFrom(query: URLSearchParams): Filters {
  return {
    view: oneOf(query.get('view'), VIEWS, 'mine'),
    q: query.get('q') ?? '',
    kind: query.get('kind') ?? '',
    due: oneOf(query.get('due'), DUES, ''),
    unit: query.get('unit') ?? '',
    priority: oneOf(query.get('priority'), PRIORITIES, ''),
    sort: oneOf(query.get('sort'), SORTS, 'due_at'),
  };
}

/** The query that tells these filters, without what is at its default. */
export function queryOf(filters: Filters): string {
  const query = new URLSearchParams();
  if (filters.view !== 'mine') query.set('view', filters.view);
  if (filters.q) query.set('q', filters.q);
  if (filters.kind) query.set('kind', filters.kind);
  if (filters.due) query.set('due', filters.due);
  if (filters.unit) query.set('unit', filters.unit);
  if (filters.priority) query.set('priority', filters.priority);
  if (filters.sort !== 'due_at') query.set('sort', filters.sort);
  return query.toString();
}

/** The address of the inbox with these filters and, when given, one open task. */
export function inboxPath(filters: Filters, userTaskId?: string | null): string {
  const query = queryOf(filters);
  return `/inbox${userTaskId ? `/${userTaskId}` : ''}${query ? `?${query}` : ''}`;
}

/** The same filters as the API names them. */
export function paramsOf(filters: Filters): Params {
  return {
    view: filters.view,
    definition: filters.kind,
    due: filters.view === 'done' ? '' : filters.due,
    unit: filters.unit,
    priority: filters.priority,
    q: filters.q,
    ordering: filters.view === 'done' && filters.sort === 'due_at' ? '-created_at' : filters.sort,
    with_counts: true,
  };
}

export function isFiltered(filters: Filters): boolean {
  return Boolean(filters.q || filters.kind || filters.due || filters.unit || filters.priority);
}
