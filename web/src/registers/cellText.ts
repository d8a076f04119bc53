import type { RecordColumn, RecordRow } from '../api/types';
import { formatDate, formatDateTime } from '../app/dates';
import { moneyText } from '../components/moneyText';
import { valueText } from '../components/valueText';

/** A cell as people read it: the word of a choice, a local time, a number as it was recorded. */
export function cellText(row: RecordRow, column: RecordColumn): string {
  const value = row.values[column.name];
  const word = row.texts[column.name];
  if (word) return word;
  if (typeof value === 'string' && column.kind === 'moment') return formatDateTime(value);
  if (typeof value === 'string' && column.kind === 'date') return formatDate(value);
  if (column.name.endsWith('amount')) return moneyText(value);
  return valueText(value);
}

/** Customers have a page of their own; everything else has the register's. */
export function recordPath(register: string, id: string): string {
  return register === 'customers' ? `/customers/${id}` : `/registers/${register}/${id}`;
}
