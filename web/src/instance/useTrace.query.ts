import { useInfiniteQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import { pathOf } from '../api/paths';
import type { Page, TraceEntry } from '../api/types';

export function useTrace(id: string) {
  return useInfiniteQuery({
    queryKey: ['instance', id, 'trace'],
    initialPageParam: `/api/process-instances/${id}/trace/?page_size=100`,
    queryFn: ({ pageParam, signal }) => api.get<Page<TraceEntry>>(pageParam, undefined, signal),
    getNextPageParam: (last) => (last.next ? pathOf(last.next) : null),
  });
}
