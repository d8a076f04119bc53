import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import { queryClient } from '../app/queryClient';
import type { BatchDetail } from './shapes';

/** Leaves undone what a batch has not yet done. */
export function useStopBatch() {
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) => api.post<BatchDetail>(`/api/batches/${id}/stop/`, { reason }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['repair'] }),
  });
}
