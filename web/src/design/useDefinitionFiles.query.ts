import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Files } from './draft';

/** The files of one version of a definition (the newest when `version` is undefined). */
export function useDefinitionFiles(key: string, version: number | undefined, enabled = true) {
  return useQuery({
    queryKey: ['process-definitions', key, 'files', version ?? 'newest'],
    queryFn: async ({ signal }) =>
      (await api.get<{ files: Files; }>(`/api/process-definitions/${key}/files/`, { version }, signal)).files,
    enabled,
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  });
}
