import type { components } from '../api/schema';

export type ReportLine = components['schemas']['ReportLine'];
export type MonthlyReport = components['schemas']['MonthlyReport'];
