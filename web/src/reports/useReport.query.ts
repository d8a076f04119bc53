import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api } from '../api/client';
import type { MonthlyReport } from './types';

/** One month of a report; this month when `month` is empty. */
export function useReport(key: string, month: string) {
  const { i18n } = useTranslation();
  return useQuery({
    queryKey: ['reports', key, month, i18n.language],
    queryFn: ({ signal }) => api.get<MonthlyReport>(`/api/reports/${key}/`, month ? { month } : undefined, signal),
    placeholderData: keepPreviousData,
  });
}
