import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { components } from '../api/schema';
import type { Page } from '../api/types';

export type Dispatch = components['schemas']['Dispatch'];

/** One page of what left the house or waits in the outbox. */
export function useDispatches(filters: Record<string, string | null>) {
  return useQuery({
    queryKey: ['dispatches', filters],
    queryFn: ({ signal }) => api.get<Page<Dispatch>>('/api/dispatches/', filters, signal),
    placeholderData: keepPreviousData,
  });
}
