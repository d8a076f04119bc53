import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { useTranslation } from 'react-i18next';

import { api, type Params } from '../api/client';

/** What an address of the rights' API answers, kept while the next filters are read. */
export function useRead<T>(path: string, params: Params = {}) {
  const { i18n } = useTranslation();
  return useQuery({
    queryKey: ['rights', path, params, i18n.language],
    queryFn: ({ signal }) => api.get<T>(path, params, signal),
    placeholderData: keepPreviousData,
  });
}
