import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Page, ProcessDefinition } from '../api/types';

/** The deployed process definitions; with `mayStart`, those that this person may start. */
export function useDefinitions({ mayStart = false }: { mayStart?: boolean } = {}) {
  return useQuery({
    queryKey: ['definitions', { mayStart }],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const answer = await api.get<Page<ProcessDefinition> | ProcessDefinition[]>(
        '/api/process-definitions/', { may_start: mayStart ? 'true' : undefined, page_size: 200 }, signal,
      );
      return Array.isArray(answer) ? answer : answer.results;
    },
  });
}
