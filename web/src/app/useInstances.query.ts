import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import { pathOf } from '../api/paths';
import type { Page, InstanceLine } from '../api/types';

export interface InstanceFilters { q?: string; state?: string; definition?: string; startedByMe?: boolean }

/** Process instances that this person may see, newest first. */
export function useInstances({ q, state, definition, startedByMe }: InstanceFilters, enabled = true) {
  return useInfiniteQuery({
    queryKey: ['instances', { q, state, definition, startedByMe }],
    enabled,
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? api.get<Page<InstanceLine>>(pageParam, undefined, signal)
        : api.get<Page<InstanceLine>>('/api/process-instances/', {
          q, state, definition, started_by: startedByMe ? 'me' : undefined, ordering: '-started_at',
        }, signal),
    getNextPageParam: (last) => (last.next ? pathOf(last.next) : null),
  });
}
