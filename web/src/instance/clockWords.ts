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

/** Working time: hours only, for a working day is shorter than a day and differs between calendars. */
export function workingWords(seconds: number): string {
  return i18next.t('instance:workingHours', { count: Number((seconds / HOUR).toFixed(1)) });
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
