import { useInfiniteQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { BulkRows } from './bulkTypes';

/** The rows of a bulk change that the reader may see, page by page. */
export function useBulkRows(id: number, state: string) {
  return useInfiniteQuery({
    queryKey: ['bulk-rows', id, state],
    queryFn: ({ signal, pageParam }) => api.get<BulkRows>(`/api/bulk-changes/${id}/rows/`, { state, after: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: id > 0,
  });
}
