import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { api, type Params } from '../api/client';
import type { Page, ProcessInstance } from '../api/types';

/** One page of process instances, the newest first. */
export function useInstances(filters: Params) {
  return useQuery({
    queryKey: ['audit-instances', filters],
    queryFn: ({ signal }) => api.get<Page<ProcessInstance>>('/api/process-instances/', filters, signal),
    placeholderData: keepPreviousData,
  });
}
