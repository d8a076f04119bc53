import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import type { BulkAsked, BulkCheck } from './bulkTypes';

/** Check every row of a bulk change; nothing is proposed. */
export function useCheckBulk() {
  return useMutation({ mutationFn: (asked: BulkAsked) => api.post<BulkCheck>('/api/bulk-changes/check/', asked) });
}
