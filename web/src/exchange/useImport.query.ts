import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import { queryClient } from '../app/queryClient';
import { useTopic } from '../app/useTopic';
import type { ImportRun } from './shapes';

/** One import; asked again whenever the workers have come further. */
export function useImport(id: string) {
  useTopic(`import:${id}`, () => {
    void queryClient.invalidateQueries({ queryKey: ['import', id] });
    void queryClient.invalidateQueries({ queryKey: ['repair', `/api/imports/${id}/problems/`] });
  });
  return useQuery({
    queryKey: ['import', id],
    queryFn: ({ signal }) => api.get<ImportRun>(`/api/imports/${id}/`, undefined, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'RUNNING' ? 5000 : false),
  });
}
