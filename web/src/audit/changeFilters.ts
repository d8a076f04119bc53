import type { Params } from '../api/client';

export const FILTER_NAMES = ['kind', 'table', 'record', 'field', 'actor', 'instance', 'from', 'to', 'q', 'ordering'] as const;
export type FilterName = (typeof FILTER_NAMES)[number];
export type ChangeFilters = Partial<Record<FilterName, string>>;

export const KINDS = ['row', 'engine', 'auth', 'read', 'admin'] as const;

/** The filters that an address carries. */
export function filtersFrom(query: URLSearchParams): ChangeFilters {
  const filters: ChangeFilters = {};
  for (const name of FILTER_NAMES) {
    const value = query.get(name)?.trim();
    if (value) filters[name] = value;
  }
  return filters;
}

/** The address with some filters changed; an empty value takes the filter away, and the list begins anew. */
export function withFilters(query: URLSearchParams, changes: ChangeFilters): URLSearchParams {
  const next = new URLSearchParams(query);
  next.delete('cursor');
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

/** The filters as the API takes them: `to` is the last day that counts, so the API gets the moment after it. */
export function apiFilters(filters: ChangeFilters): Params {
  const { from, to, ...rest } = filters;
  return { ...rest, from: from && startOf(from), to: to && startOf(dayAfter(to)) };
}

function startOf(day: string): string {
  return `${day}T00:00:00+08:00`;
}

function dayAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

/** The cursor in the address of a neighbouring page, or null. */
export function cursorOf(address: string | null): string | null {
  return address ? new URL(address, 'http://page').searchParams.get('cursor') : null;
}
