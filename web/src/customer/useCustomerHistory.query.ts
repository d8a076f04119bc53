import { useInfiniteQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import { pathOf } from '../api/paths';
import type { Change, Page } from '../api/types';

type Answer = Page<Change> | Change[];

function asPage(answer: Answer): Page<Change> {
  if (!Array.isArray(answer)) return answer;
  return { results: answer, next: null, previous: null, count: answer.length, count_capped: false };
}

/** Every change of a record, newest first. */
export function useCustomerHistory(path: string) {
  return useInfiniteQuery({
    queryKey: ['history', path],
    initialPageParam: path,
    queryFn: async ({ pageParam, signal }) => asPage(await api.get<Answer>(pageParam, undefined, signal)),
    getNextPageParam: (last) => (last.next ? pathOf(last.next) : null),
  });
}
