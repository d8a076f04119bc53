import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { ProposableField, RecordRef } from './types';

/** The fields of a record that the reader may propose to change; an error for whoever may not. */
export function useProposableFields({ table, recordId }: RecordRef, enabled: boolean) {
  return useQuery({
    queryKey: ['change-fields', table, String(recordId)],
    queryFn: ({ signal }) =>
      api.get<ProposableField[]>('/api/change-requests/fields/', { table, record: String(recordId) }, signal),
    enabled,
  });
}
