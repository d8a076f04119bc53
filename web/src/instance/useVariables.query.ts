import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Variable } from '../api/types';

export function useVariables(id: string) {
  return useQuery({
    queryKey: ['instance', id, 'variables'],
    queryFn: async ({ signal }) =>
      (await api.get<{ variables: Variable[] }>(`/api/process-instances/${id}/variables/`, undefined, signal)).variables,
  });
}
