import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import { queryClient } from '../app/queryClient';
import type { Proposed } from './types';

/** Propose a new customer, a closing, a handing over or the opposite of a change, each at an address of its own. */
export function usePropose(path: string) {
  return useMutation({
    mutationFn: (body: Record<string, unknown>) => api.post<Proposed>(path, body),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['changes'] });
      await queryClient.invalidateQueries({ queryKey: ['customer'] });
    },
  });
}
