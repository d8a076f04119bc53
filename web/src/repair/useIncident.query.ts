import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { IncidentRow } from './shapes';

/** One incident with its stack. */
export function useIncident(id: string) {
  return useQuery({
    queryKey: ['repair', 'incident', id],
    queryFn: ({ signal }) => api.get<IncidentRow & { stack: string }>(`/api/incidents/${id}/`, undefined, signal),
  });
}
