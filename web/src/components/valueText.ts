import i18next from 'i18next';

import { formatDateTime } from '../app/dates';
import type { Json } from '../api/types';

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/** A value as people read it: yes and no, local times, "key: value" lines; an em dash for nothing. */
export function valueText(value: Json | undefined): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return i18next.t(value ? 'app:yes' : 'app:no');
  if (typeof value === 'string') return TIMESTAMP.test(value) ? formatDateTime(value) : value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? '—' : value.map(valueText).join('\n');
  return Object.entries(value).map(([key, inner]) => `${key}: ${valueText(inner)}`).join('; ') || '—';
}
