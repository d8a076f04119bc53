import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { DefinitionVersion, Page } from '../api/types';

/** Every version of a definition, the newest first. */
export function useDefinitionVersions(key: string) {
  return useQuery({
    queryKey: ['process-definitions', key, 'versions'],
    queryFn: async ({ signal }) => {
      const answer = await api.get<DefinitionVersion[] | Page<DefinitionVersion>>(`/api/process-definitions/${key}/versions/`, undefined, signal);
      const versions = Array.isArray(answer) ? answer : answer.results;
      return [...versions].sort((a, b) => b.version - a.version);
    },
  });
}
