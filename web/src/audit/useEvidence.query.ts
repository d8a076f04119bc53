import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Evidence } from '../api/types';

/** How the evidence stands, asked again every ten seconds. */
export function useEvidence() {
  return useQuery({
    queryKey: ['audit-evidence'],
    queryFn: ({ signal }) => api.get<Evidence>('/api/audit/evidence/', undefined, signal),
    refetchInterval: 10_000,
  });
}
