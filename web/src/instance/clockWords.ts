import i18next from 'i18next';

import type { Clock } from '../api/types';

const DAY = 86_400;
const HOUR = 3_600;

/** A length in days with one decimal, or in hours or minutes below. */
export function lengthWords(seconds: number): string {
  if (seconds >= DAY) return i18next.t('instance:days', { count: Number((seconds / DAY).toFixed(1)) });
  if (seconds < HOUR) return i18next.t('instance:minutes', { count: Math.round(seconds / 60) });
  return i18next.t('instance:hours', { count: Number((seconds / HOUR).toFixed(1)) });
}

/** Working time: working days and hours, by how long the clock's working day is. */
export function workingWords(seconds: number, day: number | null): string {
  if (day === null) return lengthWords(seconds);
  const days = Math.floor(seconds / day);
  const hours = Number(((seconds - days * day) / HOUR).toFixed(1));
  const dayWords = i18next.t('instance:workingDays', { count: days });
  const hourWords = i18next.t('instance:hours', { count: hours });
  if (days === 0) return i18next.t('instance:workingHours', { count: hours });
  return hours === 0 ? dayWords : `${dayWords} ${hourWords}`;
}

export type ClockState = 'running' | 'paused' | 'over';

export function clockState(clock: Pick<Clock, 'limit_seconds' | 'used_seconds' | 'paused'>): ClockState {
  if (clock.limit_seconds !== null && clock.used_seconds > clock.limit_seconds) return 'over';
  return clock.paused ? 'paused' : 'running';
}

/** How much of the limit is used, 0–100. */
export function usedPercent(clock: Pick<Clock, 'limit_seconds' | 'used_seconds'>): number {
  if (!clock.limit_seconds) return 0;
  return Math.min(100, Math.round((clock.used_seconds / clock.limit_seconds) * 100));
}
