import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api } from '../api/client';
import type { ReportLine } from './types';

/** The monthly tables that the processes offer, in the reader's language. */
export function useReports() {
  const { i18n } = useTranslation();
  return useQuery({
    queryKey: ['reports', i18n.language],
    queryFn: ({ signal }) => api.get<ReportLine[]>('/api/reports/', undefined, signal),
  });
}
