import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { ProcessInstance } from '../api/types';

export function useInstance(id: string) {
  return useQuery({
    queryKey: ['instance', id],
    queryFn: ({ signal }) => api.get<ProcessInstance>(`/api/process-instances/${id}/`, undefined, signal),
  });
}
