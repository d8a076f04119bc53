import { useInfiniteQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import { pathOf } from '../api/paths';
import type { Change, Page } from '../api/types';

/** Every change that belongs to an instance, newest first, page after page. */
export function useInstanceChanges(instanceId: string) {
  return useInfiniteQuery({
    queryKey: ['audit-instance', instanceId],
    initialPageParam: `/api/audit/instances/${instanceId}/?page_size=100`,
    queryFn: ({ pageParam, signal }) => api.get<Page<Change>>(pageParam, undefined, signal),
    getNextPageParam: (last) => (last.next ? pathOf(last.next) : null),
  });
}
