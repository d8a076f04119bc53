import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Page, ProcessDefinition } from '../api/types';

/** All process definitions in their newest version. */
export function useDefinitions() {
  return useQuery({
    queryKey: ['process-definitions', 'design'],
    queryFn: ({ signal }) => api.get<Page<ProcessDefinition>>('/api/process-definitions/', { page_size: 200 }, signal),
  });
}
