import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { api, type Params } from '../api/client';
import type { Page } from '../api/types';

/** One page of a list of operators. */
export function useList<T>(path: string, params: Params, again?: number) {
  return useQuery({
    queryKey: ['repair', path, params],
    queryFn: ({ signal }) => api.get<Page<T>>(path, params, signal),
    placeholderData: keepPreviousData,
    refetchInterval: again,
  });
}
