import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import { isRefusal } from '../api/Refusal';
import type { Form } from '../api/types';

/** The form that starts a process; `null` when it starts without one. */
export function useStartForm(key: string) {
  return useQuery({
    queryKey: ['start-form', key],
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    queryFn: async ({ signal }): Promise<Form | null> => {
      try {
        return await api.get<Form>(`/api/process-definitions/${key}/start-form/`, undefined, signal);
      } catch (error) {
        if (isRefusal(error, 'not_found')) return null;
        throw error;
      }
    },
  });
}
