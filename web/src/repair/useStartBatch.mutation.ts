import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import type { BatchDetail, BatchKind } from './shapes';

export interface Order {
  kind: BatchKind;
  reason: string;
  ids?: string[];
  filter?: Record<string, string>;
  parameters?: Record<string, unknown>;
}

/** Orders one act on many; the workers carry it out. */
export function useStartBatch() {
  return useMutation({ mutationFn: (order: Order) => api.post<BatchDetail>('/api/batches/', order) });
}
