import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import { queryClient } from '../app/queryClient';
import type { ImportRun } from './shapes';

/** Imports a checked file, or stops an import that runs. */
export function useImportAct(id: string) {
  return useMutation({
    mutationFn: ({ act, reason }: { act: 'confirm' | 'stop'; reason?: string }) =>
      api.post<ImportRun>(`/api/imports/${id}/${act}/`, act === 'stop' ? { reason } : undefined),
    onSettled: () => Promise.all([
      queryClient.invalidateQueries({ queryKey: ['import', id] }),
      queryClient.invalidateQueries({ queryKey: ['repair', `/api/imports/${id}/problems/`] }),
    ]),
  });
}
