import i18next from 'i18next';

import type { DueState } from '../api/types';

// The company's clock, wherever the browser is: due dates are legal dates.
const ZONE = 'Asia/Shanghai';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function parts(time: Date): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  });
  return Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
}

/** 2026-11-21 */
export function formatDate(iso: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(iso)) return iso;
  const p = parts(new Date(iso));
  return `${p.year}-${p.month}-${p.day}`;
}

/** 2026-11-21 17:05 */
export function formatDateTime(iso: string): string {
  const p = parts(new Date(iso));
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`;
}

/** 17:05 today, 11-21 17:05 this year, else 2025-11-21. */
export function formatShort(iso: string, now: Date = new Date()): string {
  const p = parts(new Date(iso));
  const today = parts(now);
  if (p.year !== today.year) return `${p.year}-${p.month}-${p.day}`;
  if (p.month === today.month && p.day === today.day) return `${p.hour}:${p.minute}`;
  return `${p.month}-${p.day} ${p.hour}:${p.minute}`;
}

/** A length of time in its largest fitting unit: 2 天, 5 小时, 12 分钟. */
export function formatSpan(milliseconds: number): string {
  const length = Math.abs(milliseconds);
  if (length >= DAY) return i18next.t('app:span.days', { count: Math.floor(length / DAY) });
  if (length >= HOUR) return i18next.t('app:span.hours', { count: Math.floor(length / HOUR) });
  return i18next.t('app:span.minutes', { count: Math.max(1, Math.floor(length / MINUTE)) });
}

/** The due date in words: 已超期 2 天, 剩 5 小时, 11-25 17:00 到期. */
export function dueWords(dueAt: string | null, state: DueState, now: Date = new Date()): string {
  if (!dueAt || state === 'none') return '';
  const left = new Date(dueAt).getTime() - now.getTime();
  if (state === 'overdue' || left < 0) return i18next.t('app:due.overdue', { span: formatSpan(left) });
  if (state === 'soon') return i18next.t('app:due.soon', { span: formatSpan(left) });
  return i18next.t('app:due.due', { at: formatShort(dueAt, now) });
}
