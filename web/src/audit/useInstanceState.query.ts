import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { PastInstance } from '../api/types';

/** An instance's data as of a moment; now without one. */
export function useInstanceState(instanceId: string, at: string | null) {
  return useQuery({
    queryKey: ['audit-instance-state', instanceId, at],
    queryFn: ({ signal }) => api.get<PastInstance>(`/api/audit/instances/${instanceId}/state/`, { at }, signal),
    placeholderData: keepPreviousData,
  });
}
