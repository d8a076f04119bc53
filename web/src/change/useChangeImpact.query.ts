import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { components } from '../api/schema';
import type { RecordRef } from './types';

/** What hangs on a record: customers, meters in use, open charges, open instances. */
export function useChangeImpact({ table, recordId }: RecordRef, enabled: boolean) {
  return useQuery({
    queryKey: ['change-impact', table, String(recordId)],
    queryFn: ({ signal }) =>
      api.get<components['schemas']['ImpactShape']>('/api/change-requests/impact/', { table, record: String(recordId) }, signal),
    enabled,
  });
}
