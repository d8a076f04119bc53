import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import { pathOf } from '../api/paths';
import type { Page, RecordRow } from '../api/types';

/** The records of a register as the address asks for them. */
export function useRecords(register: string, asked: Record<string, string>) {
  return useInfiniteQuery({
    queryKey: ['records', register, asked],
    enabled: register !== '',
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? api.get<Page<RecordRow>>(pageParam, undefined, signal)
        : api.get<Page<RecordRow>>(`/api/registers/${register}/`, asked, signal),
    getNextPageParam: (last) => (last.next ? pathOf(last.next) : null),
  });
}
