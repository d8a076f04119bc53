import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import { queryClient } from '../app/queryClient';
import type { Proposal, Proposed } from './types';

/** Propose a change; the process that decides on it starts with it. */
export function useProposeChange() {
  return useMutation({
    mutationFn: (proposal: Proposal) => api.post<Proposed>('/api/change-requests/', proposal),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['changes'] });
      await queryClient.invalidateQueries({ queryKey: ['customer'] });
    },
  });
}
