import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { ProcessDefinitionDetail } from '../api/types';

/** One process definition in its newest version, with its elements. */
export function useDefinition(key: string) {
  return useQuery({
    queryKey: ['process-definitions', key, 'detail'],
    queryFn: ({ signal }) => api.get<ProcessDefinitionDetail>(`/api/process-definitions/${key}/`, undefined, signal),
    // A focus refetch must never replace the base of a draft that is being edited.
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  });
}
