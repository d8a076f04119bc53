import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { BulkChange } from './bulkTypes';

/** A bulk change: its columns, and how many of its rows stand how. */
export function useBulkChange(id: number) {
  return useQuery({
    queryKey: ['bulk', id],
    queryFn: ({ signal }) => api.get<BulkChange>(`/api/bulk-changes/${id}/`, undefined, signal),
    enabled: id > 0,
  });
}
