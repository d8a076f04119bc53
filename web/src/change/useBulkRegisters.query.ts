import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { BulkRegister } from './bulkTypes';

/** The registers that this person may change in bulk, with their columns. */
export function useBulkRegisters() {
  return useQuery({
    queryKey: ['bulk-registers'],
    queryFn: ({ signal }) => api.get<BulkRegister[]>('/api/bulk-changes/registers/', undefined, signal),
  });
}
