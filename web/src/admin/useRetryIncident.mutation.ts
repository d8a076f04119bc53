import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Variables } from '../api/types';

/** Tries an incident's work again, with the reason that the ledger keeps. */
export function useRetryIncident() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason, variables }: { id: string; reason: string; variables?: Variables }) =>
      api.post(`/api/incidents/${id}/retry/`, { reason, ...(variables ? { variables } : {}) }),
    onSettled: () => client.invalidateQueries({ queryKey: ['incidents'] }),
  });
}
