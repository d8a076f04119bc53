import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Change, Page } from '../api/types';
import { apiFilters, type ChangeFilters } from './changeFilters';

/** One page of the ledger, newest first. */
export function useChanges(filters: ChangeFilters, cursor: string | null) {
  return useQuery({
    queryKey: ['audit-changes', filters, cursor],
    queryFn: ({ signal }) => api.get<Page<Change>>('/api/audit/changes/', { ...apiFilters(filters), cursor }, signal),
    placeholderData: keepPreviousData,
  });
}
