import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { BatchDetail } from './shapes';

/** A batch, looked at again and again while it runs. */
export function useBatch(id: string) {
  return useQuery({
    queryKey: ['repair', 'batch', id],
    queryFn: ({ signal }) => api.get<BatchDetail>(`/api/batches/${id}/`, undefined, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'RUNNING' ? 1000 : false),
  });
}
