import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import { isRefusal } from '../api/Refusal';
import type { Me } from '../api/types';

/** Who is logged in: `null` when nobody is, `undefined` until the server has said. */
export function useMe() {
  return useQuery({
    queryKey: ['me'],
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<Me | null> => {
      try {
        return await api.get<Me>('/api/me/', undefined, signal);
      } catch (error) {
        if (isRefusal(error, 'not_authenticated')) return null;
        throw error;
      }
    },
  });
}
