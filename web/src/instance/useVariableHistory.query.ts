import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { VariableHistoryEntry } from '../api/types';

type Answer = VariableHistoryEntry[] | { results: VariableHistoryEntry[] };

/** Every value the variable has had, newest first as the server tells them. */
export function useVariableHistory(id: string, name: string) {
  return useQuery({
    queryKey: ['instance', id, 'variables', name],
    queryFn: async ({ signal }) => {
      const answer = await api.get<Answer>(`/api/process-instances/${id}/variables/${encodeURIComponent(name)}/history/`, undefined, signal);
      return Array.isArray(answer) ? answer : answer.results;
    },
  });
}
