import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Proof } from '../api/types';
import { inclusionHolds } from './inclusion';

/** The proof of one event, checked here in the browser; `checked` is null where the browser cannot hash. */
export function useProof(eventId: string) {
  return useQuery({
    queryKey: ['audit-proof', eventId],
    retry: false,
    queryFn: async ({ signal }) => {
      const proof = await api.get<Proof>(`/api/audit/changes/${eventId}/proof/`, undefined, signal);
      return { proof, checked: await inclusionHolds(proof) };
    },
  });
}
