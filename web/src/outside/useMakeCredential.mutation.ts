import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api } from '../api/client';
import type { components } from '../api/schema';

export interface NewCredential { name: string; topics: string[]; days?: number | null; reason: string }

/** A new credential with the token that is shown this once. */
export function useMakeCredential() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: NewCredential) => api.post<components['schemas']['MadeCredential']>('/api/machine-credentials/', given),
    onSuccess: () => client.invalidateQueries({ queryKey: ['credentials'] }),
  });
}
