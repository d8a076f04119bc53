import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { PastRecord } from '../api/types';

/** A record as of a moment; now without one. */
export function useRecordState(table: string, record: string, at: string | null) {
  return useQuery({
    queryKey: ['audit-record', table, record, at],
    queryFn: ({ signal }) => api.get<PastRecord>(`/api/audit/records/${table}/${encodeURIComponent(record)}/`, { at }, signal),
    placeholderData: keepPreviousData,
  });
}
