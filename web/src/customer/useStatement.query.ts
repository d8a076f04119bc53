import { useInfiniteQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import { pathOf } from '../api/paths';
import type { Page, Posting } from '../api/types';

/** A customer's postings, newest first, each with what is owed after it. */
export function useStatement(id: string) {
  return useInfiniteQuery({
    queryKey: ['customer', id, 'statement'],
    initialPageParam: `/api/customers/${id}/statement/`,
    queryFn: ({ pageParam, signal }) => api.get<Page<Posting>>(pageParam, undefined, signal),
    getNextPageParam: (last) => (last.next ? pathOf(last.next) : null),
  });
}
