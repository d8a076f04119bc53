import { formatDateTime } from '../app/dates';

/** 2026-11-21 17:05:09 on the company's clock: an auditor asks for the second. */
export function preciseTime(iso: string): string {
  return `${formatDateTime(iso)}:${String(new Date(iso).getUTCSeconds()).padStart(2, '0')}`;
}
