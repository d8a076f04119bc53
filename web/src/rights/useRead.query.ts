import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { api, type Params } from '../api/client';

/** What an address of the rights' API answers, kept while the next filters are read. */
export function useRead<T>(path: string, params: Params = {}) {
  return useQuery({
    queryKey: ['rights', path, params],
    queryFn: ({ signal }) => api.get<T>(path, params, signal),
    placeholderData: keepPreviousData,
  });
}
