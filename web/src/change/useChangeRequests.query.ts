import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { ChangeRequest, RecordRef } from './types';

/** The open proposals for a record. */
export function useChangeRequests({ table, recordId }: RecordRef) {
  return useQuery({
    queryKey: ['changes', table, String(recordId)],
    queryFn: ({ signal }) => api.get<ChangeRequest[]>('/api/change-requests/', { table, record: String(recordId) }, signal),
  });
}
